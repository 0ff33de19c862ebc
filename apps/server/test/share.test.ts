/** Sharing over HTTP: cards of products and of orders, pages for crawlers, signatures for WeChat. */
import { beforeAll, expect, test } from 'vitest'
import { eachPlatform, must, type TestPlatform } from './platform.ts'
import { placeOrder, skuOf } from './sale.ts'

const nowhere = `prd_${'0'.repeat(26)}`

eachPlatform((_name, open) => {
  let t: TestPlatform
  let productId: string
  let skuId: string
  beforeAll(async () => {
    t = await open()
    skuId = await skuOf(t)
    const { items } = must(await t.as().get('/catalogue?limit=100'))
    productId = items.find((card: { skuId: string }) => card.skuId === skuId).productId
  })

  test('a product is shared as a card that lies where it says, and is drawn once', async () => {
    const [one, again] = [
      must(await t.as().post(`/products/${productId}/share`)),
      must(await t.as().post(`/products/${productId}/share`)),
    ]
    expect(one).toMatchObject({ path: `/products/${productId}`, title: '赣南脐橙' })
    expect(again.image).toBe(one.image)
    const missing = await t.as().post(`/products/${nowhere}/share`)
    expect([missing.status, missing.body.code]).toEqual([404, 'share-product.no_such_product'])
  })

  test('an order is shared by its owner only, and nothing of him is told', async () => {
    const shopper = await t.shopper()
    const { orderId } = await placeOrder(shopper, skuId, 1)
    const shared = must(await shopper.post(`/orders/${orderId}/share`))
    expect(Object.keys(shared).toSorted()).toEqual(['image', 'path', 'text', 'title'])
    expect(shared.path).toBe(`/products/${productId}`)
    const other = await (await t.shopper()).post(`/orders/${orderId}/share`)
    expect([other.status, other.body.code]).toEqual([404, 'order.no_such_order'])
  })

  test('only pages of the shop are signed, and only where there is an official account', async () => {
    const sign = (path: string) => t.as().post('/social/wechat-page', { path })
    for (const path of ['https://evil.example/', '//evil.example', '/\\evil.example', '', '/a b']) {
      expect((await sign(path)).status).toBe(400)
    }
    const answer = await sign(`/products/${productId}?from=x#top`)
    expect([200, 404]).toContain(answer.status)
    if (answer.status === 200) expect(answer.body.signature).toMatch(/^[0-9a-f]{40}$/)
    else expect(answer.body.code).toBe('wechat-page.not_configured')
  })
})
