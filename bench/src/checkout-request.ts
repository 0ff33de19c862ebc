/** The checkout call of the benches: two lines, payment started in the same call. */
import type { Request } from './load.ts'
import { PRICE_FEN, type Shopper } from './stage.ts'

const FREIGHT_FEN = 800

/** A checkout without its key. SKUs must be sorted: ours touches them in that order. */
export const checkoutOf = ({ accessToken, addressId }: Shopper, skuIds: readonly string[]): Request => ({
  method: 'POST',
  path: '/api/v1/checkout',
  headers: { authorization: `Bearer ${accessToken}` },
  body: JSON.stringify({
    lines: skuIds.map((skuId) => ({ skuId, quantity: 1 })),
    addressId,
    expectedTotalFen: skuIds.length * PRICE_FEN + FREIGHT_FEN,
    note: '',
    pay: { channel: 'wechat-pay', scene: 'native' },
  }),
})

let keys = 0

/** The same with a key of its own. */
export const withKey = (request: Request): Request => {
  keys += 1
  return { ...request, headers: { ...request.headers, 'idempotency-key': `bench-${process.pid}-${keys}` } }
}
