/** The road over HTTP: priced for the address, refused where nothing goes, set by staff. */
import { expect, it } from 'vitest'
import { eachPlatform, must, type TestPlatform } from './platform.ts'
import { type Shopper, skuOf } from './sale.ts'

const PLACE = '/staff/freight-rates/ambient/110000'
const RATE = {
  delivers: true,
  by: 'weight',
  first: 1_000,
  firstFen: 600,
  step: 1_000,
  stepFen: 200,
  freeFromFen: null,
}

const preview = async (shopper: Shopper, skuId: string, quantity = 1) =>
  must(await shopper.post('/checkout/preview', { lines: [{ skuId, quantity }] }))

const checkout = (shopper: Shopper, skuId: string, expectedTotalFen: number) =>
  shopper.post('/checkout', {
    lines: [{ skuId, quantity: 1 }],
    addressId: shopper.addressId,
    expectedTotalFen,
    note: '',
  })

const setRate = async (test: TestPlatform, change: object, path = PLACE) =>
  (await test.staff()).send('PUT', path, { ...RATE, ...change })

eachPlatform((_name, open) => {
  it('a rate of the region holds from the next look on, and an old total is told the new one', async () => {
    const test = await open()
    const shopper = await test.shopper()
    const skuId = await skuOf(test)
    const before = (await preview(shopper, skuId)).quote
    must(await setRate(test, {}))
    const { quote } = await preview(shopper, skuId)
    // 5 jin are 2.5 kg: the first kilogram and two begun behind it.
    expect(quote).toMatchObject({ freightFen: 1_000, totalFen: before.itemsFen + 1_000 })
    const stale = await checkout(shopper, skuId, before.totalFen)
    expect(stale).toMatchObject({ status: 409, body: { code: 'order.quote_changed' } })
    expect(stale.body.data.quote.totalFen).toBe(quote.totalFen)
    expect(must(await checkout(shopper, skuId, quote.totalFen)).totalFen).toBe(quote.totalFen)
    must(await (await test.staff()).send('DELETE', PLACE))
    expect((await preview(shopper, skuId)).quote.freightFen).toBe(before.freightFen)
  })

  it('what does not go there is named line by line and refused, and nothing is ordered', async () => {
    const test = await open()
    const shopper = await test.shopper()
    const skuId = await skuOf(test)
    must(await setRate(test, { delivers: false }))
    const { quote, problems } = await preview(shopper, skuId)
    expect(problems).toEqual([{ skuId, code: 'no_delivery', left: 0 }])
    const refused = await checkout(shopper, skuId, quote.totalFen)
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'checkout.no_delivery', data: { storageClasses: ['ambient'] } },
    })
    expect(must(await shopper.get('/orders')).items).toEqual([])
  })

  it('only staff may set rates, for places that exist, in whole numbers', async () => {
    const test = await open()
    const shopper = await test.shopper()
    expect(await shopper.send('PUT', PLACE, RATE)).toMatchObject({ status: 403 })
    const nowhere = await setRate(test, {}, '/staff/freight-rates/ambient/999999')
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'logistics.no_such_region' } })
    for (const [field, value] of [
      ['step', 0],
      ['firstFen', -1],
      ['stepFen', 1.5],
      ['first', '1000'],
    ] as const) {
      const bad = await setRate(test, { [field]: value })
      expect(bad).toMatchObject({ status: 400, body: { errors: [{ pointer: `/${field}` }] } })
    }
    const { items } = must(await (await test.staff()).get('/staff/freight-rates'))
    expect(items).toEqual([])
  })
})
