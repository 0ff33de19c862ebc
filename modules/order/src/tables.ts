/** Rows of the order_* tables. */
import type { OrderLine, Receiver } from './shapes.ts'
import type { HistoryRow } from '@tiantou/platform'
import type { Static, StorageClass } from '@tiantou/kernel'

export type Line = Static<typeof OrderLine>
export type ReceiverFields = Static<typeof Receiver>

export interface OrderRow {
  id: string
  order_no: string
  user_id: string
  state: 'open' | 'completed' | 'cancelled'
  payment: 'unpaid' | 'paid' | 'refunding' | 'refunded'
  fulfilment: 'waiting' | 'packed' | 'shipped' | 'delivered'
  items_fen: number
  freight_fen: number
  total_fen: number
  /** JSON of name, phone and address, sealed for this row. */
  receiver_sealed: string
  note: string
  placed_at: number
  pay_by: number
  paid_at: number | null
  shipped_at: number | null
  delivered_at: number | null
  closed_at: number | null
  cancel_reason: string | null
  carrier: string | null
  tracking_no: string | null
  version: number
  /** When it counts as received by itself; null before it is shipped. */
  confirm_by: number | null
  reminded_at: number | null
  /** JSON of how it is to arrive. */
  arrival?: string | null | undefined
  /** JSON of where it goes by region, and what its freight was reckoned by. */
  road?: string | null | undefined
  /** The order whose goods it sends again, for no money. */
  resends?: string | null | undefined
  /** When what is left of an erased shopper's order goes; null for everybody else's. */
  forget_at?: number | null | undefined
}

/** An order at its birth: what comes later is not written yet. */
export type NewOrderRow = Omit<OrderRow, 'confirm_by' | 'reminded_at'>

export interface LineRow {
  order_id: string
  no: number
  sku_id: string
  product_id: string
  product_version: number
  title: string
  spec: string
  image: string
  price_mode: 'piece' | 'weight'
  storage_class: StorageClass
  quantity: number
  nominal_g: number
  per_jin_fen: number
  piece_fen: number
  amount_fen: number
  /** Who sold it, as of the purchase; null is the platform. */
  supplier_id: string | null
  /** Null in lines from before they were kept, as what follows. */
  price_fen: number | null
  tolerance_minus_g: number | null
  tolerance_plus_g: number | null
  shelf_life_d: number | null
  claim_window_h: number | null
  if_short: Line['ifShort'] | null
  /** Pieces that were packed; null before. */
  got_pieces?: number | null | undefined
  /** What they weighed; null where nobody weighs them. */
  weighed_g?: number | null | undefined
}

/** Of one refund what went back for one line; line 0 is the freight. */
export interface ReturnRow {
  order_id: string
  biz_key: string
  line_no: number
  fen: number
  /** What of the order's money went back before this refund: says which came first. */
  before_fen: number
  /** Of `fen` what the platform bears, and not who sold the line. */
  house_fen: number
}

export interface OrderTables {
  order_order: OrderRow
  order_line: LineRow
  order_history: HistoryRow
  order_return: ReturnRow
}
