/**
 * From a "no" to the sentence a person reads. Every code has one; what is unknown gets a sane default with
 * its code.
 */
import { codes, problems, unknownProblem } from '../words.data.ts'
import type { Refusal } from './load.ts'

export const wordsOf = ({ code, data, status }: Refusal): string => {
  const known = codes[code as keyof typeof codes] as string | ((data: unknown) => string) | undefined
  if (typeof known === 'function') return known(data)
  if (known) return known
  return problems[status] ?? (status >= 500 ? problems[500] : undefined) ?? unknownProblem(code)
}
