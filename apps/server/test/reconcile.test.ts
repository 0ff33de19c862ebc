/** Bills of two channels against our books: each kind of difference by itself, and by its own name. */
import { eachDatabase } from '@tiantou/platform/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHANNELS, type Desk, moment, openDesk } from './reconcile.ts'

const DAY = '2026-11-02'

eachDatabase((_name, open) => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk(open)
  })
  afterEach(() => desk.close())

  describe.each(CHANNELS)('%s', (channel) => {
    const trade = async () => {
      desk.house.clock.set(moment(DAY, 9))
      const trades = []
      for (const fen of [10_000, 2_990, 1_999, 500]) {
        desk.house.clock.advance(60_000)
        trades.push(await desk.pay(channel, fen))
      }
      await desk.refund(trades[0]!, 1_000)
      await desk.refund(trades[0]!, 2_500)
      return trades
    }
    const isExact = async (day: string) => {
      const { totals } = await desk.day(channel, day)
      expect(totals?.unexplainedFen).toBe(0)
      expect(await desk.moved(channel, day)).toBe((totals?.billFen ?? 0) - (totals?.feeFen ?? 0))
    }

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
      await isExact(DAY)
      expect([await desk.cases(), await desk.suspense()]).toEqual([[], 0])
    })

    test.each([
      ['drop', 'local_only', -10_000],
      ['double', 'duplicate_row', 10_000],
      ['fee', 'fee_diff', -5],
      ['refund-without-pay', 'refund_without_pay', -100],
    ])('%s is reported as %s and goes into suspense', async (kind, name, fen) => {
      await trade()
      desk.seed(channel, DAY, kind)
      expect(await desk.run(channel, DAY)).toMatchObject({ is: 'compared', opened: 1 })
      const cases = await desk.cases()
      expect(cases.map((one) => [one.class, one.fen, one.state])).toEqual([[name, fen, 'open']])
      expect(await desk.suspense()).toBe(-fen)
      await isExact(DAY)
    })
  })
})
