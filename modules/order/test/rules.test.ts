/** Totals, freight, and what may be done in which standing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionsOf, maskName, maskPhone, mayCancel, mayConfirm, mayShip, quoteOf } from '../src/rules.ts'
import { aLine, FREIGHT } from './factory.ts'

describe('a quote', () => {
  test('adds the freight that is asked for the goods', () => {
    expect(quoteOf([aLine()], FREIGHT)).toMatchObject({
      itemsFen: 5_980,
      freightFen: 800,
      toFreeFreightFen: 3_920,
      totalFen: 6_780,
    })
  })

  test('of nothing is nothing', () => {
    expect(quoteOf([], { freightFen: 0, toFreeFreightFen: 0 }).totalFen).toBe(0)
  })

  test('always adds up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 20 }), (amounts) => {
        const { itemsFen, freightFen, totalFen } = quoteOf(
          amounts.map((amountFen) => aLine({ amountFen })),
          FREIGHT,
        )
        expect(itemsFen).toBe(amounts.reduce((sum, fen) => sum + fen, 0))
        expect(totalFen).toBe(itemsFen + freightFen)
      }),
    )
  })
})

const hour_ms = 3_600_000
const waits = { confirmDeliveredDays: 7, confirmShippedDays: 15, remindEveryHours: 12 }
const unpaid = { state: 'open', payment: 'unpaid', fulfilment: 'waiting' } as const
const paid = { ...unpaid, payment: 'paid' } as const
const shipped = { ...paid, fulfilment: 'shipped' } as const
const cancelled = { ...unpaid, state: 'cancelled' } as const

test('what may be done follows from all three axes', () => {
  expect([unpaid, paid, shipped, cancelled].map(mayCancel)).toEqual([true, true, false, false])
  expect([unpaid, paid, shipped, cancelled].map(mayShip)).toEqual([false, true, false, false])
  expect([unpaid, paid, shipped, cancelled].map(mayConfirm)).toEqual([false, false, true, false])
})

test('the shopper is offered to pay only in time', () => {
  const times = { pay_by: 10, reminded_at: null }
  expect(actionsOf({ ...unpaid, ...times }, 9, waits)).toEqual(['pay', 'cancel', 'buy_again'])
  expect(actionsOf({ ...unpaid, ...times }, 10, waits)).toEqual(['cancel', 'buy_again'])
  expect(actionsOf({ ...shipped, ...times }, 9, waits)).toEqual(['confirm', 'buy_again'])
})

test('a reminder is offered while a paid order waits, and not again too soon', () => {
  const now = 100 * hour_ms
  const offered = (reminded_at: number | null) =>
    actionsOf({ ...paid, pay_by: 10, reminded_at }, now, waits).includes('remind')
  expect([null, now - 12 * hour_ms, now - 12 * hour_ms + 1].map(offered)).toEqual([true, true, false])
})

test('the warehouse sees masked people', () => {
  expect(['张三', '欧阳修远', '李'].map(maskName)).toEqual(['张*', '欧**', '李'])
  expect(maskPhone('13800138000')).toBe('138****8000')
})
