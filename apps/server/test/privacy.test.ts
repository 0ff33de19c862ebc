/**
 * A copy of one's data and its end, over the whole platform: the copy has everything of the shopper and
 * nothing of anybody else, and after the end nothing in any table tells who it was.
 */
import { beforeAll, expect, test } from 'vitest'
import { eachPlatform, freshPhone, must, type TestPlatform } from './platform.ts'
import { columnsOf, everythingIn } from './rows.ts'
import { beginPay, placeOrder, type Shopper, skuOf, untilPaid } from './sale.ts'

const askCode = async (t: TestPlatform, shopper: Shopper, phone: string) => {
  const { requestId } = must(await shopper.post('/user/confirmations/codes'))
  const [message] = t.sandbox.sms.control.messages(`+86${phone}`)
  const code = /\d{6}/.exec(JSON.stringify(message?.params ?? message))?.[0] ?? ''
  return { requestId, code }
}

const confirm = async (t: TestPlatform, shopper: Shopper, phone: string): Promise<string> =>
  must(await shopper.post('/user/confirmations', await askCode(t, shopper, phone))).confirmationId

const nickname = '爱吃桃的人'

/** A shopper who has bought, filled a cart, taken a name and said yes. */
const livedIn = async (t: TestPlatform, phone: string) => {
  const shopper = await t.shopper(phone)
  const skuId = await skuOf(t)
  must(await shopper.send('PUT', '/user/nickname', { nickname }))
  const { privacyVersion: version } = must(await shopper.get('/user/policies'))
  must(await shopper.post('/user/consents', { kind: 'marketing', version, given: true }))
  const bought = await placeOrder(shopper, skuId, 1, `请打 ${phone}，放门卫`)
  t.sandbox.wechatPay.control.pay(await beginPay(t, shopper, bought.paymentId))
  await untilPaid(shopper, bought.orderId)
  must(await shopper.post('/cart/lines', { skuId, quantity: 2 }))
  return { ...shopper, ...bought, skuId }
}

const finish = async (t: TestPlatform, orderId: string, shopper: Shopper) => {
  const staff = await t.staff()
  must(await staff.post(`/staff/orders/${orderId}/ship`, { carrier: '顺丰速运', trackingNo: 'SF1' }))
  must(await shopper.post(`/orders/${orderId}/confirm`))
}

/** Columns that name a person, or hold what was sealed because it does. */
const personal = /^(user_id|owner|owner_id|open_id|client_ip|receiver\w*|phone\w*|\w+_sealed|address_blind)$/

/** Every table with such a column, and what becomes of its rows when somebody is erased. */
const handled: Readonly<Record<string, string>> = {
  cart_line: 'deleted; in the copy',
  cart_owner: 'deleted; counts turns and nothing else',
  claim_claim: 'words deleted, the rest stays with the money that went back; in the copy',
  claim_claimant: 'deleted; counts of orders and claims, not in the copy',
  logistics_place: 'where an address lies, sealed; knows nobody who lives there, not in the copy',
  invoice_invoice: 'e-mail deleted, title kept sealed for the records; in the copy',
  logistics_track: 'what carriers say of a parcel; knows nobody whose it is, not in the copy',
  media_picture: 'deleted with its files; in the copy',
  member_bought: 'deleted; in the copy',
  member_favourite: 'deleted; in the copy',
  member_shopper: 'deleted; in the copy',
  member_view: 'deleted; in the copy',
  order_order: 'masked, deleted after three years; in the copy',
  payment_attempt: 'from where and as whom is deleted, the rest after three years; in the copy',
  payment_payment: 'deleted after three years; in the copy',
  review_review: 'author, words and photographs deleted, stars and lots stay; in the copy',
  supplier_member: 'deleted; in the copy',
  supplier_receiver:
    'whom a channel shares to is deleted once nothing is open; not in the copy, user_wechat is',
  supplier_requirement: 'numbers, pictures and issuers deleted once nothing is open; in the copy',
  supplier_share: 'points at a receiver and knows nobody; not in the copy',
  supplier_supplier: 'all that was filled in is deleted once nothing is open; in the copy',
  supplier_withdrawal: 'whom a channel pays is deleted when the money arrived or is back; not in the copy',
  user_address: 'deleted; in the copy',
  user_code: 'phone and code deleted, the rest counts for two days; not in the copy',
  user_confirmation: 'deleted; an id of ten minutes, not in the copy',
  user_consent: 'the proof stays three years, without the device; in the copy',
  user_erasure: 'says that somebody was erased; deleted after three years',
  user_failure: 'phone deleted, the rest counts for two days; not in the copy',
  user_known: 'deleted by phone; keyed digests, not in the copy',
  user_profile: 'deleted; in the copy',
  user_session: 'deleted; in the copy',
  user_token: 'deleted with its session; digests of tokens, not in the copy',
  user_user: 'phone deleted; in the copy',
  user_wechat: 'deleted; in the copy',
  user_wechat_visit: 'knows nobody; sealed for ten minutes, not in the copy',
}

