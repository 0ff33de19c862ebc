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
