/** A process that only works in the background: it can be watched, and serves nobody else. */
import { validatorOf } from '@tiantou/platform/testing'
import { expect, test } from 'vitest'
import { eachPlatform } from './platform.ts'

eachPlatform((_name, open) => {
  test('a worker tells how it is, and nothing of the business', async () => {
    const { origin, close } = await open({ env: { ROLES: 'worker' } })
    const ask = async (path: string) => {
      const answer = await fetch(origin + path)
      return [answer.status, await answer.text()] as const
    }
    expect(await ask('/healthz')).toEqual([200, '{"ok":true}'])
    expect(await ask('/readyz')).toEqual([200, '{"ok":true}'])
    expect((await ask('/metrics'))[1]).toContain('process_resident_memory_bytes')
    for (const path of ['/', '/docs', '/sandbox', '/api/v1/catalogue', '/api/v1/staff/settings']) {
      const [status, text] = await ask(path)
      expect([path, status, text]).toEqual([path, 404, expect.stringContaining('platform.not_found')])
    }
    await close()
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow('fetch failed')
  })

  test('every setting of the house takes its own default', async () => {
    const { platform } = await open()
    const { known } = platform.house.corridor.settings
    expect(known.size).toBeGreaterThan(90)
    for (const [name, { spec }] of known)
      expect([name, validatorOf(spec.schema).Check(spec.default)]).toEqual([name, true])
  })

  test('a port that is taken ends the start, and leaves nothing running', async () => {
    const first = await open()
    const { port } = new URL(first.origin)
    await expect(open({ env: { PORT: port } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
