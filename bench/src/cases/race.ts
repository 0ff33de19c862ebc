/** More buyers than stock at one instant: exactly the stock is sold, on both databases. */
import { startChild } from '../child.ts'
import { checkoutOf, withKey } from '../checkout-request.ts'
import { drive, type Request } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import type { Shopper } from '../stage.ts'

interface Ready {
  readonly port: number
  readonly skuIds: readonly string[]
  readonly shoppers: readonly Shopper[]
}

const CONNECTIONS = 200

const race = async (scratch: Scratch, mariadb: boolean, stock: number, buyers: number): Promise<Figure> => {
  const place = await scratch.place(mariadb)
  const ours = await startChild<Ready>('serve.ts', { ...place, products: 1, stock, shoppers: buyers })
  const { port, skuIds, shoppers } = ours.ready
  const waiting: Request[] = shoppers.map((shopper) => withKey(checkoutOf(shopper, skuIds)))
  const result = await drive({ port, connections: CONNECTIONS, next: () => waiting.pop() ?? null })
  const left = await ours.ask<number>({ ask: 'left' })
  await ours.stop()
  const placed = result.statuses['200'] ?? 0
  const odd = Object.entries(result.statuses).filter(([status]) => status !== '200' && status !== '409')
  return {
    bench: 'race',
    case: String(stock),
    value: placed,
    unit: 'orders placed',
    limit: stock,
    ratio: placed / stock,
    p50_ms: result.p50_ms,
    p99_ms: result.p99_ms,
    note:
      `${mariadb ? 'mariadb' : 'sqlite'}, ${buyers} buyers, ${Math.round(result.perSecond)}/s, left ${left}` +
      (odd.length === 0 ? '' : `, odd ${JSON.stringify(odd)} ${result.odd[0] ?? ''}`),
  }
}

/** Cases `50` (200 buyers) and `2000` (20,000 buyers), each on both databases. */
export const races = async (scratch: Scratch): Promise<Figure[]> => {
  const figures: Figure[] = []
  for (const mariadb of [false, true]) {
    figures.push(await race(scratch, mariadb, 50, 200))
    figures.push(await race(scratch, mariadb, 2_000, 20_000))
  }
  return figures
}
