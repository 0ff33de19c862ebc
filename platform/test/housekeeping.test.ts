/** What housekeeping throws away in time, and what it never touches. */
import { expect, it } from 'vitest'
import { system } from '@tiantou/kernel'
import { runCommand } from '../src/command.ts'
import type { CrossJob, Job } from '../src/index.ts'
import { eachDatabase, type TestHouse } from '../src/testing/index.ts'
import { Buy, Stock, Till } from './toys/contracts.ts'
import { fill, rowsIn, toyParts, user } from './toys/house.ts'
import { stock } from './toys/stock.ts'

eachDatabase((_name, open) => {
  const days = (n: number) => n * 86_400_000
  const sweep = async (house: TestHouse) => {
    house.clock.advance(3_600_000)
    await house.house.jobs.runDue()
    const jobs = await rowsIn(house, 'platform_job')
    const own = jobs.find((row) => row['name'] === 'platform.housekeeping')
    expect(own).toMatchObject({ last_error: null, claimed_until: 0 })
  }

  it('throws away expired keys of callers, and no others', async () => {
    const house = await open(toyParts())
    await fill(house)
    const { corridor } = house.house
    const take = (key: string) =>
      runCommand(
        corridor,
        'stock.take',
        { itemId: 'peach', owner: 'ann', pieces: 1 },
        { actor: user(), key, trace: 't' },
      )
    await take('old')
    await house.must(Till.commands.hear, { owner: 'ann', pieces: 1 }, { key: 'business', actor: system('x') })
    house.clock.advance(days(3))
    await take('young')
    house.clock.advance(days(4))
    await sweep(house)
    const keys = (await rowsIn(house, 'platform_done')).map((row) => String(row['key']))
    expect(keys).toEqual(expect.arrayContaining(['young', 'business']))
    expect(keys).not.toContain('old')
    expect(await take('old')).toMatchObject({ ok: true, value: { left: 7 } })
  })

  it('throws away keys of timers, which fire for ever: of commands, and of flows', async () => {
    let fires = true
    const refill: Job = {
      name: 'stock.refill',
      every_s: 60,
      run: async ({ run, now }) => {
        if (fires) await run(Stock.commands.restock, { itemId: 'peach', pieces: 10 }, `refill:${now}`)
      },
    }
    const buying: CrossJob = {
      name: 'toy.buy',
      every_s: 60,
      run: async ({ run, now }) => {
        if (fires) await run(Buy, { itemId: 'peach', pieces: 1, fen: 1, pay: true }, `buy:${now}`)
      },
    }
    const parts = toyParts()
    const modules = parts.modules.map((one) => (one === stock ? { ...stock, jobs: [refill] } : one))
    const house = await open({ ...parts, modules, jobs: [buying] })
    await fill(house)
    await house.house.jobs.runDue()
    fires = false
    const keys = async () =>
      (await rowsIn(house, 'platform_done'))
        .map((row) => String(row['key']).split(':')[0])
        .filter((key) => key === 'refill' || key === 'buy')
        .toSorted()
    house.clock.advance(days(7) - 3_600_001)
    await sweep(house)
    expect(await keys()).toEqual(['buy', 'refill'])
    await sweep(house)
    expect(await keys()).toEqual([])
  })

  it('throws away delivered events and ended flows in time, more than one bite of them', async () => {
    const house = await open(toyParts())
    await fill(house)
    await house.must(Buy, { itemId: 'peach', pieces: 1, fen: 1, pay: true }, { actor: user() })
    await house.settle()
    const [event] = await rowsIn(house, 'platform_outbox')
    const copies = Array.from({ length: 1_200 }, (_, i) => ({ ...event, id: `evt_${i}`, state: 'sent' }))
    const waiting = { ...event, id: 'evt_waiting', state: 'stuck' }
    for (let at = 0; at < copies.length; at += 300) {
      await house.database
        .owner()
        .insertInto('platform_outbox')
        .values(copies.slice(at, at + 300))
        .execute()
    }
    await house.database.owner().insertInto('platform_outbox').values(waiting).execute()
    await sweep(house)
    expect(await rowsIn(house, 'platform_outbox')).toHaveLength(1_203)
    house.clock.advance(days(7))
    await sweep(house)
    expect((await rowsIn(house, 'platform_outbox')).map((row) => row['id'])).toEqual(['evt_waiting'])
    const [flow] = await rowsIn(house, 'platform_flow')
    const stopped = { ...flow, id: 'flw_stopped', state: 'undoing', claimed_until: Number.MAX_SAFE_INTEGER }
    await house.database.owner().insertInto('platform_flow').values(stopped).execute()
    house.clock.advance(days(23))
    await sweep(house)
    expect((await rowsIn(house, 'platform_flow')).map((row) => row['id'])).toEqual(['flw_stopped'])
  })
})
