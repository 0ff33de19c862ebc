/** Stock under races and under any sequence of commands: never oversold, never lost, on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Inventory } from '../src/contract.ts'
import { inventoryModule } from '../src/index.ts'
import { aLot, leftOf, orderId, skuId, stocked } from './factory.ts'
import { lotsOf, movementsOf, reservationsOf } from './rows.ts'

const { receiveLot, reserve, release, commit, dispatch } = Inventory.commands
const runs = process.env['TIANTOU_TEST_DB'] === 'both' ? 12 : 40

/** What the stock of one SKU and the states of orders must be, kept by hand. */
interface Model {
  readonly available: number[]
  readonly orders: { state: 'none' | 'held' | 'sold' | 'dispatched' | 'released'; lines: number[] }[]
}

type Act =
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
)

const steps = {
  release: { from: ['held', 'sold'], to: 'released' },
  commit: { from: ['held'], to: 'sold' },
  dispatch: { from: ['sold'], to: 'dispatched' },
} as const
const commands = { release, commit, dispatch }

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

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/**
 * For every SKU: received = available + held + sold + dispatched, and what is left in lots is what has not
 * left.
 */
const conserved = async (house: TestHouse, skus: readonly string[], orders: readonly string[]) => {
  const lots = await lotsOf(house, skus)
  const rows = (await Promise.all(orders.map((id) => reservationsOf(house, id)))).flat()
  for (const sku of skus) {
    const left = await leftOf(house, sku)
    const ofSku = lots.filter((lot) => lot.sku_id === sku)
    const inState = (...states: string[]) =>
      sum(rows.filter((row) => row.sku_id === sku && states.includes(row.state)).map((row) => row.pieces))
    expect(left).toBeGreaterThanOrEqual(0)
    expect(sum(ofSku.map((lot) => lot.pieces))).toBe(left + inState('held', 'sold', 'dispatched'))
    expect(sum(ofSku.map((lot) => lot.left_pieces))).toBe(left + inState('held', 'sold'))
    const moved = (await movementsOf(house, sku)).filter((row) => row.kind === 'dispatched')
    expect(sum(moved.map((row) => row.pieces))).toBe(inState('dispatched'))
  }
}

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [inventoryModule] })
  })

  test('Two hundred shoppers for fifty pieces: fifty get one', async () => {
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
