/** Reads for a comparison with the channels' bills. */
import type { QueryHandler } from '@tiantou/platform'
import type { Payment } from './contract.ts'
import { attemptsByNumbers, movedPage, paidAttempt, refundsByNumbers, sentRefund } from './store-trades.ts'
import type { PaymentTables } from './tables.ts'

type Queries = typeof Payment.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], PaymentTables>

export const trades: Handler<'trades'> = async (
  { channel, kind, from, before, after = { at: from, id: '' }, limit },
  { db },
) => {
  const rows = await movedPage(db, kind, { channel, before, limit, ...after })
  const last = rows.length < limit ? undefined : rows.at(-1)
  return {
    items: rows.map(({ number, channel_number: channelNumber, fen }) => ({ number, channelNumber, fen })),
    next: last === undefined ? null : { at: last.at ?? before, id: last.id },
  }
}

export const trade: Handler<'trade'> = async ({ tradeId }, { db }) => {
  const kind = tradeId.startsWith('att_') ? ('pay' as const) : ('refund' as const)
  const row = await (kind === 'pay' ? paidAttempt(db, tradeId) : sentRefund(db, tradeId))
  if (row === undefined || row.at === null || row.at === undefined) return { trade: null }
  const { number, channel_number: channelNumber, fen, at, heard_at: heardAt } = row
  return { trade: { kind, number, channelNumber, fen, at, heardAt } }
}

export const tradesByNumber: Handler<'tradesByNumber'> = async ({ channel, numbers }, { db }) => {
  if (numbers.length === 0) return { items: [] }
  const paid = await attemptsByNumbers(db, channel, numbers)
  const back = await refundsByNumbers(db, channel, numbers)
  return {
    items: [
      ...paid.map((row) => ({ kind: 'pay' as const, ...row, at: row.at ?? null })),
      ...back.map((row) => ({ kind: 'refund' as const, ...row, at: row.at ?? null })),
    ],
  }
}
