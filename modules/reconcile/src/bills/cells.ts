/** Cells of bills: amounts, fees and days, strictly, and sums that must agree with those of the channel. */
import { parseYuan } from '@tiantou/kernel'
import { BillFault } from './bill.ts'

/** Yuan → fen, as kernel's money reads it. */
export const fenOf = (cell: string, line: number): number => {
  try {
    return parseYuan(cell)
  } catch {
    throw new BillFault('bad_amount', line)
  }
}

const FEE = /^(-?)(\d{1,9})\.(\d{2,5})$/

/** A fee in yuan of up to five decimals → thousandths of a fen: exact, whatever the channel halves. */
export const feeOf = (cell: string, line: number): number => {
  const found = FEE.exec(cell)
  if (found === null) throw new BillFault('bad_amount', line)
  const [, sign, yuan = '', decimals = ''] = found
  const size = Number(yuan) * 100_000 + Number(decimals.padEnd(5, '0'))
  return sign === '-' ? 0 - size : size
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

/** A time of the day that the bill is of. */
export const timeOf = (cell: string, day: string, line: number): string => {
  if (!TIME.test(cell)) throw new BillFault('bad_line', line)
  if (!cell.startsWith(day)) throw new BillFault('wrong_day', line)
  return cell
}

/** What we added up against what the channel says. */
export const mustAgree = (said: readonly number[], counted: readonly number[], line: number): void => {
  if (said.some((value, index) => value !== counted[index])) throw new BillFault('summary_wrong', line)
}

const NUMBER = /^[0-9A-Za-z_\-|*@.]{1,64}$/

/** A number of ours or of the channel's. */
export const numberOf = (cell: string, line: number): string => {
  if (!NUMBER.test(cell)) throw new BillFault('bad_line', line)
  return cell
}
