/** An order that has arrived, and photographs of what came: where claims and reviews begin. */
import { aPhoto } from '@tiantou/media/testing'
import { type Caller, must, type TestPlatform } from './platform.ts'
import { beginPay, placeOrder, untilPaid } from './sale.ts'

/** Sends a photograph of one's own; answers its name. */
export const photograph = async (shopper: Caller, purpose: string, photo?: Buffer): Promise<string> => {
  const headers = { 'content-type': 'image/jpeg', 'idempotency-key': crypto.randomUUID() }
  const body = photo ?? (await aPhoto())
  return must(await shopper.send('POST', `/media?purpose=${purpose}`, body, headers)).name
}

/** Weighs or counts every line of an order and packs it; what weighs nothing else is as heavy as agreed. */
export const packAll = async (staff: Caller, orderId: string, gramsEach?: number) => {
  for (const line of must(await staff.get(`/staff/packing/${orderId}`)).lines)
    for (const { lotId, location, pieces } of line.parts) {
      const grams = line.weigh ? (gramsEach ?? line.nominalGrams / line.pieces) * pieces : null
      const scale = grams === null ? null : 'scale-1'
      const weighed = { lotId, location, pieces, grams, scale }
      must(await staff.post(`/staff/packing/${orderId}/lines/${line.no}/weighings`, weighed))
    }
  return must(await staff.post(`/staff/packing/${orderId}/pack`))
}

/** A new shopper buys so much of a SKU; it is paid, packed, sent, and arrives unless it shall not. */
export const buyDelivered = async (
  t: TestPlatform,
  staff: Caller,
  skuId: string,
  { pieces = 1, arrives = true } = {},
) => {
  const relay = () => t.platform.house.relay.settle()
  const shopper = await t.shopper()
  const { orderId, paymentId } = await placeOrder(shopper, skuId, pieces)
  t.sandbox.wechatPay.control.pay(await beginPay(t, shopper, paymentId))
  await untilPaid(shopper, orderId)
  await relay()
  const task = must(await staff.get(`/staff/packing/${orderId}`))
  const { parcelIds } = await packAll(staff, orderId)
  for (const parcelId of parcelIds) {
    must(await staff.post(`/staff/parcels/${parcelId}/send`, { carrier: '顺丰速运', trackingNo: 'SF7' }))
    if (arrives) must(await staff.post(`/staff/parcels/${parcelId}/arrive`))
  }
  await relay()
  const [line] = must(await shopper.get(`/orders/${orderId}`)).lines
  return {
    shopper,
    orderId,
    paymentId,
    paidFen: line.amountFen as number,
    lotId: task.lines[0].parts[0].lotId as string,
  }
}
