/**
 * What may happen to money, as facts of the business. They are the only door of the ledger: whoever moves
 * money says what happened, and postings.ts alone knows which accounts that touches.
 */
import { Fen, Obj, OneOf, type Static, Text, Type } from '@tiantou/kernel'

/** The id of what the fact is about: a payment, a refund, a statement, a line of a bill. */
const about = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 })
/** The channels that money comes by. */
export const ChannelName = OneOf('wechat-pay', 'alipay', 'unionpay', 'ecny')
const channel = ChannelName
const some = Type.Integer({ minimum: 1, maximum: 99_999_999_999, description: 'fen' })
const signed = Type.Integer({ minimum: -99_999_999_999, maximum: 99_999_999_999, description: 'fen' })
/** A supplier; null is the platform, which sells its own goods. */
const seller = Type.Union([Text(32), Type.Null()])
const supplier = Text(32)
/** Who sold for how much, before any subsidy of the platform. */
const goods = Type.Array(Obj({ seller, fen: Fen }), { maxItems: 100 })

/**
 * A sum that a shopper pays or gets back; and how what was paid came about: goods and freight, less what the
 * platform gave. Of a part that goes back `beforeFen` went before.
 */
const parts = { fen: some, goods, freightFen: Fen, subsidyFen: Fen }

const fact = <const K extends string, P extends Parameters<typeof Obj>[0]>(kind: K, more: P) =>
  Obj({ kind: Type.Literal(kind), about, ...more })

export const Fact = Type.Union([
  fact('paid', { channel, ...parts }),
  fact('surplus', { channel, fen: some }),
  /** `claimsFen` of it the platform bears: no seller and no freight loses it. */
  fact('refund', { ...parts, beforeFen: Fen, claimsFen: Type.Optional(Fen) }),
  fact('refund_paid', { channel, fen: some }),
  fact('refund_by_hand', { fen: some }),
  fact('refund_returned', { channel, fen: some }),
  fact('refund_called_off', { ...parts, beforeFen: Fen }),
  fact('refund_bounced', { channel, fen: some }),
  fact('channel_fee', { channel, fen: signed }),
  fact('service_fee', { seller: supplier, fen: some }),
  fact('settled', { seller: supplier, fen: some }),
  fact('clawback', { seller: supplier, fen: some }),
  fact('clawback_repaid', { seller: supplier, fen: some }),
  fact('withdrawal', { seller: supplier, fen: some }),
  fact('withdrawal_paid', { fen: some }),
  fact('withdrawal_failed', { seller: supplier, fen: some }),
  fact('channel_settled', { channel, fen: some }),
  fact('difference', { channel, fen: signed }),
  fact('difference_lost', { fen: signed }),
  fact('service_fee_returned', { seller: supplier, fen: some }),
  fact('share', { seller: supplier, fen: some }),
  fact('share_paid', { channel, fen: some }),
  fact('share_failed', { seller: supplier, fen: some }),
  fact('share_returned', { channel, seller: supplier, fen: some }),
  fact('deduction', { seller: supplier, fen: signed }),
])

export type LedgerFact = Static<typeof Fact>
export type FactKind = LedgerFact['kind']
export type FactOf<K extends FactKind> = Extract<LedgerFact, { kind: K }>
