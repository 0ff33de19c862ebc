/** Pure decisions of module invoice: the lines of an invoice, and when its channel is asked again. */
import { split } from '@tiantou/kernel'
import type { InvoiceLine } from './port.ts'

/** What is left of a line of an order after all that went back. */
export interface Sold {
  readonly title: string
  readonly spec: string
  readonly storageClass: 'ambient' | 'chilled' | 'frozen'
  readonly quantity: number
  readonly fen: number
}

type Tax = Readonly<
  Record<Sold['storageClass'], { readonly taxCode: string; readonly taxRateBp: number } | null>
>

/**
 * The lines of an invoice. Freight is a charge outside the price (价外费用, 增值税暂行条例 art. 6) and follows
 * the goods at their rates, by their amounts. Undefined where the tax of some goods is not set.
 */
export const linesOf = (goods: readonly Sold[], freightFen: number, tax: Tax): InvoiceLine[] | undefined => {
  const kept = goods.filter(({ fen }) => fen > 0)
  if (kept.length === 0) return []
  const freight = split(
    freightFen,
    kept.map(({ fen }) => fen),
  )
  const lines = kept.flatMap(({ title: name, spec, storageClass, quantity, fen }, at) => {
    const set = tax[storageClass]
    return set === null ? [] : [{ name, spec, ...set, quantity, amountFen: fen + (freight[at] ?? 0) }]
  })
  return lines.length === kept.length ? lines : undefined
}

export const totalOf = (lines: readonly InvoiceLine[]): number =>
  lines.reduce((sum, { amountFen }) => sum + amountFen, 0)

const ASK_AFTER_S = [3, 10, 60, 300, 1_800]

/** 3 s, 10 s, 1 min, … then every half hour. */
export const nextAskAt = (now: number, asks: number): number =>
  now + (ASK_AFTER_S[Math.min(asks, ASK_AFTER_S.length - 1)] as number) * 1_000

/** The first character of a person's name, and how many follow; a company is no secret. */
export const maskTitle = (kind: 'person' | 'company', name: string): string => {
  const [first = '', ...rest] = name
  return kind === 'company' ? name : first + '*'.repeat(rest.length)
}
