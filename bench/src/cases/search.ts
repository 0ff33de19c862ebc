/**
 * Searching in process among 50,000 products: the committed graded set, asked of the house like any query,
 * and every beginning of it as a suggestion. There is no bare limit: the figures have bounds of their own (10
 * ms, 0.95, 2 ms). Nothing is asked twice in a row, and no answer is kept between questions.
 */
import { type InputOf, type OutputOf, system } from '@tiantou/kernel'
import { Search, type SearchFeed } from '@tiantou/search/contract'
import { catalogueOf, GRADED, precisionOf } from '@tiantou/search/testing'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import { setStage } from '../stage.ts'

const PRODUCTS = 50_000
const PAGE = 500
const ROUNDS = 10
const actor = system('bench')

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0

type Card = OutputOf<typeof Search.queries.search>['items'][number]

/** Cases `p99` (ms), `P@10` and `suggest p99` (ms). */
export const search = async (scratch: Scratch): Promise<Figure[]> => {
  const place = await scratch.place(false)
  const { platform } = await setStage({ ...place, products: 0, stock: 0, shoppers: 0 })
  const { house } = platform
  const { products, truths } = catalogueOf(PRODUCTS)
  const began = performance.now()
  const index = house.corridor.indexes.of('search') as SearchFeed
  for (let from = 0; from < PRODUCTS; from += PAGE) {
    const page = products.slice(from, from + PAGE)
    await index.shelves(0)[0]?.put(page, '0 ~', from + PAGE >= PRODUCTS)
  }
  const filling = `filled in ${Math.round((performance.now() - began) / 1_000)} s`
  // What nobody measures: the first look at every page of the file, and compiling.
  const ask = (input: InputOf<typeof Search.queries.search>) => house.ask(Search.queries.search, input, actor)
  const shown = new Map<string, readonly Card[]>()
  for (const { q } of GRADED) shown.set(q, (await ask({ q })).items)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { q } of GRADED) {
      const at = performance.now()
      await ask({ q })
      times.push(performance.now() - at)
    }
  }
  const suggesting: number[] = []
  for (const { q } of GRADED) {
    for (let length = 1; length <= Math.min(q.length, 30); length += 1) {
      const at = performance.now()
      await house.ask(Search.queries.suggest, { q: q.slice(0, length) }, actor)
      suggesting.push(performance.now() - at)
    }
  }
  await platform.close()
  const precisions = GRADED.map((query) =>
    precisionOf(
      query,
      (shown.get(query.q) ?? []).map((card) => card.productId),
      truths,
    ),
  )
  const plain = { bench: 'search', limit: null, ratio: null }
  const spread = (list: readonly number[]) => ({ p50_ms: quantile(list, 0.5), p99_ms: quantile(list, 0.99) })
  const precision = precisions.reduce((sum, one) => sum + one, 0) / precisions.length
  return [
    { ...plain, case: 'p99', value: quantile(times, 0.99), unit: 'ms', ...spread(times), note: filling },
    { ...plain, case: 'P@10', value: precision, unit: '', note: `${GRADED.length} queries` },
    { ...plain, case: 'suggest p99', value: quantile(suggesting, 0.99), unit: 'ms', ...spread(suggesting) },
  ]
}
