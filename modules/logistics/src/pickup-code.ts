/**
 * Codes that fetch goods at a pick-up point: six digits, drawn with a key out of the order's id, so that
 * nobody can guess them and asking again draws the same. Only a blind index is kept.
 */
import type { FieldSecrets, ReadDb } from '@tiantou/platform'
import { codeFrom } from './promise.ts'
import { bookingByCode } from './store/slots.ts'
import type { LogisticsTables } from './tables.ts'

export const codeBlind = (secrets: FieldSecrets, code: string): string =>
  secrets.blind('logistics_booking.code', code)

const MOST_DRAWS = 50

/** The first code drawn for an order that is open for nobody at that point. @throws where all are taken */
export const drawCode = async (
  db: ReadDb<LogisticsTables>,
  secrets: FieldSecrets,
  pointCode: string,
  orderId: string,
): Promise<string> => {
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const code = codeFrom(secrets.blind('logistics_booking.draw', `${orderId} ${draw}`))
    if ((await bookingByCode(db, pointCode, codeBlind(secrets, code))) === undefined) return code
  }
  throw new Error(`Pick-up point ${pointCode} has hardly a code left.`)
}
