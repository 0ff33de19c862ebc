/**
 * The checkout call over HTTP at full durability, against a bare route that runs the same statements by hand.
 */
import { startChild } from '../child.ts'
import { checkoutOf, withKey } from '../checkout-request.ts'
import { drive, type LoadResult, median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import type { Shopper } from '../stage.ts'

interface Side {
  readonly port: number
  readonly skuIds: readonly string[]
  readonly shoppers: readonly Shopper[]
}

interface Bare extends Side {
  readonly statements: number
}

const ROUNDS = 5
const SECONDS = 4
const CONNECTIONS = 64

/** Two different SKUs by chance, in order. */
const pairOf = (skuIds: readonly string[]): string[] => {
  const first = Math.floor(Math.random() * skuIds.length)
  const second = (first + 1 + Math.floor(Math.random() * (skuIds.length - 1))) % skuIds.length
  return [skuIds[first] as string, skuIds[second] as string].toSorted()
}

const oddOf = (results: readonly LoadResult[]): string => {
  const odd: Record<string, number> = {}
  for (const { statuses } of results) {
    for (const [status, times] of Object.entries(statuses)) {
      if (status !== '200') odd[status] = (odd[status] ?? 0) + times
    }
  }
  const samples = results.flatMap((result) => result.odd).slice(0, 2)
  return Object.keys(odd).length === 0 ? '' : `not 200: ${JSON.stringify(odd)} ${samples.join(' ')}`
}

const measure = async (
  scratch: Scratch,
  name: string,
  mariadb: boolean,
  products: number,
): Promise<Figure> => {
  const stage = { products, stock: 10_000_000, shoppers: CONNECTIONS }
  const ours = await startChild<Side>('serve.ts', { ...(await scratch.place(mariadb)), ...stage })
  const bare = await startChild<Bare>('bare-checkout.ts', { ...(await scratch.place(mariadb)), ...stage })
  let turn = 0
  const requestOf =
    ({ skuIds, shoppers }: Side) =>
    () => {
      turn += 1
      return withKey(checkoutOf(shoppers[turn % shoppers.length] as Shopper, pairOf(skuIds)))
    }
  const load = { connections: CONNECTIONS, seconds: SECONDS }
  const rounds: { mine: LoadResult; limit: LoadResult }[] = []
  for (let round = -1; round < ROUNDS; round += 1) {
    const mine = await drive({ ...load, port: ours.ready.port, next: requestOf(ours.ready) })
    const limit = await drive({ ...load, port: bare.ready.port, next: requestOf(bare.ready) })
    if (round >= 0) rounds.push({ mine, limit }) // the first round warms both up
  }
  await ours.stop()
  await bare.stop()
  const odd = oddOf(rounds.map(({ mine }) => mine))
  const oddBare = oddOf(rounds.map(({ limit }) => limit))
  return {
    bench: 'checkout',
    case: name,
    value: median(rounds.map(({ mine }) => mine.perSecond)),
    unit: 'orders/s',
    limit: median(rounds.map(({ limit }) => limit.perSecond)),
    ratio: median(rounds.map(({ mine, limit }) => mine.perSecond / limit.perSecond)),
    p50_ms: median(rounds.map(({ mine }) => mine.p50_ms)),
    p99_ms: median(rounds.map(({ mine }) => mine.p99_ms)),
    note: `${bare.ready.statements} statements ${odd}${oddBare === '' ? '' : ` bare ${oddBare}`}`,
  }
}

/** Cases `sqlite`, `mariadb`, and `hot` (eight SKUs on MariaDB). */
export const checkout = async (scratch: Scratch, only?: string): Promise<Figure[]> => {
  const cases = [
    ['sqlite', false, 200],
    ['mariadb', true, 200],
    ['hot', true, 8],
  ] as const
  const figures: Figure[] = []
  for (const [name, mariadb, products] of cases) {
    if (only === undefined || only === name) figures.push(await measure(scratch, name, mariadb, products))
  }
  return figures
}
