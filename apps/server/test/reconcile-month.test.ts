/**
 * A synthetic month of two channels: some sixteen trades a day, refunds in parts, trades about midnight,
 * news that comes late, and every kind of difference that a channel can be told to make. All of it is found
 * under its name, explained and ended; suspense is empty, and each day of the ledger is its bill.
 */
import { MatchLateTrades } from '@tiantou/between/flows/reconcile.contract'
import { eachDatabase } from '@tiantou/platform/testing'
import { Reconcile } from '@tiantou/reconcile/contract'
import { Ledger } from '@tiantou/ledger/contract'
import { system } from '@tiantou/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChannelName, CHANNELS, dayAfter, type Desk, moment, openDesk, type Trade } from './reconcile.ts'

const FIRST = '2026-11-01'
const DAYS = 30
const TRADES = 8
const month = Array.from({ length: DAYS }, (_, n) => dayAfter(FIRST, n))

/** What is seeded, and the classes that it must come out as. */
const SEEDS: Readonly<Record<string, readonly string[]>> = {
  drop: ['local_only'],
  double: ['duplicate_row'],
  amount: ['amount_diff'],
  swap: ['swapped', 'swapped'],
  'day-cut': ['day_cut'],
  fee: ['fee_diff'],
  status: ['status_diff'],
  'refund-without-pay': ['refund_without_pay'],
}
const OF_WECHAT: typeof SEEDS = { ...SEEDS, 'wrong-merchant': ['wrong_merchant'], currency: ['currency'] }
const seedsOf = { 'wechat-pay': OF_WECHAT, alipay: SEEDS }
/** Files that are wrong at first, and right when they are fetched again. */
const BAD_FILES = ['truncated', 'summary-wrong'] as const

const one = { kind: 'staff', id: 'stf_one', sessionId: 's1' } as const
const two = { kind: 'staff', id: 'stf_two', sessionId: 's2' } as const
const permissions = ['reconcile.read', 'reconcile.resolve', 'reconcile.sign']
const asOne = { actor: { ...one, permissions } }
const asTwo = { actor: { ...two, permissions } }

eachDatabase((name, open) => {
  let desk: Desk
  const seeded: Record<ChannelName, string[]> = { 'wechat-pay': [], alipay: [] }
  let natural = 0
  beforeAll(async () => {
    desk = await openDesk(open)
  })
  afterAll(() => desk.close())

  /** A day's trades, the last of them a minute before midnight and not heard of until the next morning. */
  const tradeOn = async (channel: ChannelName, n: number, day: string): Promise<Trade> => {
    const paid: Trade[] = []
    for (let count = 0; count < TRADES - 1; count += 1) {
      desk.house.clock.set(moment(day, 8 + Math.floor(count / 2), (count % 2) * 30))
      paid.push(await desk.pay(channel, 1_000 + ((n * 7_919 + count * 104_729) % 90_000)))
    }
    for (const [at, share] of [
      [4, 3],
      [5, 2],
      [5, 2],
    ] as const) {
      const trade = paid[at]
      if (trade !== undefined) await desk.refund(trade, Math.floor(trade.fen / share))
    }
    await desk.open(channel, 777)
    desk.house.clock.set(moment(day, 23, 59))
    return desk.pay(channel, 2_345, n % 5 !== 0)
  }

  const seedOn = (channel: ChannelName, n: number, day: string): void => {
    const kinds = Object.keys(seedsOf[channel])
    // Two kinds a day, in turn; the last day has none, for a cut needs a day behind it.
    for (const kind of [kinds[n % kinds.length], kinds[(n + 3) % kinds.length]]) {
      if (kind === undefined || n === DAYS - 1) continue
      desk.seed(channel, day, kind)
      seeded[channel].push(...(seedsOf[channel][kind] ?? []))
    }
  }

  /** The file is wrong at first; fetched again it is right. */
  const refuseFirst = async (channel: ChannelName, n: number, day: string): Promise<void> => {
    const kind = BAD_FILES[n % 7]
    if (kind === undefined) return
    const putRight = desk.seed(channel, day, kind)
    expect(await desk.run(channel, day)).toEqual({ is: 'refused', code: kind.replace('-', '_') })
    putRight()
  }

  const explained = async () => {
    for (const channel of CHANNELS) {
      for (const day of month) {
        const { totals, fundGapFen, state } = await desk.day(channel, day)
        expect([day, state, totals?.unexplainedFen, fundGapFen ?? 0]).toEqual([day, 'compared', 0, 0])
        const billed = (totals?.billFen ?? 0) - (totals?.feeFen ?? 0)
        expect([day, await desk.moved(channel, day)]).toEqual([day, billed])
      }
    }
  }

  test('every seeded difference is found under its name, and nothing else', async () => {
    for (const [n, day] of month.entries()) {
      const late: Trade[] = []
      for (const channel of CHANNELS) {
        const last = await tradeOn(channel, n, day)
        if (n % 5 === 0) late.push(last)
        if (n % 3 === 0) desk.twins[channel].control.payOut(10_000)
      }
      for (const channel of CHANNELS) {
        await refuseFirst(channel, n, day)
        seedOn(channel, n, day)
        expect(await desk.run(channel, day)).toMatchObject({ is: 'compared' })
      }
      for (const trade of late) await desk.tell(trade)
      natural += (await desk.house.must(MatchLateTrades, {})).matched
      await desk.house.settle()
    }
    expect(natural).toBe(12)
    for (const channel of CHANNELS) {
      const cases = (await desk.cases()).filter((each) => each.channel === channel)
      const late = Array.from({ length: natural / 2 }, () => 'status_diff')
      expect(cases.map((each) => each.class).toSorted()).toEqual([...seeded[channel], ...late].toSorted())
    }
    await explained()
  }, 240_000)

  test('cuts and late news have closed by themselves; two people end the rest', async () => {
    const cases = await desk.cases()
    const closed = cases.filter(({ state }) => state === 'matched')
    expect(closed.every((each) => ['day_cut', 'status_diff'].includes(each.class) && each.fen === 0)).toBe(
      true,
    )
    expect(closed.length).toBe(cases.filter((each) => each.class === 'day_cut').length + natural)
    const open_ = cases.filter(({ state }) => state === 'open')
    for (const [n, { caseId }] of open_.entries()) {
      const ending = n % 2 === 0 ? ('written_off' as const) : ('corrected' as const)
      const words = { caseId, ending, reason: '已与渠道核对', voucher: `V${n}` }
      await desk.house.must(Reconcile.commands.propose, words, asOne)
      await desk.house.must(Reconcile.commands.confirm, { caseId }, asTwo)
    }
    await desk.house.settle()
    expect(await desk.suspense()).toBe(0)
    for (const channel of CHANNELS) {
      for (const day of month) {
        await desk.house.must(Reconcile.commands.check, { channel, day }, asOne)
        await desk.house.must(Reconcile.commands.sign, { channel, day }, asTwo)
      }
    }
    const { items } = await desk.house.ask(Ledger.queries.invariants, {}, { actor: system('test') })
    const broken = items.filter((each) => each.violations > 0 && each.name !== 'I16b')
    expect([name, broken]).toEqual([name, []])
    const { items: ages } = await desk.house.ask(Reconcile.queries.ages, {}, asOne)
    expect(ages).toEqual([])
  })
})
