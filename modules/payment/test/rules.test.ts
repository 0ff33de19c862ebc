/** What a channel's word means for what we know, and when a silent channel is asked again. */
import { expect, test } from 'vitest'
import { type FactFields, judgeFact, nextAskAt, startVerdict, ticketIsFresh } from '../src/rules.ts'
import type { AttemptRow, PaymentRow } from '../src/tables.ts'

const payment = (state: PaymentRow['state']) => ({ state, amount_fen: 100 }) as PaymentRow
const attempt = (state: AttemptRow['state'], transaction: string | null = null) =>
  ({ state, transaction_id: transaction, channel: 'wechat-pay' }) as AttemptRow
const paid = (changes: Partial<FactFields> = {}): FactFields => ({
  channel: 'wechat-pay',
  outTradeNo: 'att_1',
  merchantId: 'm',
  ours: true,
  state: 'paid',
  transactionId: 't1',
  amountFen: 100,
  ...changes,
})

test.each([
  ['the right money in time', paid(), attempt('started'), payment('pending'), 'pay'],
  ['money after closing', paid(), attempt('closed'), payment('closed'), 'refund_late'],
  ['money while another attempt has paid', paid(), attempt('started'), payment('paid'), 'refund_duplicate'],
  ['the same money again', paid(), attempt('paid', 't1'), payment('paid'), 'already'],
  [
    'other money for a paid attempt',
    paid({ transactionId: 't2' }),
    attempt('paid', 't1'),
    payment('paid'),
    'contradiction',
  ],
  ['one fen less', paid({ amountFen: 99 }), attempt('started'), payment('pending'), 'amount_mismatch'],
  [
    'another merchant’s money',
    paid({ ours: false }),
    attempt('started'),
    payment('pending'),
    'merchant_mismatch',
  ],
  [
    'another channel’s word',
    paid({ channel: 'alipay' }),
    attempt('started'),
    payment('pending'),
    'merchant_mismatch',
  ],
  [
    'money without a number',
    { ...paid(), transactionId: undefined } as never,
    attempt('started'),
    payment('pending'),
    'contradiction',
  ],
  ['closed after paid', paid({ state: 'closed' }), attempt('paid', 't1'), payment('paid'), 'contradiction'],
  ['closed in time', paid({ state: 'closed' }), attempt('started'), payment('pending'), 'close'],
  ['closed twice', paid({ state: 'closed' }), attempt('closed'), payment('closed'), 'already'],
  ['not yet paid', paid({ state: 'unpaid' }), attempt('started'), payment('pending'), 'wait'],
  [
    'refunded after paid',
    paid({ state: 'refunded' }),
    attempt('paid', 't1'),
    payment('refunding'),
    'already',
  ],
  [
    'refunded out of nothing',
    paid({ state: 'refunded' }),
    attempt('started'),
    payment('pending'),
    'contradiction',
  ],
] as const)('%s', (_what, fact, attemptRow, paymentRow, verdict) => {
  expect(judgeFact(fact, attemptRow, paymentRow)).toBe(verdict)
})

test('a silent channel is asked less and less often', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 60].map((asks) => nextAskAt(0, asks) / 1_000)
  expect(waits).toEqual([5, 30, 120, 300, 600, 1_800, 1_800, 1_800])
})

test('a ticket is handed out again only while the channel honours it', () => {
  const ticket = { ticket: '{}', ticket_at: 0 }
  expect(ticketIsFresh({ scene: 'h5', ...ticket }, 239_999)).toBe(true)
  expect(ticketIsFresh({ scene: 'h5', ...ticket }, 240_000)).toBe(false)
  expect(ticketIsFresh({ scene: 'native', ...ticket }, 240_000)).toBe(true)
  expect(ticketIsFresh({ scene: 'native', ticket: null, ticket_at: null }, 0)).toBe(false)
})

test('a refused start declines, but "already paid" only means: ask', () => {
  expect(startVerdict('ok', '')).toBe('started')
  expect(startVerdict('refused', 'NO_AUTH')).toBe('declined')
  expect(startVerdict('refused', 'ORDERPAID')).toBe('away')
  expect(startVerdict('unknown', '')).toBe('away')
})
