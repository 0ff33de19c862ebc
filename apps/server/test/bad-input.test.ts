/**
 * What people and programs send that cannot be: each is answered with its own stable code, and no row of the
 * whole database is another one afterwards. Pictures have a suite of their own (uploads), freight too.
 */
import { beforeAll, expect, test } from 'vitest'
import { eachPlatform, must, type TestPlatform } from './platform.ts'
import { everythingIn } from './rows.ts'
import { type Shopper, skuOf } from './sale.ts'

const nowhere = (prefix: string) => `${prefix}_${'0'.repeat(26)}`

eachPlatform((_name, open) => {
  let t: TestPlatform
  let me: Shopper
  let other: Shopper
  let staff: Awaited<ReturnType<TestPlatform['staff']>>
  let skuId: string
  let offSale: string
  let totalFen: number

  beforeAll(async () => {
    t = await open()
    me = await t.shopper()
    other = await t.shopper()
    staff = await t.staff()
    skuId = await skuOf(t)
    const { items } = must(await t.as().get('/catalogue?limit=5'))
    const gone = items.find((card: { skuId: string }) => card.skuId !== skuId)
    must(await staff.post(`/staff/products/${gone.productId}/off-sale`))
    offSale = gone.skuId
    const preview = await me.post('/checkout/preview', { lines: [{ skuId, quantity: 1 }] })
    totalFen = must(preview).quote.totalFen
    await t.platform.house.relay.settle()
  })

  const order = (change: object) => ({
    lines: [{ skuId, quantity: 1 }],
    addressId: me.addressId,
    expectedTotalFen: totalFen,
    note: '',
    ...change,
  })
  const lines = (quantity: unknown, sku = skuId) => ({ lines: [{ skuId: sku, quantity }] })

  /** Sends it, compares the answer, and compares everything that is kept. */
  const unchanged = async (send: () => ReturnType<Shopper['post']>, status: number, code: string) => {
    const before = await everythingIn(t)
    const answer = await send()
    expect([answer.status, answer.body.code]).toEqual([status, code])
    const after = await everythingIn(t)
    for (const table of Object.keys(before)) expect(after[table], table).toBe(before[table])
  }

  test.each([0, -1, 1.5, 1e9, '2', null, Number.MAX_SAFE_INTEGER])('a quantity of %s', async (quantity) => {
    await unchanged(() => me.post('/cart/lines', { skuId, quantity }), 400, 'platform.bad_input')
    await unchanged(() => me.post('/checkout', order(lines(quantity))), 400, 'platform.bad_input')
  })

  test('more than one order may hold', () =>
    unchanged(() => me.post('/checkout', order(lines(9_999))), 422, 'checkout.over_limit'))

  test('an address of somebody else, and one that nobody has', async () => {
    for (const addressId of [other.addressId, nowhere('adr')]) {
      await unchanged(() => me.post('/checkout', order({ addressId })), 404, 'checkout.no_such_address')
    }
  })

  test('a SKU that is off sale, and one that never was', async () => {
    for (const sku of [offSale, nowhere('sku')]) {
      await unchanged(() => me.post('/checkout', order(lines(1, sku))), 409, 'checkout.sku_off_sale')
    }
  })

  test('a total that holds no more is told the one that does', async () => {
    await unchanged(() => me.post('/checkout', order({ expectedTotalFen: 1 })), 409, 'order.quote_changed')
    const { body } = await me.post('/checkout', order({ expectedTotalFen: 1 }))
    expect(body.data.quote.totalFen).toBe(totalFen)
  })

  test.each(['999999', '110000', '000000', '11010', 'abcdef'])('a region of code %s', (regionCode) => {
    const address = { name: '张三', phone: '13800138000', regionCode, detail: '一号', isDefault: false }
    const isShape = /^[1-9]\d{5}$/.test(regionCode)
    const [status, code] = isShape ? [422, 'user.no_such_region'] : [400, 'platform.bad_input']
    return unchanged(() => me.post('/user/addresses', address), Number(status), String(code))
  })

  test('a phone that is none, a name of control characters, a detail without end', async () => {
    const good = {
      name: '张三',
      phone: '13800138000',
      regionCode: '110101',
      detail: '一号',
      isDefault: false,
    }
    for (const change of [{ phone: '12345678901' }, { name: '\u0000' }, { detail: '长'.repeat(5_000) }]) {
      await unchanged(() => me.post('/user/addresses', { ...good, ...change }), 400, 'platform.bad_input')
    }
  })

  test('fields that no contract names, and bodies that are none', async () => {
    await unchanged(() => me.post('/checkout', order({ discountFen: 9_999 })), 400, 'platform.bad_input')
    await unchanged(() => me.post('/checkout', '{"lines":'), 400, 'platform.bad_json')
  })

  test('an order, a session and a product that are not the caller’s', async () => {
    await unchanged(
      () => me.post(`/orders/${nowhere('ord')}/cancel`, { reason: 'other' }),
      404,
      'order.no_such_order',
    )
    await unchanged(() => me.post(`/orders/${nowhere('ord')}/reorder`), 404, 'order.no_such_order')
    await unchanged(
      () => me.send('PUT', '/staff/freight-rates/ambient/110000', {}),
      403,
      'platform.not_allowed',
    )
  })
})
