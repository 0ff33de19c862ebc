/** The chain of balances: each movement leads from the balance before it to the one behind it. Pure. */
import { BillFault, type FundRow } from './bills/bill.ts'

export interface FundsSeen {
  readonly rows: number
  readonly openingFen: number | null
  readonly closingFen: number | null
  readonly toBank: { readonly number: string; readonly fen: number; readonly at: number }[]
}

const momentOf = (time: string): number =>
  Temporal.PlainDateTime.from(time.replace(' ', 'T')).toZonedDateTime('+08:00').epochMilliseconds

/** Follows the movements of one day. A balance that does not follow is a wrong sum of the channel's. */
export const openFunds = (): { see(row: FundRow): void; end(): FundsSeen } => {
  let rows = 0
  let [openingFen, closingFen] = [null as number | null, null as number | null]
  const toBank: FundsSeen['toBank'] = []
  return {
    see: ({ fen, balanceFen, toBank: isToBank, number, time }) => {
      rows += 1
      openingFen ??= balanceFen - fen
      if ((closingFen ?? openingFen) + fen !== balanceFen) throw new BillFault('summary_wrong')
      closingFen = balanceFen
      if (isToBank && fen < 0) toBank.push({ number, fen: -fen, at: momentOf(time) })
    },
    end: () => ({ rows, openingFen, closingFen, toBank }),
  }
}
