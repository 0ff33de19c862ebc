/**
 * Our numbers as UnionPay takes them: letters and digits only, and always beside the moment at which the
 * order was made. Both come out of the number itself, so a question of tomorrow says what the order of today
 * said.
 */
import { chinaDigits } from '@tiantou/adapter-kit'
import { idTime } from '@tiantou/kernel'

/** The letters of a number behind its `_`. */
const BODY = 26

/** How UnionPay knows an order; undefined for a number that tells no time. */
export function orderKey(number: string): { orderId: string; txnTime: string } | undefined {
  const at = idTime(number)
  if (at === undefined) return undefined
  return { orderId: number.replace('_', ''), txnTime: chinaDigits(at) }
}

/** The number behind an `orderId`, ours or not. */
export function numberOf(orderId: string): string {
  return orderId.length > BODY ? `${orderId.slice(0, -BODY)}_${orderId.slice(-BODY)}` : orderId
}
