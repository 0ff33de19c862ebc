/**
 * A channel said something that cannot be right: kept whole for a person, and announced. Nothing else
 * changes.
 */
import type { EventType, PayloadOf } from '@tiantou/kernel'
import type { Tx } from '@tiantou/platform'
import { Payment } from '../contract.ts'
import { insertSuspicion } from '../store.ts'
import type { PaymentTables } from '../tables.ts'

interface Context {
  readonly tx: Tx<PaymentTables>
  readonly now: number
  id(prefix: string): string
  emit<E extends EventType>(event: E, payload: PayloadOf<E>): void
}

/** Writes the suspicion. */
export const suspect = async (
  context: Context,
  code: string,
  number: string,
  fact: unknown,
): Promise<void> => {
  const { tx, now, id, emit } = context
  await insertSuspicion(tx, {
    id: id('sus'),
    at: now,
    code,
    out_trade_no: number,
    fact: JSON.stringify(fact),
  })
  emit(Payment.events.suspicious, { outTradeNo: number, code })
}
