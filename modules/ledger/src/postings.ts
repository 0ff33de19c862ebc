/**
 * From a fact to the entries of its journal. Pure, and the only place that knows which account a fact
 * touches. Debit is positive, credit negative; every journal sums to zero (ledger.md §2 of our design).
 */
import { refundPart, refundParts } from '@tiantou/kernel'
import { type AccountCode, chart, clearing } from './chart.data.ts'
import type { FactKind, FactOf, LedgerFact } from './facts.ts'

/** One line of a journal: an account, whose it is, and fen with their sign. */
export interface Posting {
  readonly code: AccountCode
  readonly owner: string
  readonly fen: number
}

type Parts = Pick<FactOf<'paid'>, 'goods' | 'freightFen' | 'subsidyFen'>

const line = (code: AccountCode, fen: number, owner = ''): Posting => ({ code, owner, fen })
const goodsOf = (seller: string | null, fen: number): Posting =>
  seller === null ? line('4000', fen) : line('2002', fen, seller)

/** What a sale is made of, credit side; `sign` −1 takes it back. */
const saleLines = ({ goods, freightFen, subsidyFen }: Parts, sign: 1 | -1): Posting[] => [
  line('5002', sign * subsidyFen),
  ...goods.map(({ seller, fen }) => goodsOf(seller, -sign * fen)),
  line('4002', -sign * freightFen),
]

/**
 * Of each part of a sale what goes back with `fen`: all refunds of it together return every part to the fen,
 * in whatever steps (ledger.md §4).
 */
const returned = ({
  fen,
  beforeFen,
  goods,
  freightFen,
  subsidyFen,
}: FactOf<'refund'> | FactOf<'refund_called_off'>): Parts => {
  const gross = [...goods.map((one) => one.fen), freightFen]
  const paid = gross.reduce((sum, part) => sum + part, 0) - subsidyFen
  const subsidy = refundPart(subsidyFen, paid, beforeFen, fen)
  const subsidyBefore = refundPart(subsidyFen, paid, 0, beforeFen)
  const back = refundParts(gross, beforeFen + subsidyBefore, fen + subsidy)
  return {
    goods: goods.map((one, at) => ({ ...one, fen: back[at] ?? 0 })),
    freightFen: back.at(-1) ?? 0,
    subsidyFen: subsidy,
  }
}

const rules: { readonly [K in FactKind]: (fact: FactOf<K>) => readonly Posting[] } = {
  paid: (fact) => [line(clearing[fact.channel], fact.fen), ...saleLines(fact, 1)],
  surplus: ({ channel, fen }) => [line(clearing[channel], fen), line('2007', -fen)],
  refund: ({ claimsFen = 0, ...fact }) => [
    ...(fact.fen === claimsFen ? [] : saleLines(returned({ ...fact, fen: fact.fen - claimsFen }), -1)),
    line('5005', claimsFen),
    line('2007', -fact.fen),
  ],
  refund_paid: ({ channel, fen }) => [line('2007', fen), line(clearing[channel], -fen)],
  refund_by_hand: ({ fen }) => [line('2007', fen), line('1003', -fen)],
  refund_returned: ({ channel, fen }) => [line('1003', fen), line(clearing[channel], -fen)],
  refund_called_off: (fact) => [line('2007', fact.fen), ...saleLines(returned(fact), 1)],
  refund_bounced: ({ channel, fen }) => [line(clearing[channel], fen), line('2007', -fen)],
  channel_fee: ({ channel, fen }) => [line('5001', fen), line(clearing[channel], -fen)],
  service_fee: ({ seller, fen }) => [line('2002', fen, seller), line('4001', -fen)],
  service_fee_returned: ({ seller, fen }) => [line('4001', fen), line('2002', -fen, seller)],
  deduction: ({ seller, fen }) => [line('2002', fen, seller), line('4004', -fen)],
  settled: ({ seller, fen }) => [line('2002', fen, seller), line('2003', -fen, seller)],
  clawback: ({ seller, fen }) => [line('1020', fen, seller), line('2002', -fen, seller)],
  clawback_repaid: ({ seller, fen }) => [line('2002', fen, seller), line('1020', -fen, seller)],
  withdrawal: ({ seller, fen }) => [line('2003', fen, seller), line('2006', -fen)],
  withdrawal_paid: ({ fen }) => [line('2006', fen), line('1003', -fen)],
  withdrawal_failed: ({ seller, fen }) => [line('2006', fen), line('2003', -fen, seller)],
  share: ({ seller, fen }) => [line('2002', fen, seller), line('2008', -fen)],
  share_paid: ({ channel, fen }) => [line('2008', fen), line(clearing[channel], -fen)],
  share_failed: ({ seller, fen }) => [line('2008', fen), line('2002', -fen, seller)],
  share_returned: ({ channel, seller, fen }) => [line(clearing[channel], fen), line('2002', -fen, seller)],
  channel_settled: ({ channel, fen }) => [line('1003', fen), line(clearing[channel], -fen)],
  difference: ({ channel, fen }) => [line(clearing[channel], fen), line('1010', -fen)],
  difference_lost: ({ fen }) => [line('5004', fen), line('1010', -fen)],
}

/** One line an account, none of nothing, in the order of the accounts: two hands lock them alike. */
export const netOf = (lines: readonly Posting[]): Posting[] => {
  const sums = new Map<string, Posting>()
  for (const one of lines) {
    const key = accountOf(one)
    const fen = (sums.get(key)?.fen ?? 0) + one.fen
    sums.set(key, { ...one, fen })
  }
  return [...sums.values()]
    .filter(({ fen }) => fen !== 0)
    .toSorted((a, b) => (accountOf(a) < accountOf(b) ? -1 : 1))
}

/** `2002/sup_…`: a code and whose, `1001` where it is the platform's. */
export const accountOf = ({ code, owner }: Pick<Posting, 'code' | 'owner'>): string =>
  owner === '' ? code : `${code}/${owner}`

/** An entry as it stands in the books, as a posting again. */
export const postingOf = (entry: { readonly account: string; readonly amount_fen: number }): Posting => {
  const [code = '', owner = ''] = entry.account.split('/')
  return { code: code as AccountCode, owner, fen: entry.amount_fen }
}

/** Whether an account keeps its balance in a row and has a floor. */
export const hasFloor = (code: string): boolean =>
  Object.hasOwn(chart, code) && 'floor' in chart[code as AccountCode]

/**
 * The entries of a fact, summing to zero. Empty where the fact moves nothing.
 * @throws Error where they do not: the parts of a sum are not the sum, a defect of whoever tells the fact.
 */
export const entriesOf = (fact: LedgerFact): Posting[] => {
  const rule = rules[fact.kind] as (fact: LedgerFact) => readonly Posting[]
  const lines = netOf(rule(fact))
  if (lines.reduce((sum, { fen }) => sum + fen, 0) !== 0) throw new Error(`${fact.kind} does not balance.`)
  return lines
}
