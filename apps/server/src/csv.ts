/**
 * Lines of CSV that a spreadsheet reads as text and never as a formula. Source: RFC 4180; OWASP, CSV
 * injection.
 */

/** Begins a file that Excel shall read as UTF-8. */
export const CSV_MARK = '\ufeff'

/** A cell that begins like this would be calculated. */
const FORMULA = /^[\s]*[=+\-@\t\r]/
/** Numbers so long lose their last digits in a spreadsheet. */
const LONG_NUMBER = /^\d{12,}$/
/** An amount of ours: the only cell that may begin with a minus. */
const AMOUNT = /^-?\d+(\.\d+)?$/

const safe = (text: string): string => {
  if (LONG_NUMBER.test(text)) return `${text}\t`
  return FORMULA.test(text) && !AMOUNT.test(text) ? `'${text}` : text
}

/** One line with its end. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => `"${safe(String(cell ?? '')).replaceAll('"', '""')}"`).join(',')}\r\n`
