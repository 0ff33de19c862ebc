/**
 * Favourites, history and what was bought over HTTP, as cards of today; and behaviour events that say nothing
 * of who it was.
 */
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { everythingIn } from './rows.ts'
import { beginPay, placeOrder, skuOf, untilPaid } from './sale.ts'

eachPlatform((_name, open) => {
  let test: TestPlatform
  let cards: { productId: string; skuId: string; title: string; pieceFen: number }[]
  beforeAll(async () => {
    test = await open()
    cards = must(await test.as().get('/catalogue?limit=5')).items
  })

  it('favourites are cards of today, and withdrawn products are named', async () => {
    const shopper = await test.shopper()
    const [one, two] = [cards[3], cards[4]] as [(typeof cards)[0], (typeof cards)[0]]
    for (const { productId } of [one, two]) must(await shopper.send('PUT', `/me/favourites/${productId}`, {}))
    const staff = await test.staff()
    must(await staff.post(`/staff/products/${one.productId}/off-sale`))
    const { items, next } = must(await shopper.get('/me/favourites'))
    expect(next).toBeNull()
    expect(items).toMatchObject([
      { productId: two.productId, title: two.title, pieceFen: two.pieceFen, onSale: true },
      { productId: one.productId, onSale: false },
    ])
    expect(must(await shopper.get(`/me/favourites/${one.productId}`))).toEqual({ marked: true })
    must(await shopper.send('DELETE', `/me/favourites/${one.productId}`))
    expect(must(await shopper.get(`/me/favourites/${one.productId}`))).toEqual({ marked: false })
    must(await staff.post(`/staff/products/${one.productId}/on-sale`))
    // What nobody ever put on sale may be marked, and is shown to nobody.
    const unknown = `prd_${'0'.repeat(26)}`
    must(await shopper.send('PUT', `/me/favourites/${unknown}`, {}))
    expect(must(await shopper.get('/me/favourites')).items).toHaveLength(1)
  })

  it('a history is noted, paged, cleared, and not kept where it is not wanted', async () => {
    const shopper = await test.shopper()
    for (const { productId } of cards) must(await shopper.send('PUT', `/me/history/${productId}`, {}))
    const first = must(await shopper.get('/me/history?limit=3'))
    expect(first.on).toBe(true)
    const rest = must(await shopper.get(`/me/history?limit=3&cursor=${first.next}`))
    const seen = [...first.items, ...rest.items].map((item: { productId: string }) => item.productId)
    expect(seen.toSorted()).toEqual(cards.map((card) => card.productId).toSorted())
    must(await shopper.send('DELETE', '/me/history'))
    expect(must(await shopper.get('/me/history')).items).toEqual([])
    must(await shopper.send('PUT', '/me/history-switch', { on: false }))
    must(await shopper.send('PUT', `/me/history/${cards[0]?.productId}`, {}))
    expect(must(await shopper.get('/me/history'))).toEqual({ items: [], next: null, on: false })
    const bad = await shopper.get('/me/history?cursor=x')
    expect([bad.status, bad.body.errors[0].pointer]).toEqual([400, '/cursor'])
  })

  it('what was paid for can be bought again, and is counted of nobody', async () => {
    const shopper = await test.shopper()
    const skuId = await skuOf(test)
    expect(must(await shopper.get('/me/bought')).items).toEqual([])
    const { orderId, paymentId } = await placeOrder(shopper, skuId, 2)
    expect(must(await shopper.get('/me/bought')).items).toEqual([])
    test.sandbox.wechatPay.control.pay(await beginPay(test, shopper, paymentId))
    await untilPaid(shopper, orderId)
    const { items } = await until(
      async () => must(await shopper.get('/me/bought')),
      (seen) => seen.items.length > 0,
    )
    expect(items).toMatchObject([{ skuId, times: 1, onSale: true }])
    const staff = await test.staff()
    const counted = await until(
      async () => must(await staff.get('/staff/analytics/counts?from=20200101&to=99991231&kind=buy')).items,
      (seen) => seen.length > 0,
    )
    expect(counted).toMatchObject([{ kind: 'buy', productId: items[0].productId, events: 1, pieces: 2 }])
    const rows = JSON.stringify((await everythingIn(test))['analytics_event'])
    for (const secret of [shopper.userId, orderId]) expect(rows).not.toContain(secret)
  })

  it('what was paid for and called off before it left was not bought', async () => {
    const shopper = await test.shopper()
    const { orderId, paymentId } = await placeOrder(shopper, await skuOf(test), 1)
    test.sandbox.wechatPay.control.pay(await beginPay(test, shopper, paymentId))
    await untilPaid(shopper, orderId)
    const bought = async () => must(await shopper.get('/me/bought')).items.length as number
    expect(await until(bought, (items) => items > 0)).toBe(1)
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
    expect(await until(bought, (items) => items === 0)).toBe(0)
  })

  it('guests have no lists, and staff has none either', async () => {
    const staff = await test.staff()
    for (const path of ['/me/favourites', '/me/history', '/me/bought']) {
      expect([path, (await test.as().get(path)).status]).toEqual([path, 401])
      expect([path, (await staff.get(path)).status]).toEqual([path, 403])
    }
    expect((await test.as().get('/staff/analytics/counts?from=20200101&to=20200102')).status).toBe(401)
    const shopper = await test.shopper()
    expect((await shopper.get('/staff/analytics/searches?from=20200101&to=20200102')).status).toBe(403)
  })

  it('behaviour is taken from anybody, in batches of a bounded size', async () => {
    const visit = randomUUID()
    const send = (items: unknown[], more: object = {}) =>
      test.as().post('/behaviour', { visit, client: 'phone', items, ...more })
    const view = { kind: 'view', productId: cards[0]?.productId }
    expect(must(await send([view, { kind: 'search', query: '13800138000' }]))).toEqual({ kept: 2 })
    for (const bad of [
      [],
      Array.from({ length: 31 }, () => view),
      [{ ...view, userId: 'usr_1' }],
      [{ kind: 'buy', productId: view.productId }],
      [{ kind: 'view', productId: 'prd_1' }],
    ])
      expect((await send(bad)).status).toBe(400)
    expect((await send([view], { phone: '13800138000' })).status).toBe(400)
    const rows = JSON.stringify((await everythingIn(test))['analytics_event'])
    for (const secret of [visit, '13800138000', '127.0.0.1']) expect(rows).not.toContain(secret)
  })
})
