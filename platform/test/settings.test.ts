/**
 * Settings and flags: defaults in code, a checked file over them, changes at run time over both, history
 * kept.
 */
import { Nullable, Type } from '@tiantou/kernel'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../src/db/migrate.ts'
import { flag, openSettings, setting, SettingError, settingMigrations } from '../src/settings.ts'
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
    await mine.set('order.payWithin_s', 300, 'staff:stf_1', 10)
    await mine.set('order.greeting', null, 'staff:stf_1', 11)
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

  it('keep who set what and when, newest first', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    await settings.set('shop.open', false, 'staff:stf_1', 10)
    await settings.set('order.payWithin_s', 60, 'staff:stf_2', 15)
    await settings.set('shop.open', true, 'staff:stf_2', 20)
    expect(await settings.history('shop.open')).toEqual([
      { at: 20, by: 'staff:stf_2', value: true },
      { at: 10, by: 'staff:stf_1', value: false },
    ])
    expect(await settings.history('order.greeting')).toEqual([])
  })

  it('refuse a bad name or value at run time and stay as they were', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    await expect(settings.set('order.payWithin_s', 1, 'staff:stf_1', 10)).rejects.toThrow(SettingError)
    await expect(settings.set('order.nothing', 1, 'staff:stf_1', 10)).rejects.toThrow(SettingError)
    await expect(settings.set('shop.open', undefined, 'staff:stf_1', 10)).rejects.toThrow(SettingError)
    expect(settings.of('order')).toEqual({ payWithin_s: 900, greeting: '你好' })
    expect(await settings.history('order.payWithin_s')).toEqual([])
  })

  it('can be set by many at once', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    const values = Array.from({ length: 8 }, (_, i) => 60 + i)
    await Promise.all(values.map((value) => settings.set('order.payWithin_s', value, 'staff:stf_1', value)))
    const history = await settings.history('order.payWithin_s')
    expect(history.map(({ value }) => Number(value)).toSorted((a, b) => a - b)).toEqual(values)
    expect(settings.of('order')['payWithin_s']).toBe(history[0]?.value)
  })

  it('leave out what a newer release no longer knows', async () => {
    const { database } = await on(name)
    const settings = await openSettings(specs, '', database)
    await settings.set('order.payWithin_s', 300, 'staff:stf_1', 10)
    await settings.set('shop.open', false, 'staff:stf_1', 11)
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
