/** Rows of the payment_* tables. */
import type { Static } from '@tiantou/kernel'
import type { HistoryRow } from '@tiantou/platform'
import type { Channel, RefundReason, Scene } from './shapes.ts'
import type { ShipmentState } from './shipment-operations.ts'

export type ChannelName = Static<typeof Channel>

export interface PaymentRow {
  id: string
  order_id: string
  user_id: string
  amount_fen: number
  description: string
  state: 'pending' | 'paid' | 'closed' | 'partly_refunded' | 'refunding' | 'refunded'
  expires_at: number
  opened_at: number
  paid_at: number | null
  /** What has gone back of it. Doubled money does not count: it never was this payment's. */
  refunded_fen: number
  /** What has gone back or is asked back: never more than the amount. */
  claimed_fen: number
  version: number
  /** 1 where parts of it are given to others later. */
  is_shared?: number | null | undefined
  /** When what is left of an erased shopper's payment goes; null for everybody else's. */
  forget_at?: number | null | undefined
}

export interface AttemptRow {
  id: string
  payment_id: string
  channel: ChannelName
  scene: Static<typeof Scene>
  open_id: string | null
  /** The channel wants the very same facts when an attempt is started again. */
  client_ip: string
  out_trade_no: string
  state: 'starting' | 'started' | 'declined' | 'paid' | 'closed'
  /** JSON of what the front end needs, and when the channel gave it. */
  ticket: string | null
  ticket_at: number | null
  transaction_id: string | null
  /** When its money came, by the channel's clock; absent while it has not. */
  paid_at?: number | null | undefined
  code: string | null
  began_at: number
  asks: number
  next_ask_at: number
  version: number
}

export interface RefundRow {
  id: string
  payment_id: string
  attempt_id: string
  out_refund_no: string
  refund_fen: number
  /** Why the money goes back: order called off, came after closing, came twice, or agreed upon. */
  reason: Static<typeof RefundReason>
  /** What the shopper reads at the channel; null for the usual words of the reason. */
  words: string | null
  /** What it was asked for by: one refund for one key of a payment. */
  biz_key: string
  state: 'requested' | 'processing' | 'succeeded' | 'abnormal' | 'returned' | 'by_hand'
  channel_refund_id: string | null
  code: string | null
  requested_at: number
  finished_at: number | null
  asks: number
  next_ask_at: number
  version: number
  /** The bank's number where the money was sent by hand, and who noted it. */
  voucher?: string | null | undefined
  proposed_by?: string | null | undefined
  /** Where a person sent it last, once its way home was closed. */
  redirected_to?: 'card' | 'merchant' | null | undefined
  /** When the money left the channel, to the shopper or to us; null for what the bank sent instead. */
  left_at?: number | null | undefined
}

/** What WeChat is to be told about the goods of a payment; its id is the payment's. */
export interface ShipmentRow {
  id: string
  carrier: string
  tracking_no: string
  state: Static<typeof ShipmentState>
  code: string | null
  shipped_at: number
  asks: number
  next_ask_at: number
  version: number
}

/** What a channel said that cannot be right; kept for a person. */
export interface SuspicionRow {
  id: string
  at: number
  code: string
  out_trade_no: string
  fact: string
}

export interface PaymentTables {
  payment_payment: PaymentRow
  payment_attempt: AttemptRow
  payment_refund: RefundRow
  payment_shipment: ShipmentRow
  payment_suspicion: SuspicionRow
  payment_history: HistoryRow
}
