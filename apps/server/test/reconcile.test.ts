/** Bills of two channels against our books: each kind of difference by itself, and by its own name. */
import { MatchLateTrades } from '@tiantou/between/flows/reconcile.contract'
import { eachDatabase } from '@tiantou/platform/testing'
import { Reconcile } from '@tiantou/reconcile/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHANNELS, type Desk, moment, openDesk, type Trade } from './reconcile.ts'

const DAY = '2026-11-02'
const NEXT = '2026-11-03'

/** Kinds of lines: what is seeded, and what must come out: class and fen of every case. */
const LINES: Readonly<Record<(typeof CHANNELS)[number], readonly [string, [string, number][]][]>> = {
  'wechat-pay': [
    ['drop', [['local_only', -10_000]]],
    ['double', [['duplicate_row', 10_000]]],
    ['amount', [['amount_diff', 1]]],
    // prettier-ignore
    ['swap', [['swapped', -7_010], ['swapped', 7_010]]],
    ['fee', [['fee_diff', -5]]],
    ['status', [['status_diff', -10_000]]],
    ['refund-without-pay', [['refund_without_pay', -100]]],
    ['wrong-merchant', [['wrong_merchant', -10_000]]],
    ['currency', [['currency', -10_000]]],
  ],
  alipay: [
    ['drop', [['local_only', -10_000]]],
    ['double', [['duplicate_row', 10_000]]],
    ['amount', [['amount_diff', -1]]],
    // prettier-ignore
    ['swap', [['swapped', -7_010], ['swapped', 7_010]]],
    ['fee', [['fee_diff', -5]]],
    ['status', [['status_diff', 777]]],
    ['refund-without-pay', [['refund_without_pay', -100]]],
  ],
}

/** Kinds of files: what is seeded, and the code under which the file is refused. */
const FILES: Readonly<Record<(typeof CHANNELS)[number], readonly [string, string][]>> = {
  'wechat-pay': [
    ['truncated', 'truncated'],
    ['summary-wrong', 'summary_wrong'],
    ['wrong-hash', 'hash_wrong'],
    ['unknown-column', 'unknown_header'],
    ['gbk', 'encoding_wrong'],
  ],
  alipay: [
    ['truncated', 'truncated'],
    ['summary-wrong', 'summary_wrong'],
    ['damaged', 'damaged'],
    ['unknown-column', 'unknown_header'],
    ['utf-8', 'encoding_wrong'],
    ['wrong-merchant', 'wrong_merchant'],
  ],
}

