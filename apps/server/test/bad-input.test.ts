/**
 * Every kind of bad input over HTTP, as a shopper or as staff: a stable code, and afterwards the whole
 * database is as it was. Only the no to what is inside a picture leaves a trace, on purpose.
 */
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { aPicture, claimedSides } from '@tiantou/media/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Caller, eachPlatform, must, type TestPlatform } from './platform.ts'
import { everythingIn } from './rows.ts'
import { placeOrder, type Shopper, skuOf } from './sale.ts'

const DAY_MS = 86_400_000
/** What remembers the no to a picture's content, an outcome: the same bytes get the same no. */
const TRACES_OF_PICTURES = [
  'media_picture',
  'media_history',
  'platform_done',
  'platform_flow',
  'platform_outbox',
]

const product = (over: object = {}) => ({
  title: '高山四季豆',
  subtitle: '',
  category: 'vegetable',
  variety: '泰国架豆',
  originProvince: '湖北省',
  originCounty: '宜昌市长阳县',
  grower: '长阳火烧坪菜农',
  seasonMonths: [7, 8, 9],
  story: '',
  images: ['navel-orange'],
  skus: [
    {
      spec: '散装',
      sellUnit: 'jin',
      priceMode: 'weight',
      priceFen: 998,
      nominalG: 500,
      toleranceMinusG: 25,
      tolerancePlusG: 50,
      maxPerOrder: 9,
      leastPerOrder: 2,
      step: 3,
    },
  ],
  ...over,
})

/** Puts a product with a hundred pieces on sale and answers its SKU. */
const sell = async (staff: Caller, over: object = {}) => {
  const { productId, skuIds } = must(await staff.post('/staff/products', product(over)))
  const [skuId] = skuIds as string[]
  const now = Date.now()
  const lot = { lotNo: 'B-1', harvestedAt: now - 1, useBy: now + DAY_MS, pieces: 100, grams: 50_000 }
  must(await staff.post('/staff/lots', { skuId, ...lot }))
  must(await staff.post(`/staff/products/${productId}/on-sale`))
  return { productId: productId as string, skuId: skuId as string }
}

