/**
 * Our numbers as UnionPay takes them: letters and digits only, and always beside the moment at which the
 * order was made. Both come out of the number itself, so a question of tomorrow says what the order of today
 * said.
 */
import { bareNumber, chinaDigits } from '@tiantou/adapter-kit'
import { idTime } from '@tiantou/kernel'

/** How UnionPay knows an order; undefined for a number that tells no time. */
export function orderKey(number: string): { orderId: string; txnTime: string } | undefined {
  const at = idTime(number)
  return at === undefined ? undefined : { orderId: bareNumber(number), txnTime: chinaDigits(at) }
}
