/**
 * Settings as staff change them, through the front door: the right, the checks, the key, the audit, the
 * history, and that what was set holds.
 */
import { describe, expect, it } from 'vitest'
import type { Authenticated } from '../src/index.ts'
import { eachDatabase } from '../src/testing/index.ts'
import { rowsIn } from './toys/house.ts'
import { type Call, problemIn, toyServer } from './toys/server.ts'

const ALL = '/api/v1/staff/settings'
const OPEN = `${ALL}/stock.open`

eachDatabase((_name, open) => {
  /** The toy house; its staff has these permissions. */
  const served = async (...permissions: string[]) => {
    const toy = await toyServer(open, {
      parts: { options: { settingsYaml: 'stock:\n  most: 7\n' } },
      authenticate: (token) => {
        const kind = token.startsWith('user') ? 'user' : 'staff'
        const expiresAt = Number.MAX_SAFE_INTEGER
        const someone: Authenticated = { kind, id: `${kind}_1`, sessionId: 's', permissions, expiresAt }
        return Promise.resolve(someone)
      },
    })
    const set = (name: string, value: unknown, more: Call = {}) =>
      toy.call('POST', `${ALL}/${name}`, { as: 'staff', body: { value }, ...more })
    const one = async (name: string) => {
      const { items } = (await toy.call('GET', ALL, { as: 'staff' })).json<{
        items: { name: string; value: unknown }[]
      }>()
      return items.find((item) => item.name === name)
    }
    return { ...toy, set, one }
  }
  const both = ['settings.read', 'settings.manage']

  describe('a setting', () => {
    it('is listed with its sentence, its schema, its value and where that comes from', async () => {
      const { one } = await served(...both)
      expect(await one('stock.open')).toEqual({
        name: 'stock.open',
        doc: expect.any(String) as string,
        schema: { type: 'boolean' },
        value: true,
        base: true,
        source: 'code',
        setBy: null,
        setAt: null,
      })
      expect(await one('stock.most')).toMatchObject({ value: 7, base: 7, source: 'file' })
      expect(await one('http.limits')).toMatchObject({ source: 'code' })
    })

    it('holds as soon as it is set, and until it is given back', async () => {
      const { call, set, one, house } = await served(...both)
      expect((await set('stock.open', false)).json()).toEqual({})
      await expect.poll(() => house.house.corridor.settings.of('stock')['open'], { interval: 2 }).toBe(false)
      expect(await one('stock.open')).toMatchObject({ value: false, source: 'staff', setBy: 'staff:staff_1' })
      expect((await call('POST', `${OPEN}/reset`, { as: 'staff' })).json()).toEqual({})
      await expect.poll(() => house.house.corridor.settings.of('stock')['open'], { interval: 2 }).toBe(true)
      expect(await one('stock.open')).toMatchObject({ value: true, source: 'code' })
    })

    it('is not set by a bad name or value, and nothing is written of it', async () => {
      const { call, set, house } = await served(...both)
      for (const name of ['stock.nothing', 'nothing', '__proto__', 'platform.settings']) {
        expect([name, problemIn(await set(name, 1), 404).code]).toEqual([name, 'platform.no_such_setting'])
        const history = await call('GET', `${ALL}/${name}/history`, { as: 'staff' })
        expect(problemIn(history, 404).code).toBe('platform.no_such_setting')
        const reset = await call('POST', `${ALL}/${name}/reset`, { as: 'staff' })
        expect(problemIn(reset, 404).code).toBe('platform.no_such_setting')
      }
      for (const value of ['yes', 1, null, {}, []]) {
        const { code, data } = problemIn(await set('stock.open', value), 422)
        expect([code, data]).toMatchObject(['platform.bad_value', { errors: [{ pointer: '' }] }])
      }
      const limits = problemIn(await set('http.limits', { default: 'many' }), 422)
      expect(limits.data).toMatchObject({ errors: [{ pointer: '/default', message: 'must be integer' }] })
      expect(problemIn(await set('stock.open', undefined), 400).pointers).toEqual(['/value'])
      expect(await rowsIn(house, 'platform_setting')).toEqual([])
    })

    it('is set once under one key, and told apart from another value', async () => {
      const { set, house } = await served(...both)
      const key = 'one-intention'
      const answers = await Promise.all([1, 2, 3].map(() => set('stock.most', 3, { key })))
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
      expect(problemIn(await set('stock.most', 4, { key }), 422).code).toBe('platform.key_reused')
      expect(problemIn(await set('stock.most', 4, { key: null }), 400).code).toBe('platform.key_missing')
      expect(await rowsIn(house, 'platform_setting')).toHaveLength(1)
    })
  })

  describe('who set what', () => {
    it('is kept, newest first, page by page, and audited', async () => {
      const { call, set, house } = await served(...both)
      for (const value of [1, 2, 3]) await set('stock.most', value)
      await call('POST', `${ALL}/stock.most/reset`, { as: 'staff' })
      await set('stock.open', false)
      interface Page {
        items: { value: unknown; isReset: boolean; by: string }[]
        next: string | null
      }
      const read = async (query = '') =>
        (await call('GET', `${ALL}/stock.most/history${query}`, { as: 'staff' })).json<Page>()
      const first = await read('?limit=2')
      expect(first.items).toMatchObject([
        { value: null, isReset: true, by: 'staff:staff_1' },
        { value: 3, isReset: false },
      ])
      const rest = await read(`?cursor=${first.next}`)
      expect([rest.items.map(({ value }) => value), rest.next]).toEqual([[2, 1], null])
      const bad = await call('GET', `${ALL}/stock.most/history?cursor=x`, { as: 'staff' })
      expect(problemIn(bad, 400).pointers).toEqual(['/cursor'])
      const audit = (await rowsIn(house, 'platform_audit')).map(({ op, verdict, input }) => [
        op,
        verdict,
        input,
      ])
      expect(audit).toContainEqual([
        'platform.setSetting',
        'done',
        JSON.stringify({ value: 3, name: 'stock.most' }),
      ])
      expect(audit.map(([op]) => op)).toContain('platform.resetSetting')
    })

    it('is for staff with the permission; a reach without it leaves a trace', async () => {
      const reader = await served('settings.read')
      expect((await reader.call('GET', ALL, { as: 'staff' })).statusCode).toBe(200)
      expect(problemIn(await reader.set('stock.open', false), 403).code).toBe('platform.not_allowed')
      const denied = (await rowsIn(reader.house, 'platform_audit')).map(({ op, verdict }) => [op, verdict])
      expect(denied).toEqual([['platform.setSetting', 'platform.not_allowed']])
      const stranger = await served()
      for (const as of ['user', 'staff'] as const)
        expect(problemIn(await stranger.call('GET', ALL, { as }), 403).code).toBe('platform.not_allowed')
      expect((await stranger.call('GET', ALL)).statusCode).toBe(401)
    })
  })
})
