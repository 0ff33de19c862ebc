/**
 * Settings and flags: defaults in code, a checked file over them, what was set at run time over both. How
 * staff set them: settings-module.test.ts.
 */
import { Nullable, Type } from '@tiantou/kernel'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { historyIn, insertOverride, settingMigrations } from '../src/setting-rows.ts'
import { flag, openSettings, setting, SettingError } from '../src/settings.ts'
import { DATABASES, type DatabaseName, scratchDatabase } from '../src/testing/index.ts'

const specs = {
  order: {
    payWithin_s: setting(Type.Integer({ minimum: 60 }), 900, 'Seconds to pay.'),
    greeting: setting(Nullable(Type.String()), '你好', 'What is said first.'),
  },
  shop: { open: flag(true, 'Whether the shop is open.') },
}

const MISFITS = [
  ['an unknown setting', 'order:\n  payWithin: 60'],
  ['an unknown module', 'orders:\n  payWithin_s: 60'],
  ['an unknown module without settings', 'orders: {}'],
  ['a value below its minimum', 'order:\n  payWithin_s: 59'],
  ['a text for a number', 'order:\n  payWithin_s: "60"'],
  ['a word for a flag', 'shop:\n  open: maybe'],
  ['nothing below a module', 'order:'],
  ['a list', '- order'],
  ['a single word', 'order'],
  ['no YAML at all', 'order: [}'],
  ['a setting twice', 'shop:\n  open: true\n  open: false'],
  ['a hostile name', 'order:\n  __proto__: {}'],
] as const

const on = async (name: DatabaseName) => {
  const scratch = await scratchDatabase(name)
  onTestFinished(async () => {
    await scratch.database.close()
    await scratch.remove()
  })
  await migrate(scratch.database, 'platform', settingMigrations, 0)
  return scratch
}

/** Sets, or with `undefined` gives back, as the command does it. */
const put = (database: Database, name: string, value: unknown, at: number): Promise<void> =>
  database.transact(async (unit) => {
    await insertOverride(unit.handle('platform') as never, { name, value, by: 'staff:stf_1', at })
    return { keep: true, value: undefined }
  })

describe.each(DATABASES)('settings on %s', (name) => {
  it('are not opened by a file that does not fit', async () => {
    const { database } = await on(name)
    for (const [what, yaml] of MISFITS) {
      const opening = openSettings(specs, yaml, database).then(
        () => 'opened',
        (error: unknown) => (error instanceof SettingError ? 'refused' : String(error)),
      )
      expect([what, await opening]).toEqual([what, 'refused'])
    }
  })

  it('are the defaults, unless the file says otherwise', async () => {
    const { database } = await on(name)
    const plain = await openSettings(specs, '', database)
    expect(plain.of('order')).toEqual({ payWithin_s: 900, greeting: '你好' })
    expect(plain.of('nothing')).toEqual({})
    const yaml = 'order:\n  payWithin_s: 120\n  greeting: null\nshop:\n  open: false\n'
    const changed = await openSettings(specs, yaml, database)
    expect(changed.of('order')).toEqual({ payWithin_s: 120, greeting: null })
    expect(changed.of('shop')).toEqual({ open: false })
  })

  it('change at run time, for every process that looks again, and outlive both', async () => {
    const { database, again } = await on(name)
    const [mine, theirs] = [
      await openSettings(specs, 'order:\n  payWithin_s: 120', database),
      await openSettings(specs, '', database),
    ]
    const before = mine.of('order')
    await put(database, 'order.payWithin_s', 300, 10)
    await put(database, 'order.greeting', null, 11)
    await mine.reload()
    expect(mine.of('order')).toEqual({ payWithin_s: 300, greeting: null })
    expect(before).toEqual({ payWithin_s: 120, greeting: '你好' })
    expect(theirs.of('order')).toEqual({ payWithin_s: 900, greeting: '你好' })
    await theirs.reload()
    expect(theirs.of('order')).toEqual({ payWithin_s: 300, greeting: null })
    const restarted = again()
    onTestFinished(() => restarted.close())
    expect((await openSettings(specs, '', restarted)).of('order')).toEqual({
      payWithin_s: 300,
      greeting: null,
    })
  })

  it('keep who set what and when, newest first, page by page', async () => {
    const { database } = await on(name)
    await put(database, 'shop.open', false, 10)
    await put(database, 'order.payWithin_s', 60, 15)
    await put(database, 'shop.open', undefined, 20)
    const rows = await historyIn(database.reader('platform') as never, 'shop.open', 5, undefined)
    expect(rows).toMatchObject([
      { at: 20, by: 'staff:stf_1', value: null, isReset: true },
      { at: 10, by: 'staff:stf_1', value: false, isReset: false },
    ])
    const older = await historyIn(database.reader('platform') as never, 'shop.open', 5, rows[0]?.seq)
    expect(older.map(({ at }) => at)).toEqual([10])
  })

  it('go back to the file, and where it is silent to the code', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, 'order:\n  payWithin_s: 120', database)
    await put(database, 'order.payWithin_s', 300, 10)
    await put(database, 'shop.open', false, 11)
    await settings.reload()
    expect([settings.of('order')['payWithin_s'], settings.of('shop')['open']]).toEqual([300, false])
    await put(database, 'order.payWithin_s', undefined, 12)
    await put(database, 'shop.open', undefined, 13)
    await settings.reload()
    expect([settings.of('order')['payWithin_s'], settings.of('shop')['open']]).toEqual([120, true])
  })

  it('can be set by many at once', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    const values = Array.from({ length: 8 }, (_, i) => 60 + i)
    await Promise.all(values.map((value) => put(database, 'order.payWithin_s', value, value)))
    await settings.reload()
    const history = await historyIn(database.reader('platform') as never, 'order.payWithin_s', 10, undefined)
    expect(history.map(({ value }) => Number(value)).toSorted((a, b) => a - b)).toEqual(values)
    expect(settings.of('order')['payWithin_s']).toBe(history[0]?.value)
  })

  it('are never older than the last look at them', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    const looks: Promise<void>[] = []
    for (const value of [61, 62, 63, 64]) {
      await put(database, 'order.payWithin_s', value, value)
      looks.push(settings.reload())
    }
    await Promise.all(looks)
    expect(settings.of('order')['payWithin_s']).toBe(64)
  })

  it('leave out what a newer release no longer knows', async () => {
    const { database } = await on(name)
    await put(database, 'order.payWithin_s', 300, 10)
    await put(database, 'shop.open', false, 11)
    const later = { order: { payWithin_s: setting(Type.Integer({ minimum: 600 }), 900, 'Seconds to pay.') } }
    expect((await openSettings(later, '', database)).of('order')).toEqual({ payWithin_s: 900 })
  })

  it('cannot be changed by those who read them', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    expect(() => Object.assign(settings.of('order'), { payWithin_s: 1 })).toThrow(TypeError)
    expect(settings.of('order')['payWithin_s']).toBe(900)
  })
})
