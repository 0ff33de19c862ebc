/** Stock under races and under any sequence of commands: never oversold, never lost, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Inventory } from '../src/contract.ts'
import { inventoryModule } from '../src/index.ts'
import { aLot, leftOf, orderId, skuId, stocked } from './factory.ts'
import { lotsOf, movementsOf, placesOf, reservationsOf } from './rows.ts'

const { receiveLot, reserve, release, commit, dispatch, writeOff, count, moveLot } = Inventory.commands
const runs = process.env['TIANTOU_TEST_DB'] === 'both' ? 12 : 40

/** What the stock of one SKU and the states of orders must be, kept by hand. */
interface Model {
  readonly available: number[]
  readonly orders: { state: 'none' | 'held' | 'sold' | 'dispatched' | 'released'; lines: number[] }[]
}

interface Keep {
  readonly kind: 'writeOff' | 'count' | 'move'
  readonly sku: number
  readonly pieces: number
}

type Act =
  | Keep
  | { readonly kind: 'receive'; readonly sku: number; readonly pieces: number }
  | { readonly kind: 'reserve'; readonly order: number; readonly pieces: readonly number[] }
  | { readonly kind: 'release' | 'commit' | 'dispatch'; readonly order: number }

const skuCount = 3
const orderCount = 4
const order = fc.nat(orderCount - 1)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('receive' as const),
    sku: fc.nat(skuCount - 1),
    pieces: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({
    kind: fc.constant('reserve' as const),
    order,
    pieces: fc.array(fc.nat(12), { minLength: skuCount, maxLength: skuCount }),
  }),
  fc.record({ kind: fc.constantFrom('release' as const, 'commit' as const, 'dispatch' as const), order }),
  fc.record({
    kind: fc.constantFrom('writeOff' as const, 'count' as const, 'move' as const),
    sku: fc.nat(skuCount - 1),
    pieces: fc.integer({ min: 1, max: 30 }),
  }),
)

const steps = {
  release: { from: ['held', 'sold'], to: 'released' },
  commit: { from: ['held'], to: 'sold' },
  dispatch: { from: ['sold'], to: 'dispatched' },
} as const
const commands = { release, commit, dispatch }

/** Keeps the first place of a SKU: a write-off, a count or a move of so many pieces; how stock changed. */
const keep = async (house: TestHouse, skuId: string, kind: Keep['kind'], pieces: number): Promise<number> => {
  const place = (await placesOf(house, [skuId]))[0]
  if (place === undefined) return 0
  const at = { lotId: place.lot_id, location: place.location }
  if (kind === 'move') {
    const to = place.location === 'main' ? 'cold' : 'main'
    await house.run(moveLot, { lotId: place.lot_id, from: place.location, to, pieces })
    return 0
  }
  if (kind === 'writeOff') {
    const off = await house.run(writeOff, { ...at, pieces, reason: 'spoiled' })
    return off.ok ? -pieces : 0
  }
  const counted = await house.run(count, { ...at, pieces, grams: pieces * 500 })
  return counted.ok && counted.value.countId === null ? counted.value.difference : 0
}

/** Does one act in the house and in the model, and compares the answers. */
const both = async (
  house: TestHouse,
  model: Model,
  skus: readonly string[],
  ids: readonly string[],
  one: Act,
) => {
  if (one.kind === 'receive') {
    await house.must(receiveLot, aLot(house, skus[one.sku] ?? '', one.pieces))
    model.available[one.sku] = (model.available[one.sku] ?? 0) + one.pieces
    return
  }
  if (keeps(one)) {
    const changed = await keep(house, skus[one.sku] ?? '', one.kind, one.pieces)
    model.available[one.sku] = (model.available[one.sku] ?? 0) + changed
    return
  }
  const known = model.orders[one.order]
  const id = ids[one.order] ?? ''
  if (known === undefined) return
  if (one.kind === 'reserve') {
    const wanted = one.pieces.flatMap((pieces, i) => (pieces > 0 ? [{ skuId: skus[i] ?? '', pieces }] : []))
    if (known.state !== 'none' || wanted.length === 0) return
    const fits = one.pieces.every((pieces, i) => pieces <= (model.available[i] ?? 0))
    const result = await house.run(reserve, { orderId: id, expiresAt: 1, lines: wanted })
    expect(result.ok).toBe(fits)
    if (!fits) return
    known.state = 'held'
    known.lines = [...one.pieces]
    one.pieces.forEach((pieces, i) => (model.available[i] = (model.available[i] ?? 0) - pieces))
    return
  }
  const step = steps[one.kind]
  const moves = step.from.some((state) => state === known.state)
  const lines = known.lines.filter((pieces) => pieces > 0).length
  expect(await house.must(commands[one.kind], { orderId: id })).toEqual({ lines: moves ? lines : 0 })
  if (!moves) return
  known.state = step.to
  if (one.kind === 'release') {
    known.lines.forEach((pieces, i) => (model.available[i] = (model.available[i] ?? 0) + pieces))
  }
}

const keeps = (one: Act): one is Keep => ['writeOff', 'count', 'move'].includes(one.kind)

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/**
 * For every SKU: what lies in places = available + held + sold, every place is the sum of its movements, and
 * nothing lies in less than none.
 */