const brief = ({ status, body }: Answer): unknown[] => [status, body.code]

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  let shopper: Shopper
  let beans: { productId: string; skuId: string }

  beforeAll(async () => {
    t = await open({ settings: 'logistics: { travelAlone: [frozen] }\n' })
    staff = await t.staff()
    shopper = await t.shopper()
    beans = await sell(staff)
  })

  /** The whole database once nothing of what was asked before is still under way. */
  const settled = async () => {
    for (let known = await everythingIn(t); ;) {
      await new Promise((resolve) => {
        setTimeout(resolve, 60)
      })
      const now = await everythingIn(t)
      if (Object.keys(now).every((table) => now[table] === known[table])) return now
      known = now
    }
  }

  /** Sends it and answers the no, having seen that nothing but `traces` was changed. */
  const refused = async (send: () => Promise<Answer>, traces: readonly string[] = []): Promise<Answer> => {
    const before = await settled()
    const answer = await send()
    const after = await everythingIn(t)
    const changed = Object.keys(after).filter((table) => after[table] !== before[table])
    expect(changed.filter((table) => !traces.includes(table))).toEqual([])
    return answer
  }

  const checkout = (line: object, over: object = {}, by: Caller = shopper) =>
    refused(() =>
      by.post('/checkout', {
        lines: [line],
        addressId: shopper.addressId,
        expectedTotalFen: 1,
        note: '',
        ...over,
      }),
    )

  describe('quantities', () => {
    const bad = [0, -1, -0.5, 1.5, 10_000, 1e300, Number.MAX_SAFE_INTEGER, '1', null, [1], true]

    test.each(bad)('%j is no quantity, at none of the doors', async (quantity) => {
      const line = { skuId: beans.skuId, quantity }
      const path = `/cart/lines/${beans.skuId}`
      const answers = [
        await refused(() => shopper.post('/cart/lines', line)),
        await refused(() =>
          shopper.send('PUT', path, { quantity, selected: true }, { 'idempotency-key': randomUUID() }),
        ),
        await refused(() => shopper.post('/checkout/preview', { lines: [line] })),
        await checkout(line),
      ]
      expect(answers.map(brief)).toEqual(answers.map(() => [400, 'platform.bad_input']))
      const pointers = answers.map(({ body }) => body.errors[0].pointer)
      expect(pointers).toEqual(['/quantity', '/quantity', '/lines/0/quantity', '/lines/0/quantity'])
    })

    test.each([
      [1, 'checkout.below_least', { least: 2 }],
      [4, 'checkout.off_step', { step: 3, would: 2 }],
      [10, 'checkout.over_limit', { max: 9 }],
      [9_999, 'checkout.over_limit', { max: 9 }],
    ])('%i of what is sold as 2, 5 or 8', async (quantity, code, data) => {
      const answer = await checkout({ skuId: beans.skuId, quantity })
      expect([...brief(answer), answer.body.data]).toEqual([422, code, { skuId: beans.skuId, ...data }])
    })
  })

  describe('checkout', () => {
    const line = () => ({ skuId: beans.skuId, quantity: 2 })

    test("an address that is another's, or nobody's, is not there", async () => {
      const other = await t.shopper()
      const nobody = `adr_${'0'.repeat(other.addressId.length - 4)}`
      for (const addressId of [other.addressId, nobody])
        expect(brief(await checkout(line(), { addressId }))).toEqual([404, 'checkout.no_such_address'])
    })

    test('a SKU that is off sale, or none, is not sold', async () => {
      const gone = await sell(staff, { title: '下架四季豆' })
      must(await staff.post(`/staff/products/${gone.productId}/off-sale`))
      const { skuId } = gone
      const answer = await checkout({ skuId, quantity: 2 })
      expect([...brief(answer), answer.body.data]).toEqual([409, 'checkout.sku_off_sale', { skuId }])
      expect(brief(await checkout({ skuId: "sku_' OR 1=1 --", quantity: 2 }))).toEqual([
        400,
        'platform.bad_input',
      ])
    })

    test('an old quote is answered with the new one, with which it goes through', async () => {
      const stale = await checkout(line())
      expect(brief(stale)).toEqual([409, 'order.quote_changed'])
      const { quote } = must(await shopper.post('/checkout/preview', { lines: [line()] }))
      expect(stale.body.data.quote.totalFen).toBe(quote.totalFen)
      await placeOrder(shopper, beans.skuId, 2)
    })

    test('a SKU twice, no lines, more lines than there may be, a note too long', async () => {
      const twice = await checkout(line(), { lines: [line(), line()] })
      expect(brief(twice)).toEqual([422, 'checkout.duplicate_line'])
      const many = Array.from({ length: 1_000 }, line)
      for (const over of [{ lines: [] }, { lines: many }, { note: '桃'.repeat(201) }, { extra: 1 }])
        expect(brief(await checkout(line(), over))).toEqual([400, 'platform.bad_input'])
    })

    test('a guest, and a key that is none', async () => {
      expect(brief(await checkout(line(), {}, t.as()))).toEqual([401, 'platform.not_signed_in'])
      const keyless = await refused(() => shopper.send('POST', '/cart/lines', line()))
      expect(keyless.status).toBe(400)
    })

    test('where nothing goes, and what may not travel together', async () => {
      const rate = { by: 'weight', first: 1_000, firstFen: 600, step: 1_000, stepFen: 200 }
      const closed = { ...rate, delivers: false, freeFromFen: null }
      const oranges = await skuOf(t)
      const place = '/staff/freight-rates/ambient/110000'
      must(await staff.send('PUT', place, closed))
      const answer = await checkout({ skuId: oranges, quantity: 1 })
      expect(brief(answer)).toEqual([422, 'checkout.no_delivery'])
      expect(answer.body.data).toEqual({ storageClasses: ['ambient'] })
      must(await staff.send('DELETE', place))
      const frozen = await sell(staff, { title: '速冻四季豆', storageClass: 'frozen' })
      const ice = { skuId: frozen.skuId, quantity: 2 }
      const mixed = await checkout(line(), { lines: [line(), ice] })
      expect(brief(mixed)).toEqual([422, 'checkout.travels_alone'])
      expect(mixed.body.data).toEqual({ storageClasses: ['frozen'] })
    })
  })

  describe('addresses', () => {
    const address = { name: '李四', phone: '13900000000', detail: '一号', isDefault: false }

    test.each([
      ['999999', 422, 'user.no_such_region'],
      ['110199', 422, 'user.no_such_region'],
      ['110000', 422, 'user.no_such_region'],
      ['110100', 422, 'user.no_such_region'],
      ['000000', 400, 'platform.bad_input'],
      ['11010', 400, 'platform.bad_input'],
      ['１１０１０１', 400, 'platform.bad_input'],
      ['__proto', 400, 'platform.bad_input'],
    ])('region %s', async (regionCode, status, code) => {
      const answer = await refused(() => shopper.post('/user/addresses', { ...address, regionCode }))
      expect(brief(answer)).toEqual([status, code])
    })

    test('a phone that is none, a name of nothing, a detail without end', async () => {
      const whole = { ...address, regionCode: '110101' }
      for (const over of [{ phone: '12345' }, { name: '' }, { detail: '一'.repeat(1_000) }]) {
        const answer = await refused(() => shopper.post('/user/addresses', { ...whole, ...over }))
        expect([over, ...brief(answer)]).toEqual([over, 400, 'platform.bad_input'])
      }
    })
  })

  describe('rich text', () => {
    test('script never comes to rest, and too much is refused', async () => {
      const long = await refused(() =>
        staff.post('/staff/products', product({ details: '桃'.repeat(20_001) })),
      )
      expect([...brief(long), long.body.errors[0].pointer]).toEqual([400, 'platform.bad_input', '/details'])
      const details =
        '<p onclick="x()">桃</p><script>alert(1)</script><img src=x onerror=alert(1)>' +
        '<a href="java\tscript:alert(1)">a</a><svg onload=alert(1)></svg><iframe src="//x"></iframe>'
      const made = must(await staff.post('/staff/products', product({ details, title: '净化四季豆' })))
      const seen = must(await staff.get(`/staff/products/${made.productId}`))
      expect(seen.details).toContain('<p>桃</p>')
      expect(seen.details).not.toMatch(/script|onclick|onerror|onload|iframe|svg/i)
    })
  })

  describe('pictures', () => {
    const sendAs = (content: Buffer | string, type: string, query: string) =>
      shopper.send('POST', `/media?${query}`, content, {
        'content-type': type,
        'idempotency-key': randomUUID(),
      })

    const send = (content: Buffer | string, type = 'image/jpeg', query = 'purpose=claim') =>
      refused(() => sendAs(content, type, query))
    /** The no comes from looking into the picture, and is remembered with it. */
    const judged = (content: Buffer | string) =>
      refused(() => sendAs(content, 'image/jpeg', 'purpose=claim'), TRACES_OF_PICTURES)

    test('bombs, SVG with script, wrong types, and what is cut off', async () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
      const jpeg = await aPicture()
      const gif = Buffer.concat([Buffer.from('GIF89a'), jpeg])
      expect(brief(await judged(svg))).toEqual([415, 'media.unsupported_type'])
      expect(brief(await judged(gif))).toEqual([415, 'media.unsupported_type'])
      expect(brief(await judged(jpeg.subarray(0, -200)))).toEqual([422, 'media.unreadable'])
      expect(brief(await judged(await claimedSides(40_000, 40_000)))).toEqual([422, 'media.too_many_pixels'])
      expect(brief(await send(svg, 'image/svg+xml'))).toEqual([415, 'platform.wrong_content_type'])
      expect(brief(await send(jpeg, 'text/html'))).toEqual([415, 'platform.wrong_content_type'])
      expect(brief(await send(''))).toEqual([422, 'media.empty'])
      const rows = await t.platform.house.corridor.database
        .owner()
        .selectFrom('media_picture')
        .selectAll()
        .execute()
      expect(new Set(rows.map((row) => row['state']))).toEqual(new Set(['refused']))
      expect(await readdir(join(t.dataDir, 'incoming'))).toEqual([])
    })

    test('a name is a label at most, and no path is ever one', async () => {
      const jpeg = await aPicture()
      const purpose = await send(jpeg, 'image/jpeg', 'purpose=../../etc')
      expect(brief(purpose)).toEqual([400, 'platform.bad_input'])
      const up = ['..%2F..%2Fsettings.yaml', '%2e%2e/settings.yaml', '..%5csettings.yaml', 'a%00.webp']
      for (const path of up) {
        const { status } = await fetch(`${t.origin}/media/${path}`)
        expect([path, status >= 400 && status < 500]).toEqual([path, true])
      }
    })
  })
})
