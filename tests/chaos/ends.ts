/** Where lives end: every kind of commit and call that a sale or a payout consists of, the least met next. */
import type { End, Epitaph } from './victim.ts'

/** Kinds of COMMIT by which a life recovers; null for the first ones of any kind. */
const RECOVERING = [null, 'flow claimed', null, 'claims freed', null, 'checkout.flow ends'] as const

/**
 * Every kind of COMMIT that a sale or a payout consists of, and the calls by which money moves at the
 * channel. A life is for the one that was hit least.
 */
const SELLING = [
  'checkout.flow begins',
  'checkout.flow ends',
  'payment.recordFact',
  'ledger.record',
  'order.markPaid',
  'inventory.commit',
  'order.cancel',
  'inventory.release',
  'payment.close',
  'payment.recordRefund',
  'order.markRefunded',
  'events sent',
  'refund at the channel',
  'fulfilment.weigh',
  'pack-order.flow',
  'inventory.dispatch',
  'open-claim.flow',
  'pay-claim.flow',
  'claim.markPaid',
  'supplier.recordSlip',
  'transfer at the channel',
  'supplier.recordTransfer ends',
] as const

/** They come once on a long way, or behind a timer of two seconds: once in a life is all there is. */
const RARE: ReadonlySet<string> = new Set([
  'transfer at the channel',
  'supplier.recordTransfer ends',
  'fulfilment.weigh',
  'pack-order.flow',
  'inventory.dispatch',
  'open-claim.flow',
  'pay-claim.flow',
  'claim.markPaid',
])

/** Which ends were met, and which comes next. */
export class Ends {
  kills = 0
  /** Of these, before any shopper came. */
  recovering = 0
  private readonly hits = new Map<string, number>()
  private readonly tries = new Map<string, number>()

  /** Of three lives two die while they sell, and the third while it recovers. */
  next(life: number): End {
    const side = life % 2 === 0 ? 'before' : 'after'
    const round = Math.floor(life / 3)
    const mark = RECOVERING[round % RECOVERING.length] ?? null
    if (life % 3 === 2) {
      const turned = Math.floor(round / RECOVERING.length) % 2 === 1 ? other(side) : side
      return { mark, nth: mark === null ? 1 + (round % 7) : 1, side: turned, from: 'start' }
    }
    // Who is to die while it takes a flow over must find one.
    if (life % 3 === 1 && mark !== null)
      return { mark: 'checkout.flow begins', nth: 1, side: 'after', from: 'ready' }
    const { mark: least, side: then } = this.leastMet()
    return { mark: least, nth: RARE.has(least) ? 1 : 1 + (life % 2), side: then, from: 'ready' }
  }

  /**
   * The end that was met least, and of these the one that was tried least: no end keeps the others waiting.
   */
  private leastMet() {
    const ends = SELLING.flatMap((mark) => [
      { mark, side: 'before' as const },
      { mark, side: 'after' as const },
    ])
    const triesOf = ({ mark, side }: (typeof ends)[number]) => this.tries.get(`${mark}, ${side}`) ?? 0
    const [least = { mark: SELLING[0], side: 'before' as const }] = ends.toSorted(
      (a, b) => this.of(a.mark, a.side) - this.of(b.mark, b.side) || triesOf(a) - triesOf(b),
    )
    this.tries.set(`${least.mark}, ${least.side}`, triesOf(least) + 1)
    return least
  }

  note({ side, marks }: Epitaph, alone: boolean): void {
    this.kills += 1
    if (alone) this.recovering += 1
    for (const mark of marks) this.hits.set(`${mark}, ${side}`, this.of(mark, side) + 1)
  }

  missed(): string[] {
    const all = [...SELLING, ...RECOVERING].flatMap((mark) => [`${mark}, before`, `${mark}, after`])
    return all.filter((end) => !end.startsWith('null') && !this.hits.has(end))
  }

  private of(mark: string, side: string): number {
    return this.hits.get(`${mark}, ${side}`) ?? 0
  }
}

const other = (side: End['side']): End['side'] => (side === 'before' ? 'after' : 'before')
