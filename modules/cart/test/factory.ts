/** What tests need of carts: shoppers and SKUs with ids of the right shape. */
import { type Actor, makeId } from '@tiantou/kernel'
import { randomBytes } from 'node:crypto'

const bornAt = Date.UTC(2026, 6, 1)

/** A SKU's id. */
export const skuId = (): string => makeId('sku', bornAt, randomBytes(10))

/** A guest on a device that calls itself so. */
export const guest = (name: string = randomBytes(12).toString('hex')): Actor => ({ kind: 'guest', id: name })

/** A signed-in shopper. */
export const shopper = (): Actor => ({
  kind: 'user',
  id: makeId('usr', bornAt, randomBytes(10)),
  sessionId: makeId('ses', bornAt, randomBytes(10)),
})