eachDatabase((_name, open) => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk(open)
  })
  afterEach(() => desk.close())

  describe.each(CHANNELS)('%s', (channel) => {
    const trade = async (): Promise<Trade[]> => {
      desk.house.clock.set(moment(DAY, 9))
      const trades: Trade[] = []
      for (const fen of [10_000, 2_990, 1_999, 500]) {
        desk.house.clock.advance(60_000)
        trades.push(await desk.pay(channel, fen))
      }
      await desk.open(channel, 777)
      const [first] = trades
      if (first === undefined) throw new Error('nothing was paid')
      await desk.refund(first, 1_000)
      await desk.refund(first, 2_500)
      return trades
    }
    /** I17: the bill is what the clearing account moved, and nothing is unexplained. */
    const isExact = async (day = DAY) => {
      const { totals } = await desk.day(channel, day)
      expect(totals?.unexplainedFen).toBe(0)
      expect(await desk.moved(channel, day)).toBe((totals?.billFen ?? 0) - (totals?.feeFen ?? 0))
    }
    const told = async () => (await desk.cases()).map((one) => [one.class, one.fen, one.state])

    test('a clean day matches to the fen, and its fees are booked', async () => {
      await trade()
      expect(await desk.run(channel, DAY)).toMatchObject({ is: 'compared', opened: 0 })
      const { totals, state } = await desk.day(channel, DAY)
      expect([state, totals]).toEqual([
        'compared',
        {
          billRows: 6,
          ownRows: 6,
          matched: 6,
          billFen: 11_989,
          ownFen: 11_989,
          feeFen: 60 + 18 + 12 + 3 - 6 - 15,
          feeDiffFen: 0,
          unexplainedFen: 0,
        },
      ])
      await isExact()
      expect([await told(), await desk.suspense()]).toEqual([[], 0])
      expect(await desk.run(channel, DAY)).toEqual({ is: 'known' })
    })

    test.each(LINES[channel])('%s is reported as exactly its class', async (kind, expected) => {
      await trade()
      desk.seed(channel, DAY, kind)
      expect(await desk.run(channel, DAY)).toMatchObject({ is: 'compared', opened: expected.length })
      const inOrder = (some: readonly unknown[]) => some.map(String).toSorted()
      expect(inOrder(await told())).toEqual(inOrder(expected.map((one) => [...one, 'open'])))
      expect(await desk.suspense()).toBe(0 - expected.reduce((sum, [, fen]) => sum + fen, 0))
      await isExact()
    })

    test('a line of the next day closes its case by itself, as a day cut', async () => {
      await trade()
      desk.seed(channel, DAY, 'day-cut')
      await desk.run(channel, DAY)
      expect(await told()).toEqual([['local_only', -10_000, 'open']])
      expect(await desk.suspense()).toBe(10_000)
      expect(await desk.run(channel, NEXT)).toMatchObject({ is: 'compared', opened: 0, matched: 1 })
      expect(await told()).toEqual([['day_cut', 0, 'matched']])
      expect(await desk.suspense()).toBe(0)
      await isExact(DAY)
      await isExact(NEXT)
    })

    test('money that we hear of late closes its case by itself', async () => {
      await trade()
      const late = await desk.pay(channel, 4_200, false)
      await desk.run(channel, DAY)
      expect(await told()).toEqual([['status_diff', 4_200, 'open']])
      expect(await desk.house.must(MatchLateTrades, {})).toEqual({ matched: 0 })
      await desk.tell(late)
      expect(await desk.house.must(MatchLateTrades, {})).toEqual({ matched: 1 })
      await desk.house.settle()
      expect(await told()).toEqual([['status_diff', 0, 'matched']])
      expect(await desk.suspense()).toBe(0)
      await isExact()
      expect(await desk.house.must(MatchLateTrades, {})).toEqual({ matched: 0 })
    })

    test('money that we hear of late and no bill has is a case, until a later bill has it', async () => {
      desk.house.clock.set(moment(DAY, 8))
      const late = await desk.pay(channel, 10_000, false)
      await trade()
      desk.seed(channel, DAY, 'day-cut')
      expect(await desk.run(channel, DAY)).toMatchObject({ is: 'compared', opened: 0 })
      desk.house.clock.advance(60_000)
      await desk.tell(late)
      expect(await told()).toEqual([['late', -10_000, 'open']])
      expect(await desk.suspense()).toBe(10_000)
      await isExact(DAY)
      expect(await desk.run(channel, NEXT)).toMatchObject({ is: 'compared', opened: 0, matched: 1 })
      expect(await told()).toEqual([['day_cut', 0, 'matched']])
      expect(await desk.suspense()).toBe(0)
      await isExact(DAY)
      await isExact(NEXT)
    })

    test.each(FILES[channel])(
      'a file that is %s is refused as %s, and nothing changes',
      async (kind, code) => {
        await trade()
        const before = await desk.suspense()
        desk.seed(channel, DAY, kind)
        expect(await desk.run(channel, DAY)).toEqual({ is: 'refused', code })
        const { state, code: said, tries, totals } = await desk.day(channel, DAY)
        expect([state, said, tries, totals]).toEqual(['refused', code, 1, null])
        expect([await told(), await desk.suspense()]).toEqual([[], before])
        desk.twins[channel].control.behave()
        expect(await desk.run(channel, DAY)).toMatchObject({ is: 'compared', opened: 0 })
      },
    )

    test('a bill that is not there is waited for until noon, then somebody is told, once', async () => {
      const overdue: unknown[] = []
      desk.house.house.listen(Reconcile.events.overdue, (event) => overdue.push(event))
      await trade()
      const away = channel === 'alipay' ? 'system-error' : 'error-500'
      desk.twins[channel].control.failNext({ kind: away as never, times: 3 })
      for (const hour of [10, 12, 13])
        expect(await desk.run(channel, DAY, hour)).toEqual({ is: 'waiting', code: 'not_ready' })
      expect(overdue).toEqual([{ channel, day: DAY, code: 'not_ready' }])
      expect(await desk.run(channel, DAY, 14)).toMatchObject({ is: 'compared', opened: 0 })
    })

    test('the chain of balances is followed over the days, and payouts to the bank are booked', async () => {
      await trade()
      desk.twins[channel].control.payOut(5_000)
      await desk.run(channel, DAY)
      const first = await desk.day(channel, DAY)
      expect(first).toMatchObject({
        fundOpeningFen: 0,
        fundClosingFen: 11_989 - 72 - 5_000,
        fundGapFen: null,
      })
      desk.house.clock.set(moment(NEXT, 11))
      await desk.pay(channel, 3_000)
      await desk.run(channel, NEXT)
      expect(await desk.day(channel, NEXT)).toMatchObject({
        fundOpeningFen: first.fundClosingFen,
        fundGapFen: 0,
      })
    })
  })
})