const conserved = async (house: TestHouse, skus: readonly string[], orders: readonly string[]) => {
  const lots = await lotsOf(house, skus)
  const places = await placesOf(house, skus)
  const rows = (await Promise.all(orders.map((id) => reservationsOf(house, id)))).flat()
  for (const sku of skus) {
    const left = await leftOf(house, sku)
    const ofSku = lots.filter((lot) => lot.sku_id === sku)
    const inState = (...states: string[]) =>
      sum(rows.filter((row) => row.sku_id === sku && states.includes(row.state)).map((row) => row.pieces))
    expect(left).toBeGreaterThanOrEqual(0)
    const moved = await movementsOf(house, sku)
    const moves = (kind: string) => sum(moved.filter((row) => row.kind === kind).map((row) => row.pieces))
    expect(moves('received')).toBe(sum(ofSku.map((lot) => lot.pieces)))
    expect(moves('dispatched') + inState('dispatched')).toBe(0)
    expect(moves('moved_in') + moves('moved_out')).toBe(0)
    const ofPlaces = places.filter((place) => place.sku_id === sku)
    expect(sum(ofPlaces.map((place) => place.pieces))).toBe(left + inState('held', 'sold'))
    const at = (row: { lot_id: string; location: string }) => `${row.lot_id} ${row.location}`
    const totals = new Map<string, [number, number]>()
    for (const row of moved) {
      const [pieces, grams] = totals.get(at(row)) ?? [0, 0]
      totals.set(at(row), [pieces + row.pieces, grams + row.weight_g])
    }
    const kept = [...totals].filter(([, [pieces, grams]]) => pieces !== 0 || grams !== 0)
    expect(new Map(ofPlaces.map((place) => [at(place), [place.pieces, place.weight_g]]))).toEqual(
      new Map(kept),
    )
    expect(ofPlaces.every((place) => place.pieces > 0 && place.weight_g >= 0)).toBe(true)
  }
}

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [inventoryModule] })
    await house.must(Inventory.commands.addLocation, { code: 'cold', name: '冷库' })
  })

  test('defect 1: two hundred shoppers for fifty pieces, and fifty get one', async () => {
    const sku = await stocked(house, 50)
    const orders = Array.from({ length: 200 }, orderId)
    const results = await Promise.all(
      orders.map((id) =>
        house.run(reserve, { orderId: id, expiresAt: 1, lines: [{ skuId: sku, pieces: 1 }] }),
      ),
    )
    const refused = results.filter((result) => !result.ok)
    expect(refused).toHaveLength(150)
    expect(new Set(refused.map((result) => (result.ok ? '' : result.code)))).toEqual(
      new Set(['inventory.out_of_stock']),
    )
    expect(await leftOf(house, sku)).toBe(0)
    await conserved(house, [sku], orders)
  })

  test('Release, commit and release again at the same moment: one release wins', async () => {
    const sku = await stocked(house, 40)
    const orders = Array.from({ length: 20 }, orderId)
    for (const id of orders) {
      await house.must(reserve, { orderId: id, expiresAt: 1, lines: [{ skuId: sku, pieces: 2 }] })
    }
    const moved = await Promise.all(
      orders.map(async (id) => {
        const answers = await Promise.all(
          [release, commit, release].map((command) => house.must(command, { orderId: id })),
        )
        return (answers[0]?.lines ?? 0) + (answers[2]?.lines ?? 0)
      }),
    )
    expect(moved).toEqual(orders.map(() => 1))
    await conserved(house, [sku], orders)
  })

  test('Any sequence of commands does what the model says, and conserves every piece', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 24 }), async (acts) => {
        const skus = Array.from({ length: skuCount }, skuId)
        const ids = Array.from({ length: orderCount }, orderId)
        const model: Model = {
          available: skus.map(() => 0),
          orders: ids.map(() => ({ state: 'none', lines: [] })),
        }
        for (const one of acts) await both(house, model, skus, ids, one)
        expect(await Promise.all(skus.map((sku) => leftOf(house, sku)))).toEqual(model.available)
        await conserved(house, skus, ids)
      }),
      { numRuns: runs },
    )
  })

  test('Any commands at the same moment conserve every piece', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 24 }), async (acts) => {
        const skus = [await stocked(house, 20), await stocked(house, 20), await stocked(house, 20)]
        const ids = Array.from({ length: orderCount }, orderId)
        const answers = await Promise.all(
          acts.map((one) => {
            if (one.kind === 'receive') {
              return house.must(receiveLot, aLot(house, skus[one.sku] ?? '', one.pieces))
            }
            if (keeps(one)) {
              return keep(house, skus[one.sku] ?? '', one.kind, one.pieces)
            }
            const id = ids[one.order] ?? ''
            if (one.kind !== 'reserve') return house.must(commands[one.kind], { orderId: id })
            const lines = one.pieces.map((pieces, i) => ({ skuId: skus[i] ?? '', pieces: pieces + 1 }))
            // The key is the order's: an order reserves once, as its flow does.
            return house
              .run(reserve, { orderId: id, expiresAt: 1, lines }, { key: id })
              .catch((error: unknown) => {
                if (!String(error).includes('another input')) throw error
              })
          }),
        )
        expect(answers).toHaveLength(acts.length)
        await conserved(house, skus, ids)
      }),
      { numRuns: runs },
    )
  })
})