const someConfirmation = `cfm_${'0'.repeat(26)}`

test('every table that may know a shopper has its place in the copy and in the end', () => {
  const found = [...columnsOf].filter(([, columns]) => columns.some((column) => personal.test(column)))
  expect(found.map(([table]) => table).toSorted()).toEqual(Object.keys(handled).toSorted())
})

eachPlatform((_name, open) => {
  let t: TestPlatform
  beforeAll(async () => {
    t = await open()
  })

  test('the copy is whole, asks for a fresh code, and shows nothing of anybody else', async () => {
    const [mine, theirs] = [freshPhone(), freshPhone()]
    const me = await livedIn(t, mine)
    const other = await livedIn(t, theirs)
    expect((await me.get(`/user/export?confirmationId=${someConfirmation}`)).status).toBe(403)
    const confirmationId = await confirm(t, me, mine)
    const copyOf = (who: Shopper) => who.get(`/user/export?confirmationId=${confirmationId}`)
    expect((await copyOf(other)).body.code).toBe('user.not_confirmed')
    const copy = must(await copyOf(me))
    expect(copy).toMatchObject({
      format: 'tiantou-export-1',
      account: {
        phone: mine,
        nickname,
        addresses: [{ name: '张三', phone: mine, detail: '东华门街道一号' }],
        consents: [{ kind: 'marketing', given: true }],
      },
      orders: { orders: [{ orderId: me.orderId, receiver: { name: '张三', phone: mine } }] },
      payments: { payments: [{ paymentId: me.paymentId, state: 'paid' }] },
      cart: { lines: [{ skuId: me.skuId, quantity: 2 }] },
    })
    expect(copy.account.sessions).toHaveLength(1)
    const text = JSON.stringify(copy)
    for (const foreign of [theirs, other.userId, other.orderId, other.addressId]) {
      expect(text).not.toContain(foreign)
    }
  })

  test('a wrong code for it counts like one at the sign-in', async () => {
    const phone = freshPhone()
    const shopper = await t.shopper(phone)
    const { requestId, code } = await askCode(t, shopper, phone)
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    const answer = await shopper.post('/user/confirmations', { requestId, code: wrong })
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'user.wrong_code', data: { attemptsLeft: 4 } },
    })
    must(await shopper.post('/user/confirmations', { requestId, code }))
  })

  test('while goods or money are still to come there is no end, and it says of which orders', async () => {
    const phone = freshPhone()
    const shopper = await livedIn(t, phone)
    const confirmationId = await confirm(t, shopper, phone)
    const answer = await shopper.post('/user/erase', { confirmationId })
    expect(answer).toMatchObject({ status: 409, body: { code: 'erase-account.orders_under_way' } })
    expect(answer.body.data.orders).toEqual([{ orderId: shopper.orderId, orderNo: expect.any(String) }])
    expect((await shopper.get('/user/addresses')).body.items).toHaveLength(1)
    await finish(t, shopper.orderId, shopper)
    expect((await shopper.post('/user/erase', { confirmationId: someConfirmation })).status).toBe(403)
    must(await shopper.post('/user/erase', { confirmationId }))
  })

  test('after the end no table tells who it was; the phone is free, the deal stays', async () => {
    const phone = freshPhone()
    const shopper = await livedIn(t, phone)
    await finish(t, shopper.orderId, shopper)
    const { secrets } = t.platform.house.corridor
    const blinds = ['user_user.phone', 'user_code.phone'].map((column) => secrets.blind(column, phone))
    const before = JSON.stringify(await everythingIn(t))
    expect(blinds.map((blind) => before.includes(blind))).toEqual([true, true])
    must(
      await shopper.post('/user/erase', { confirmationId: await confirm(t, shopper, phone) }, 'erase-once'),
    )
    const rows = await everythingIn(t)
    const text = JSON.stringify(rows)
    for (const trace of [phone, nickname, '东华门街道一号', ...blinds]) {
      expect([trace, text.includes(trace)]).toEqual([trace, false])
    }
    const gone = ['user_address', 'user_profile', 'user_confirmation', 'user_session', 'cart_line']
    for (const table of gone) expect([table, rows[table]?.includes(shopper.userId)]).toEqual([table, false])
    const order = rows['order_order']?.split('\n').find((row) => row.includes(shopper.orderId)) ?? ''
    const sealed = (JSON.parse(order) as { receiver_sealed: string }).receiver_sealed
    const place = `order_order|receiver_sealed|${shopper.orderId}`
    expect(JSON.parse(secrets.open(sealed, place))).toMatchObject({
      name: '张*',
      phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      detail: '***',
    })
    const again = await t.shopper(phone)
    expect(again.userId).not.toBe(shopper.userId)
    expect(must(await again.get('/orders')).items).toEqual([])
  })
})
