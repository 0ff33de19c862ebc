/**
 * Reviews over HTTP: who received the goods says how they were; words are checked at once, photographs
 * afterwards, and on the product's page stands what passed, with the lot it came from.
 */
import { beforeAll, expect, test } from 'vitest'
import { buyDelivered, photograph } from './delivered.ts'
import { type Answer, type Caller, eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { accept, apply, assign } from './supplying.ts'

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  let productId: string
  let apples: string
  beforeAll(async () => {
    t = await open()
    staff = await t.staff()
    const { items } = must(await t.as().get('/catalogue?limit=100'))
    productId = items.find((card: { image: string }) => card.image === 'apple').productId
    const { product } = must(await t.as().get(`/products/${productId}`))
    apples = product.skus.find((sku: { spec: string }) => sku.spec === '散装 1 斤').skuId
  })

  const relay = () => t.platform.house.relay.settle()
  const delivered = (arrives = true) => buyDelivered(t, staff, apples, { arrives })
  const plain = { goods: 5, freshness: 5, delivery: 4, text: '脆甜', photos: [], anonymous: false }
  const review = (shopper: Caller, orderId: string, more: Record<string, unknown> = {}) =>
    shopper.post(`/orders/${orderId}/reviews`, { skuId: apples, ...plain, ...more })
  const onPage = async (query = '') => {
    await relay()
    return must(await t.as().get(`/products/${productId}/reviews${query}`))
  }
  const lineOf = async (shopper: Caller, orderId: string) =>
    must(await shopper.get(`/orders/${orderId}/reviewable`)).lines[0]
  const code = async (answer: Promise<Answer>) => {
    const { status, body } = await answer
    return [status, body?.code]
  }
  const idOf = async (answer: Promise<Answer>): Promise<string> => must(await answer).reviewId

  test('who received apples reviews them; the page shows the lot, the picture and the reply', async () => {
    const { shopper, orderId, lotId } = await delivered()
    must(await shopper.send('PUT', '/user/nickname', { nickname: '爱吃桃的人' }))
    expect(await lineOf(shopper, orderId)).toMatchObject({ may: 'review', review: null })
    const photos = [await photograph(shopper, 'review')]
    const written = must(await review(shopper, orderId, { photos }))
    expect(written.state).toBe('checking')
    await relay()
    await until(
      () => lineOf(shopper, orderId),
      (line) => line.review.state === 'published',
    )
    must(await staff.post(`/staff/reviews/${written.reviewId}/reply`, { text: '谢谢支持' }))
    const { summary, items } = await onPage(`?only=pictured&lotId=${lotId}`)
    expect(summary).toMatchObject({ count: 1, goodsTenths: 50, pictured: 1, freshBp: 10_000 })
    expect(items).toMatchObject([
      { name: '爱***人', goods: 5, text: '脆甜', lots: [{ lotId }], reply: { text: '谢谢支持' } },
    ])
    expect(items[0].lots[0].harvestedAt).toEqual(expect.any(Number))
    const seen = await fetch(`${t.origin}${items[0].photos[0].small}`)
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/webp'])
    const more = await shopper.post(`/reviews/${written.reviewId}/follow-up`, {
      text: '放了三天',
      photos: [],
    })
    expect(must(more).state).toBe('published')
    expect((await onPage()).items[0].followUp).toMatchObject({ text: '放了三天' })
    const mine = must(await shopper.get('/me/reviews'))
    expect(mine.items).toHaveLength(2)
    expect(mine.items[1].photos).toMatchObject([{ name: photos[0] }])
    const ofLot = must(await staff.get(`/staff/lots/${lotId}/reviews`))
    expect(ofLot.items[0]).toMatchObject({ reviewId: written.reviewId, userId: shopper.userId })
    must(await shopper.post(`/reviews/${written.reviewId}/withdraw`))
    expect((await onPage()).summary.count).toBe(0)
  })

  test('a doubtful text waits for a person; one that is hidden is off the page, and comes back', async () => {
    const { shopper, orderId } = await delivered()
    const written = must(await review(shopper, orderId, { text: '加微信领红包', goods: 2 }))
    expect(written.state).toBe('in_review')
    expect((await onPage()).items).toEqual([])
    const { items } = must(await staff.get('/staff/reviews?state=in_review'))
    expect(items).toMatchObject([{ reviewId: written.reviewId, labels: ['Ad'] }])
    const at = `/staff/reviews/${written.reviewId}`
    must(await staff.post(`${at}/reject`, { reason: '请不要留联系方式' }))
    expect(await lineOf(shopper, orderId)).toMatchObject({
      may: 'rewrite',
      review: { state: 'rejected', reason: '请不要留联系方式' },
    })
    const anew = must(await review(shopper, orderId, { text: '有点酸', goods: 2, anonymous: true }))
    expect(anew).toEqual({ reviewId: written.reviewId, state: 'published' })
    expect((await onPage('?only=bad')).items).toMatchObject([{ text: '有点酸', name: '', anonymous: true }])
    must(await staff.post(`${at}/hide`, { why: 'not_about_it', reason: '说的不是这件商品' }))
    expect(await onPage()).toMatchObject({ summary: { count: 0 }, items: [] })
    must(await staff.post(`${at}/restore`, { reason: '看错了' }))
    expect((await onPage()).summary.count).toBe(1)
    must(await shopper.post(`/reviews/${written.reviewId}/withdraw`))
  })

  test('while the checker is away a review waits, and is asked about again', async () => {
    const { shopper, orderId } = await delivered()
    t.sandbox.check.control.failNext({ kind: 'error-500', times: 1 })
    const written = must(await review(shopper, orderId))
    expect(written.state).toBe('checking')
    await relay()
    await until(
      () => lineOf(shopper, orderId),
      (line) => line.review.state === 'published',
    )
    must(await shopper.post(`/reviews/${written.reviewId}/withdraw`))
  })

  test('every no has its code, and leaves nothing on the page', async () => {
    const { shopper, orderId } = await delivered()
    const stranger = await t.shopper()
    const no = (more: Record<string, unknown>) => code(review(shopper, orderId, more))
    expect(await code(review(stranger, orderId))).toEqual([404, 'order.no_such_order'])
    expect(await code(stranger.get(`/orders/${orderId}/reviewable`))).toEqual([404, 'order.no_such_order'])
    expect(await no({ skuId: `sku_${'0'.repeat(26)}` })).toEqual([404, 'review.no_such_line'])
    expect(await no({ goods: 0 })).toEqual([400, 'platform.bad_input'])
    expect(await no({ delivery: 6 })).toEqual([400, 'platform.bad_input'])
    expect(await no({ text: '好'.repeat(501) })).toEqual([400, 'platform.bad_input'])
    const ten = Array.from({ length: 10 }, (_, n) => `prv-${String(n).repeat(40)}`)
    expect(await no({ photos: ten })).toEqual([400, 'platform.bad_input'])
    expect(await no({ photos: [await photograph(stranger, 'review')] })).toEqual([
      422,
      'review.no_such_photo',
    ])
    expect(await no({ photos: [await photograph(shopper, 'claim')] })).toEqual([422, 'review.no_such_photo'])
    expect(await no({ text: '来赌博吧' })).toEqual([422, 'review.text_blocked'])
    expect((await onPage()).items).toEqual([])
    const reviewId = await idOf(review(shopper, orderId))
    expect(await no({})).toEqual([409, 'review.already_reviewed'])
    const foreign = { text: '好', photos: [] }
    expect(await code(stranger.post(`/reviews/${reviewId}/follow-up`, foreign))).toEqual([
      404,
      'review.no_such_review',
    ])
    expect(await code(stranger.post(`/reviews/${reviewId}/withdraw`))).toEqual([404, 'review.no_such_review'])
    const reply = { text: '谢谢' }
    const at = `/staff/reviews/${reviewId}/reply`
    expect(await code(shopper.post(at, reply))).toEqual([403, 'platform.not_allowed'])
    expect(await code(t.as().post(at, reply))).toEqual([401, 'platform.not_signed_in'])
    must(await shopper.post(`/reviews/${reviewId}/withdraw`))
  })

  test('its supplier reads what was said, by lot, and answers in words that pass', async () => {
    const owner = await t.shopper()
    const supplierId = await apply(owner)
    await accept(staff, supplierId)
    must(await assign(staff, productId, supplierId))
    const { shopper, orderId, lotId } = await delivered()
    const reviewId = await idOf(review(shopper, orderId))
    const { items } = must(await owner.get(`/supplier/reviews?lotId=${lotId}`))
    expect(items).toMatchObject([{ reviewId, productId, text: '脆甜' }])
    const answer = (who: Caller, text: string) => who.post(`/supplier/reviews/${reviewId}/reply`, { text })
    expect(await code(answer(shopper, '谢谢'))).toEqual([404, 'supplier.no_such_supplier'])
    expect(await code(answer(owner, '加微信'))).toEqual([503, 'review.not_checked'])
    expect(await code(answer(owner, '代开发票'))).toEqual([422, 'review.text_blocked'])
    must(await answer(owner, '谢谢您'))
    expect((await onPage()).items[0].reply.text).toBe('谢谢您')
    must(await shopper.post(`/reviews/${reviewId}/withdraw`))
    must(await assign(staff, productId, null))
  })

  test('what has not arrived, or was paid back, cannot be reviewed', async () => {
    const waiting = await delivered(false)
    expect(await lineOf(waiting.shopper, waiting.orderId)).toMatchObject({ may: null })
    expect(await code(review(waiting.shopper, waiting.orderId))).toEqual([409, 'review.not_delivered'])
    const gone = await delivered()
    const { totalFen: refundFen } = must(await gone.shopper.get(`/orders/${gone.orderId}`))
    const agreed = { refundFen, reason: '没送对', bizKey: `wrong-${gone.orderId}` }
    must(await staff.post(`/staff/payments/${gone.paymentId}/refunds`, agreed))
    await relay()
    expect(await code(review(gone.shopper, gone.orderId))).toEqual([409, 'review.refunded'])
  })

  test('after the window it is over', async () => {
    const { shopper, orderId } = await delivered()
    const deliveredAt = t.platform.house.corridor.clock.now() - 91 * 86_400_000
    await t.platform.house.corridor.database.transact(async (unit) => {
      const change = unit.handle('order').updateTable('order_order').set({ delivered_at: deliveredAt })
      await change.where('id', '=', orderId).execute()
      return { keep: true, value: undefined }
    })
    expect(await lineOf(shopper, orderId)).toMatchObject({ may: null, until: null })
    expect(await code(review(shopper, orderId))).toEqual([409, 'review.window_over'])
  })
})
