/** Steps of a supplier's life over HTTP: taken in, under contract, selling, settled. */
import { aPicture } from '@tiantou/media/testing'
import { doForStaff } from '@tiantou/server'
import { type Answer, type Caller, must, type TestPlatform, until } from './platform.ts'
import { beginPay, placeOrder, seeOrder, type Shopper, untilPaid } from './sale.ts'

const PASSWORD = 'correct horse battery'

/** A member of staff with these permissions, of a role of their own. */
export const staffOf = async (
  test: TestPlatform,
  account: string,
  permissions: readonly string[],
): Promise<Caller> => {
  await doForStaff(
    test.platform.house,
    ['add', account, account, '--role', account, '--password-stdin'],
    () => Promise.resolve(`${PASSWORD}\n`),
  )
  const owner = await test.staff()
  must(await owner.post(`/staff/roles/${account}/permissions`, { permissions }))
  return test.as(must(await test.as().post('/staff/sign-in', { account, password: PASSWORD })).accessToken)
}

export const put = (caller: Caller, path: string, body: unknown): Promise<Answer> =>
  caller.send('PUT', path, body, { 'idempotency-key': crypto.randomUUID() })

/** A private picture of this shopper's; its name. */
export const sendPicture = async (owner: Caller, purpose: string): Promise<string> => {
  const headers = { 'content-type': 'image/jpeg', 'idempotency-key': crypto.randomUUID() }
  return must(await owner.send('POST', `/media?purpose=${purpose}`, await aPicture(), headers)).name as string
}

/** A shopper hands in an application as a person, whose numbers are published samples. */
export const apply = async (owner: Shopper, name = '山里人家'): Promise<string> => {
  const { supplierId } = must(
    await owner.post('/supplier/application', { kind: 'farm', party: 'person', name }),
  )
  must(
    await put(owner, '/supplier/application', {
      legalName: '王小明',
      creditCode: null,
      personName: '王小明',
      idNumber: '11010519491231002X',
      bankName: '农业银行',
      bankAccount: '4111111111111111',
      contactName: '王小明',
      phone: '13800138000',
    }),
  )
  const picture = await sendPicture(owner, 'supplier')
  for (const kind of ['identity', 'bank_account']) {
    const document = { number: 'A12345678', issuer: '公安局', validTo: null, picture }
    must(await put(owner, `/supplier/documents/${kind}`, document))
  }
  must(await owner.post('/supplier/application/submit', { consents: true, consentVersion: '2026-07' }))
  return supplierId as string
}

/** Reviewed, accepted and under a contract of 10 % that is paid at once. */
export const accept = async (staff: Caller, supplierId: string): Promise<void> => {
  const at = `/staff/suppliers/${supplierId}`
  must(await staff.post(`${at}/review`))
  for (const kind of ['identity', 'bank_account']) must(await staff.post(`${at}/requirements/${kind}/accept`))
  must(await staff.post(`${at}/accept`))
  const now = Date.now()
  const terms = {
    validFrom: now - 1_000,
    validTo: now + 1e10,
    commissionBp: 1_000,
    paymentDays: 0,
    grades: [],
  }
  const { contractId } = must(await staff.post(`${at}/contracts`, terms))
  must(await staff.post(`${at}/contracts/${contractId}/sign`, { signedBy: '王小明' }))
}

/** Whose a product is from now on; null is the platform. */
export const assign = (staff: Caller, productId: string, supplierId: string | null): Promise<Answer> =>
  put(staff, `/staff/products/${productId}/supplier`, { supplierId })

/** A shopper buys and pays. */
export const buy = async (test: TestPlatform, skuIds: readonly string[]) => {
  const shopper = await test.shopper()
  const [first = '', ...others] = skuIds
  const placed =
    others.length === 0 ? await placeOrder(shopper, first) : await placeMany(shopper, [first, ...others])
  test.sandbox.wechatPay.control.pay(await beginPay(test, shopper, placed.paymentId))
  await untilPaid(shopper, placed.orderId)
  return { shopper, ...placed }
}

const placeMany = async (shopper: Shopper, skuIds: readonly string[]) => {
  const lines = skuIds.map((skuId) => ({ skuId, quantity: 1 }))
  const { quote } = must(await shopper.post('/checkout/preview', { lines }))
  const input = { lines, addressId: shopper.addressId, expectedTotalFen: quote.totalFen, note: '' }
  return must(await shopper.post('/checkout', input)) as Awaited<ReturnType<typeof placeOrder>>
}

/** Shipped and confirmed. */
export const complete = async (staff: Caller, shopper: Shopper, orderId: string): Promise<void> => {
  must(await staff.post(`/staff/orders/${orderId}/ship`, { carrier: '顺丰', trackingNo: 'SF1000000001' }))
  must(await shopper.post(`/orders/${orderId}/confirm`))
  await until(seeOrder(shopper, orderId), (seen) => seen.state === 'completed')
}

/** Links an account with the person behind this name at WeChat, as the official account knows him. */
export const linkWechat = async (test: TestPlatform, owner: Shopper, name: string): Promise<void> => {
  const { url } = must(await owner.post('/user/wechat/visits', { app: 'official', to: '/' }))
  const { control } = test.sandbox.wechatOpen
  const asked = control.read(Object.fromEntries(new URL(url).searchParams))
  if ('errcode' in asked) throw new Error(asked.words)
  const back = new URL(control.authorize(asked, name))
  must(await owner.post('/user/wechat/links', Object.fromEntries(back.searchParams)))
}
