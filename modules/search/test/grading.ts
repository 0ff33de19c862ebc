/** How searching is graded: queries with what is true of the products that a person means by them. */
import type { Truth } from './catalogue.ts'
import { GRADED_LINES } from './graded.data.ts'

export interface GradedQuery {
  readonly q: string
  /** What it is written by: characters, pinyin, initials, typo, synonym, weight, origin. */
  readonly by: string
  /** What must be true: a product is right where every one of them is. */
  readonly wants: Partial<Record<keyof Truth, string>>
}

/** The committed set. */
export const GRADED: readonly GradedQuery[] = GRADED_LINES.trim()
  .split('\n')
  .map((line) => {
    const [by = '', q = '', wants = ''] = line.split('|')
    return { by, q, wants: Object.fromEntries(wants.split(' ').map((want) => want.split('='))) as object }
  })

/** Whether a product is what was meant: places by their beginning, several values by `/`. */
export const isRight = ({ wants }: GradedQuery, truth: Truth): boolean =>
  Object.entries(wants).every(([field, wanted]) => {
    const value = String(truth[field as keyof Truth])
    return String(wanted)
      .split('/')
      .some((one) => (['province', 'county'].includes(field) ? value.includes(one) : value === one))
  })

/**
 * Precision of the first ten: how many of them are right, of as many as could be (of ten, or of all right
 * ones where there are fewer).
 */
export const precisionOf = (
  query: GradedQuery,
  shown: readonly string[],
  truths: ReadonlyMap<string, Truth>,
): number => {
  let right = 0
  for (const truth of truths.values()) if (isRight(query, truth)) right += 1
  if (right === 0) throw new Error(`Nothing in this catalogue is right for ${query.q}.`)
  const hits = shown.slice(0, 10).filter((id) => isRight(query, truths.get(id) as Truth)).length
  return hits / Math.min(10, right)
}
