/**
 * Claims over HTTP: three bruised apples are decided and paid in seconds, arrive at the twin and in the
 * books, and stand in the farm's next statement with the farm's share; the rest the platform bears.
 */
import { auditOf } from '@tiantou/server'
import { beforeAll, expect, test } from 'vitest'
import { aPhoto } from '@tiantou/media/testing'
import { buyDelivered, packAll, photograph } from './delivered.ts'
import { type Caller, eachPlatform, must, type TestPlatform, until } from './platform.ts'
import type { Shopper } from './sale.ts'
import { accept, apply, assign } from './supplying.ts'

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  let owner: Shopper
  let supplierId: string
  let apples: string
  beforeAll(async () => {
    t = await open()
    staff = await t.staff()
    const { items } = must(await t.as().get('/catalogue?limit=100'))
    const { productId } = items.find((card: { image: string }) => card.image === 'apple')
    const { product } = must(await t.as().get(`/products/${productId}`))
    apples = product.skus.find((sku: { spec: string }) => sku.spec === '散装 1 斤').skuId
    owner = await t.shopper()
    supplierId = await apply(owner)
    await accept(staff, supplierId)
    must(await assign(staff, productId, supplierId))
  })

  const relay = () => t.platform.house.relay.settle()
  const isWell = async () => {
    await relay()
    const { lines, isWell: well } = await auditOf(t.platform.house)
    expect(lines.filter((line) => line.startsWith('NOT'))).toEqual([])
    expect(well).toBe(true)
  }
  const owned = async (code: string, whose = ''): Promise<number> => {
    await relay()
    const query = whose === '' ? '' : `owner=${whose}&`
    const { items } = must(await staff.get(`/staff/ledger/accounts/${code}/entries?${query}limit=100`))
    return (items as { amountFen: number }[]).reduce((sum, one) => sum + one.amountFen, 0)
  }
  const delivered = (pieces = 1) => buyDelivered(t, staff, apples, { pieces })
  const claim = async (shopper: Caller, orderId: string, more: Record<string, unknown> = {}) =>
    shopper.post(`/orders/${orderId}/claims`, {
      skuId: apples,
      cause: 'bruised',
      pieces: 3,
      photos: [await photograph(shopper, 'claim')],
      text: '',
      ...more,
    })
  const see = (shopper: Caller, claimId: string) => async () => must(await shopper.get(`/claims/${claimId}`))

  test('three bruised apples of twelve are paid at once, and the farm bears its half', async () => {
    const { shopper, orderId, paidFen } = await delivered(12)
    must(await shopper.post(`/orders/${orderId}/confirm`))
    const [before, expense] = [await owned('2002', supplierId), await owned('5005')]
    const { lines } = must(await shopper.get(`/orders/${orderId}/claimable`))
    expect(lines).toMatchObject([{ pieces: 12, leftFen: paidFen }])
    const query = `skuId=${apples}&cause=bruised&pieces=3`
    const { amountFen } = must(await shopper.get(`/orders/${orderId}/claim-offer?${query}`))
    expect(amountFen).toBe(Math.round((Math.floor(paidFen / 4) * 7) / 10))
    const opened = must(await claim(shopper, orderId))
    expect(opened).toMatchObject({ amountFen, state: 'approved' })
    await until(see(shopper, opened.claimId), (seen) => seen.state === 'paid')
    const [atChannel] = t.sandbox.wechatPay.control.orders(1)
    expect(atChannel?.refunds).toMatchObject([{ refundFen: amountFen, status: 'SUCCESS' }])
    const { borne } = must(await staff.get(`/staff/claims/${opened.claimId}`))
    const commission = Math.round(paidFen / 10) - Math.round((paidFen - borne.farmFen) / 10)
    const lost = (await owned('2002', supplierId)) - before
    expect(Math.abs(lost - (borne.farmFen - commission))).toBeLessThanOrEqual(1)
    expect((await owned('5005')) - expense).toBe(amountFen - borne.farmFen)
    const periodTo = Date.now()
    const { statementId } = must(await staff.post(`/staff/suppliers/${supplierId}/statements`, { periodTo }))
    const statement = must(await owner.get(`/supplier/statements/${statementId}`))
    const refunds = statement.lines.filter((line: { kind: string }) => line.kind === 'refund')
    expect(refunds).toMatchObject([{ orderId, goodsFen: -borne.farmFen }])
    await isWell()
  })

  test('one apple is decided and paid in seconds; a second with its photograph is looked at', async () => {
    const { shopper, orderId } = await delivered(12)
    const photo = await aPhoto()
    const photos = [await photograph(shopper, 'claim', photo)]
    const began = performance.now()
    const one = must(await claim(shopper, orderId, { pieces: 1, photos }))
    expect(one.state).toBe('approved')
    await until(see(shopper, one.claimId), (seen) => seen.state === 'paid')
    expect(performance.now() - began).toBeLessThan(10_000)
    const again = must(await claim(shopper, orderId, { pieces: 1, photos }))
    expect(again.state).toBe('in_review')
    const { items } = must(await staff.get('/staff/claims?state=in_review'))
    const mine = items.find((item: { claimId: string }) => item.claimId === again.claimId)
    expect(mine).toMatchObject({ reviewReasons: ['same_photo'], photos })
    expect(must(await staff.get(`/staff/media/${photos[0]}/links`)).items.length).toBeGreaterThan(0)
    must(await staff.post(`/staff/claims/${again.claimId}/deny`, { reason: '同一张照片' }))
    must(await shopper.post(`/claims/${again.claimId}/appeal`, { text: '是另外一箱' }))
    const judged = { amountFen: 100, reason: '补充说明可信' }
    const own = await staff.post(`/staff/claims/${again.claimId}/arbitrate`, judged)
    expect([own.status, own.body.code]).toEqual([403, 'claim.same_person'])
    const second = await t.colleague()
    must(await second.post(`/staff/claims/${again.claimId}/arbitrate`, judged))
    await until(see(shopper, again.claimId), (seen) => seen.state === 'paid')
    expect(must(await shopper.get(`/orders/${orderId}/claims`)).items).toHaveLength(2)
    await isWell()
  })

  test('what is not the caller’s, or not there, is refused', async () => {
    const { shopper, orderId } = await delivered()
    const stranger = await t.shopper()
    const code = async (answer: Promise<{ status: number; body: any }>) => {
      const { status, body } = await answer
      return [status, body.code]
    }
    expect(await code(claim(stranger, orderId))).toEqual([404, 'order.no_such_order'])
    expect(await code(stranger.get(`/orders/${orderId}/claimable`))).toEqual([404, 'order.no_such_order'])
    expect(await code(claim(shopper, orderId, { photos: [] }))).toEqual([422, 'claim.photo_needed'])
    const strange = [await photograph(stranger, 'claim')]
    expect(await code(claim(shopper, orderId, { pieces: 1, photos: strange }))).toEqual([
      422,
      'claim.no_such_photo',
    ])
    expect(await code(claim(shopper, orderId, { pieces: 2 }))).toEqual([422, 'claim.more_than_got'])
    expect((await shopper.get('/staff/claims?state=in_review')).status).toBe(403)
  })

  /** An exchange that staff has agreed to. */
  const exchanged = async (pieces: number, more: Record<string, unknown> = {}) => {
    const bought = await delivered(pieces)
    const wish = { cause: 'exchange', wish: 'resend', pieces, ...more }
    const { claimId, state } = must(await claim(bought.shopper, bought.orderId, wish))
    expect(state).toBe('in_review')
    const judged = { amountFen: bought.paidFen, reason: '同意换货' }
    must(await staff.post(`/staff/claims/${claimId}/decide`, judged))
    await relay()
    return { ...bought, claimId: claimId as string }
  }
  const stockOf = async () => must(await staff.get(`/staff/stock/${apples}`))

  test('an exchange sends the same goods again, of a lot, weighed, for no money', async () => {
    const before = await stockOf()
    const { shopper, orderId, claimId } = await exchanged(2)
    const seen = await see(shopper, claimId)()
    expect(seen).toMatchObject({ state: 'resending', remedy: 'resend', paidFen: 0 })
    const { resendOrderId } = seen
    expect((await stockOf()).available).toBe(before.available - 4)
    const again = must(await shopper.get(`/orders/${resendOrderId}`))
    expect(again).toMatchObject({ resends: orderId, totalFen: 0, state: 'open', payment: 'paid' })
    expect(again.receiver).toEqual(must(await shopper.get(`/orders/${orderId}`)).receiver)
    const stranger = await t.shopper()
    expect((await stranger.get(`/orders/${resendOrderId}`)).status).toBe(404)
    const { parcelIds, backFen } = await packAll(staff, resendOrderId, 480)
    expect(backFen).toBe(0)
    for (const parcelId of parcelIds) {
      must(await staff.post(`/staff/parcels/${parcelId}/send`, { carrier: '顺丰速运', trackingNo: 'SF8' }))
      must(await staff.post(`/staff/parcels/${parcelId}/arrive`))
    }
    await relay()
    expect(await see(shopper, claimId)()).toMatchObject({ state: 'resent', paidFen: 0 })
    must(await shopper.post(`/orders/${resendOrderId}/confirm`))
    const { lines } = must(await shopper.get(`/orders/${resendOrderId}/claimable`))
    expect(lines).toMatchObject([{ leftFen: 0, causes: [] }])
    expect(t.sandbox.wechatPay.control.orders(1)[0]?.refunds).toEqual([])
    await isWell()
  })

  test('called off by who waits for it, or without stock, it is paid after all', async () => {
    const off = await exchanged(1)
    const { resendOrderId } = await see(off.shopper, off.claimId)()
    must(await off.shopper.post(`/orders/${resendOrderId}/cancel`, { reason: 'changed_mind' }))
    const paid = (one: { state: string }) => one.state === 'paid'
    expect(await until(see(off.shopper, off.claimId), paid)).toMatchObject({ paidFen: off.paidFen })
    const bought = await delivered(1)
    const wish = { cause: 'wrong_item', wish: 'resend', pieces: 1 }
    const { claimId } = must(await claim(bought.shopper, bought.orderId, wish))
    const held = (await stockOf()).lots.filter((lot: { held: boolean }) => !lot.held)
    for (const { lotId } of held) must(await staff.post(`/staff/lots/${lotId}/hold`, { reason: '抽检' }))
    await relay()
    const judged = { amountFen: bought.paidFen, reason: '发错了' }
    must(await staff.post(`/staff/claims/${claimId}/decide`, judged))
    expect(await until(see(bought.shopper, claimId), paid)).toMatchObject({
      remedy: 'money',
      resendOrderId: null,
      paidFen: bought.paidFen,
    })
    for (const { lotId } of held) must(await staff.post(`/staff/lots/${lotId}/release`, { reason: '合格' }))
    const bruised = await delivered(1)
    const no = await claim(bruised.shopper, bruised.orderId, { pieces: 1, wish: 'resend' })
    expect([no.status, no.body.code]).toEqual([422, 'claim.no_resend'])
    await isWell()
  })

  test('a lot with many claims raises an alarm, and is stopped with one action', async () => {
    let lot = ''
    for (let at = 0; at < 3; at++) {
      const { shopper, orderId, lotId } = await delivered()
      lot = lotId
      must(await claim(shopper, orderId, { cause: 'rotten', pieces: 1 }))
    }
    const listed = async () =>
      must(await staff.get('/staff/claim-lots')).items.some((one: { lotId: string }) => one.lotId === lot)
    expect(await listed()).toBe(true)
    must(await staff.post(`/staff/claim-lots/${lot}/hold`, { reason: '坏果率异常' }))
    expect(await listed()).toBe(false)
    const { lots } = must(await staff.get(`/staff/stock/${apples}`))
    expect(lots.find((one: { lotId: string }) => one.lotId === lot)).toMatchObject({ held: true })
    await isWell()
  })
})
