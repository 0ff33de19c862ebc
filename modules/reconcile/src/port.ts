/**
 * What others must fill: where bills come from, where their files are kept, and what our own books have. All
 * amounts are integer fen, days are `yyyy-MM-dd` in China, times milliseconds UTC.
 */
import type { FileStore } from '@tiantou/platform'
import type { TradeKind } from './bills/bill.ts'
import type { OwnTrade } from './match.ts'

export type { OwnTrade } from './match.ts'

/** `trade`: payments and refunds; `fund`: every movement of the account, with its balance. */
export type BillKind = 'trade' | 'fund'

/**
 * A bill as the channel packed it; `none` where it has none for that day; `unknown` for "ask again later";
 * `refused` where it said no, or the file is not what it promised (`hash_wrong`, `damaged`).
 */
export type BillAnswer =
  | { readonly kind: 'ok'; readonly packed: Buffer }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

export interface BillSource {
  /** Whose bills these are: the number that must stand in them. */
  readonly merchantId: string
  fetch(kind: BillKind, day: string): Promise<BillAnswer>
  /** The text inside, in the channel's own encoding, a piece at a time. Throws where the file is damaged. */
  read(packed: Buffer): AsyncIterable<Uint8Array>
}

/** A trade of ours that a bill names, whatever became of it. */
export interface KnownTrade {
  readonly kind: TradeKind
  readonly number: string
  readonly fen: number
  /** When its money moved; null where it did not. */
  readonly at: number | null
}

/** Our own payments and refunds. */
export interface OwnBooks {
  /** Those whose money moved at a channel from that moment on and before the other, in any order. */
  trades(channel: string, from: number, to: number): AsyncIterable<readonly OwnTrade[]>
  /** What is known of these numbers at a channel, of payments and of refunds. */
  find(channel: string, numbers: readonly string[]): Promise<readonly KnownTrade[]>
}

export interface ReconcilePorts {
  /** By channel; undefined where one is not configured. */
  readonly sources: Readonly<Record<'wechat-pay' | 'alipay', BillSource | undefined>>
  readonly files: FileStore
  readonly books: OwnBooks
}
