/** A platform on whose road parcels are: orders paid and packed, carriers asked, news heard. */
import type { CheckoutPreview } from '@tiantou/between/flows/checkout.contract'
import type { PackOrder } from '@tiantou/between/flows/fulfil.contract'
import type { OutputOf } from '@tiantou/kernel'
import type { Logistics } from '@tiantou/logistics/contract'
import { type TestClock, testClock } from '@tiantou/platform/testing'
import { auditOf } from '@tiantou/server'
import { beforeAll, beforeEach, expect } from 'vitest'
import { packAll } from './delivered.ts'
import { must, type TestPlatform, type TestPlatformOptions } from './platform.ts'
import { beginPay, type Shopper, untilPaid } from './sale.ts'

export const PUSHED = { timeout: 10_000 }

const skuOf = async (t: TestPlatform, image: string, spec?: string): Promise<string> => {
  const { items } = must(await t.as().get('/catalogue?limit=100'))
  const { productId } = items.find((card: { image: string }) => card.image === image)
  const { product } = must(await t.as().get(`/products/${productId}`))
  return product.skus.find((sku: { spec: string }) => spec === undefined || sku.spec === spec).skuId
}

const openAt = async (t: TestPlatform) => ({
  t,
  packer: await t.staff(),
  apples: await skuOf(t, 'apple', '散装 1 斤'),
  cold: await skuOf(t, 'tibet-pork'),
})
type At = Awaited<ReturnType<typeof openAt>>

/** What shoppers and packers do there. */
const deeds = (at: At, clock: TestClock) => {
  const twin = () => at.t.sandbox.sfExpress.control
  const relay = () => at.t.platform.house.relay.settle()
  /** Lets the timers fire, and what they announce be heard. */
  const later = async (ms = 2_000) => {
    clock.advance(ms)
    await at.t.platform.house.jobs.runDue()
    await relay()
  }
  const paidOrder = async (lines: { skuId: string; quantity: number }[], slotId?: string) => {
    const shopper = await at.t.shopper()
    const wanted = { lines, addressId: shopper.addressId, ...(slotId === undefined ? {} : { slotId }) }
    const { quote } = must(await shopper.post('/checkout/preview', wanted))
    const asked = { ...wanted, expectedTotalFen: quote.totalFen, note: '' }
    const placed = must(await shopper.post('/checkout', asked))
    at.t.sandbox.wechatPay.control.pay(await beginPay(at.t, shopper, placed.paymentId))
    await untilPaid(shopper, placed.orderId)
    await relay()
    return { shopper, quote, ...placed } as {
      shopper: Shopper
      orderId: string
      paymentId: string
      quote: OutputOf<typeof CheckoutPreview>['quote']
    }
  }
  const pack = async (orderId: string, gramsEach?: number): Promise<OutputOf<typeof PackOrder>> => {
    const packed = await packAll(at.packer, orderId, gramsEach)
    await relay()
    return packed
  }
  const packedOrder = async () => {
    const order = await paidOrder([{ skuId: at.apples, quantity: 2 }])
    const { parcelIds } = await pack(order.orderId)
    return { ...order, parcelId: parcelIds[0] ?? '' }
  }
  const parcelOf = async ({ shopper, orderId }: { shopper: Shopper; orderId: string }) =>
    must(await shopper.get(`/orders/${orderId}/packing`)).parcels[0]
  const waybillsIn = async (state: string): Promise<OutputOf<typeof Logistics.queries.waybills>['items']> =>
    must(await at.packer.get(`/staff/waybills?state=${state}&limit=100`)).items
  /** In the end: a channel’s word on a refund may still be under way. */
  const isWell = async () => {
    const wrong = async () => {
      await relay()
      const { lines, isWell: well } = await auditOf(at.t.platform.house)
      return { not: lines.filter((line) => line.startsWith('NOT')), well }
    }
    await expect.poll(wrong, PUSHED).toEqual({ not: [], well: true })
  }

  return { twin, relay, later, paidOrder, pack, packedOrder, parcelOf, waybillsIn, isWell }
}

/** Opens it before the tests of the suite that calls this. */
export const useRoad = (open: (options?: TestPlatformOptions) => Promise<TestPlatform>) => {
  const clock = testClock()
  const at = {} as At
  const all = deeds(at, clock)
  beforeAll(async () => {
    Object.assign(at, await openAt(await open({ clock })))
  })
  beforeEach(() => all.twin().behave())
  return Object.assign(at, all)
}
