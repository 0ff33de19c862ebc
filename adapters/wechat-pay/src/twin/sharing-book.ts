/**
 * What the provider keeps of profit sharing: receivers of the merchant, and of an order what was shared,
 * taken back and set free; how much is frozen yet. No protocol here, and nothing of other books.
 */
/** Sharing ends by itself after so long, and the rest is free. */
export const FROZEN_MS = 30 * 86_400_000

/** Sharing orders of an order, and returns of a receiver, at most. */
export const ROUNDS_MOST = 50

export interface TwinReceiver {
  readonly type: 'MERCHANT_ID' | 'PERSONAL_OPENID'
  readonly account: string
  readonly name: string
}

export type ShareResult = 'PENDING' | 'SUCCESS' | 'CLOSED'

export interface TwinShare {
  readonly type: string
  readonly account: string
  readonly amountFen: number
  readonly description: string
  readonly detailId: string
  readonly createdAt: number
  result: ShareResult
  failReason?: string
  finishedAt?: number
}

/** One sharing order; setting free is one without receivers. */
export interface TwinRound {
  readonly outOrderNo: string
  readonly orderId: string
  readonly saidBefore: string
  readonly setsFree: boolean
  readonly receivers: readonly TwinShare[]
}

export interface TwinReturn {
  readonly outReturnNo: string
  readonly returnId: string
  readonly outOrderNo: string
  readonly account: string
  readonly amountFen: number
  readonly createdAt: number
  result: 'PROCESSING' | 'SUCCESS' | 'FAILED'
  failReason?: string
  finishedAt?: number
}

export interface TwinSharing {
  readonly rounds: TwinRound[]
  readonly returns: TwinReturn[]
}

/** An order as far as sharing goes. */
export interface Shareable {
  readonly isShared: boolean
  readonly totalFen: number
  readonly paidAt?: number
  readonly refunds: readonly { readonly status: string; readonly refundFen: number }[]
  readonly sharing?: TwinSharing
}

/** How the next share or return ends: well, not yet, or with the provider's reason. */
export type SharePlan = 'SUCCESS' | 'PENDING' | { readonly reason: string }

export interface SharingRules {
  /** By type and account. */
  readonly receivers: Map<string, TwinReceiver>
  readonly receiversChanged: () => void
  readonly plans: SharePlan[]
  /** Of an order at most this is shared, basis points. */
  most_bp: number
  /** From a payment to the first share. */
  wait_ms: number
}

export const receiverKey = ({ type, account }: Pick<TwinReceiver, 'type' | 'account'>): string =>
  `${type}:${account}`

export function openSharing(
  saved: readonly TwinReceiver[] = [],
  changed?: (receivers: () => readonly TwinReceiver[]) => void,
): SharingRules {
  const receivers = new Map(saved.map((one) => [receiverKey(one), one]))
  const receiversChanged = (): void => changed?.(() => [...receivers.values()])
  return { receivers, receiversChanged, plans: [], most_bp: 3000, wait_ms: 60_000 }
}

/** What was shared of an order and not refused. */
export const sharedOf = (order: Pick<Shareable, 'sharing'>): number =>
  (order.sharing?.rounds ?? [])
    .flatMap(({ receivers }) => receivers)
    .reduce((sum, { result, amountFen }) => sum + (result === 'CLOSED' ? 0 : amountFen), 0)

/** What is frozen of a paid order yet; undefined where nothing is, or no more. */
export function frozenOf(now: number, order: Shareable): number | undefined {
  if (!order.isShared || order.paidAt === undefined) return undefined
  const isFree = order.sharing?.rounds.some(({ setsFree }) => setsFree) ?? false
  if (isFree || now - order.paidAt > FROZEN_MS) return undefined
  const refunded = order.refunds.reduce((sum, one) => sum + (one.status === 'CLOSED' ? 0 : one.refundFen), 0)
  return order.totalFen - refunded - sharedOf(order)
}

/** The sharing order of a number, with the order that it is of. */
export function findRound<Order extends Pick<Shareable, 'sharing'>>(
  orders: Iterable<Order>,
  outOrderNo: string,
): { order: Order; round: TwinRound } | undefined {
  for (const order of orders) {
    const round = order.sharing?.rounds.find((one) => one.outOrderNo === outOrderNo)
    if (round !== undefined) return { order, round }
  }
  return undefined
}

export function findReturn(
  orders: Iterable<Pick<Shareable, 'sharing'>>,
  outReturnNo: string,
): TwinReturn | undefined {
  for (const { sharing } of orders) {
    const found = sharing?.returns.find((one) => one.outReturnNo === outReturnNo)
    if (found !== undefined) return found
  }
  return undefined
}
