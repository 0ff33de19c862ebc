/** The cart of a guest over HTTP: only for who bears a name, and brought along at the sign-in. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { eachPlatform, must, type TestPlatform } from './platform.ts'
import { skuOf } from './sale.ts'

const named = (test: TestPlatform, name: string) => {
  const guest = test.as()
  const headers = { 'tt-guest': name }
  return {
    cart: () => guest.send('GET', '/cart', undefined, headers),
    add: (skuId: string, quantity: number) =>
      guest.send('POST', '/cart/lines', { skuId, quantity }, { ...headers, 'idempotency-key': randomUUID() }),
  }
}

eachPlatform((_name, open) => {
  it('is refused to who has no name of their own, and nothing is kept', async () => {
    const test = await open()
    const skuId = await skuOf(test)
    for (const nobody of [undefined, 'ip-many-behind-one', 'short', 'with a space in it']) {
      const headers: Record<string, string> = nobody === undefined ? {} : { 'tt-guest': nobody }
      const key = { 'idempotency-key': randomUUID() }
      const answers = [
        await test.as().send('GET', '/cart', undefined, headers),
        await test.as().send('POST', '/cart/lines', { skuId, quantity: 1 }, { ...headers, ...key }),
      ]
      for (const { status, body } of answers) {
        expect([status, body.code]).toEqual([401, 'platform.not_signed_in'])
      }
    }
    const staff = await test.staff()
    expect(await staff.get('/cart')).toMatchObject({ status: 403, body: { code: 'platform.not_allowed' } })
  })

  it('shows today’s prices, and goes over to the shopper who signs in', async () => {
    const test = await open()
    const skuId = await skuOf(test)
    const name = randomUUID()
    const guest = named(test, name)
    must(await guest.add(skuId, 2))
    const seen = must(await guest.cart())
    expect(seen.lines).toMatchObject([{ skuId, quantity: 2, selected: true, problem: null }])
    expect(seen.itemsFen).toBe(seen.lines[0].amountFen)
    const shopper = await test.shopper()
    expect(must(await shopper.post('/cart/merge', { guest: name }))).toEqual({ added: 1, left: 0 })
    expect(must(await shopper.get('/cart')).lines).toMatchObject([{ skuId, quantity: 2 }])
    expect(must(await guest.cart()).lines).toEqual([])
    const bad = await shopper.post('/cart/merge', { guest: 'no' })
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ pointer: '/guest' }] } })
  })
})
