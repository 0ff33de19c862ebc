/** What tests need of stock: ids of the right shape, and SKUs with so many pieces in stock. */
import { makeId } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomBytes, randomUUID } from 'node:crypto'
import { Inventory } from '../src/contract.ts'

const bornAt = Date.UTC(2026, 6, 1)
const day_ms = 86_400_000

/** A SKU's id. */
export const skuId = (): string => makeId('sku', bornAt, randomBytes(10))

/** An order's id. */
export const orderId = (): string => makeId('ord', bornAt, randomBytes(10))

/** A lot picked yesterday that lasts a week. */
export const aLot = (house: TestHouse, sku: string, pieces: number) => {
  const now = house.clock.now()
  return {
    skuId: sku,
    lotNo: randomUUID().slice(0, 20),
    harvestedAt: now - day_ms,
    useBy: now + 7 * day_ms,
    pieces,
    grams: pieces * 500,
  }
}

/** A fresh SKU with so many pieces in stock. */
export const stocked = async (house: TestHouse, pieces: number): Promise<string> => {
  const sku = skuId()
  await house.must(Inventory.commands.receiveLot, aLot(house, sku, pieces))
  return sku
}

/** What is left of a SKU. */
export const leftOf = async (house: TestHouse, sku: string): Promise<number> => {
  const { items } = await house.ask(Inventory.queries.availability, { skuIds: [sku] })
  return items[0]?.available ?? 0
}

/** Lots of one SKU, each with so many pieces and days to live. */
export const lotsFor = async (
  house: TestHouse,
  sku: string,
  ...lots: readonly (readonly [pieces: number, days: number])[]
): Promise<string[]> => {
  const ids = []
  for (const [pieces, days] of lots) {
    const useBy = house.clock.now() + days * day_ms
    ids.push((await house.must(Inventory.commands.receiveLot, { ...aLot(house, sku, pieces), useBy })).lotId)
  }
  return ids
}

/** A paid order of so many pieces of each SKU. */
export const bought = async (
  house: TestHouse,
  ...lines: readonly { skuId: string; pieces: number }[]
): Promise<string> => {
  const order = orderId()
  const expiresAt = house.clock.now() + 60_000
  await house.must(Inventory.commands.reserve, { orderId: order, expiresAt, lines: [...lines] })
  await house.must(Inventory.commands.commit, { orderId: order })
  return order
}

/** Allocates lots of one SKU that last so many days to an order. */
export const give = (house: TestHouse, order: string, sku: string, pieces: number, days = 0) =>
  house.must(Inventory.commands.allocate, {
    orderId: order,
    lines: [{ skuId: sku, pieces, useByFrom: house.clock.now() + days * day_ms }],
  })

/** Somebody who keeps the stores. */
export const keeper = (id: string) => ({
  kind: 'staff' as const,
  id,
  sessionId: 'ses_1',
  permissions: ['inventory.keep'],
})
