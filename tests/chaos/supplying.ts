/** A supplier with money to take out, as it comes about over HTTP: taken in, sold, settled by two people. */
import { aPicture } from '@tiantou/media/testing'
import type { WechatOpenTwin } from '@tiantou/wechat-open/twin'
import type { WechatPayTwin } from '@tiantou/wechat-pay/twin'
import { PASSWORD, pause, Person, STAFF, type Town } from './person.ts'

export interface SupplyTown extends Town {
  readonly pay: WechatPayTwin
  readonly wechatOpen: WechatOpenTwin
}

/** The owner, and the two of the staff whom a payout takes. */
export interface Suppliers {
  readonly owner: Person
  readonly maker: Person
  readonly checker: Person
  /** The sale that the money comes from. */
  readonly orderId: string
}

const PHONE = '13700000009'
const PIECES = 10

/** A person whose numbers are published samples. */
const FACTS = {
  legalName: '王小明',
  creditCode: null,
  personName: '王小明',
  idNumber: '11010519491231002X',
  bankName: '农业银行',
  bankAccount: '4111111111111111',
  contactName: '王小明',
  phone: '13800138000',
}

const takeIn = async (owner: Person, staff: Person): Promise<string> => {
  const application = { kind: 'farm', party: 'person', name: '山里人家' }
  const { supplierId } = await owner.must('POST', '/supplier/application', application)
  await owner.must('PUT', '/supplier/application', FACTS)
  const { name: picture } = await owner.must('POST', '/media?purpose=supplier', await aPicture())
  const documents = ['identity', 'bank_account']
  const document = { number: 'A12345678', issuer: '公安局', validTo: null, picture }
  for (const kind of documents) await owner.must('PUT', `/supplier/documents/${kind}`, document)
  await owner.must('POST', '/supplier/application/submit', { consents: true, consentVersion: '2026-07' })
  const at = `/staff/suppliers/${String(supplierId)}`
  await staff.must('POST', `${at}/review`, {})
  for (const kind of documents) await staff.must('POST', `${at}/requirements/${kind}/accept`, {})
  await staff.must('POST', `${at}/accept`, {})
  const period = { validFrom: Date.now() - 1_000, validTo: Date.now() + 1e10 }
  const terms = { ...period, commissionBp: 1_000, paymentDays: 0, grades: [] }
  const { contractId } = await staff.must('POST', `${at}/contracts`, terms)
  await staff.must('POST', `${at}/contracts/${String(contractId)}/sign`, { signedBy: FACTS.personName })
  return String(supplierId)
}

const until = async (look: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await look()) return
    await pause(20)
  }
  throw new Error('It never came.')
}

const sell = async (town: SupplyTown, owner: Person, staff: Person, supplierId: string): Promise<string> => {
  const { items } = await owner.must('GET', '/catalogue')
  const [card] = items as { skuId: string; productId: string }[]
  await staff.must('PUT', `/staff/products/${card?.productId}/supplier`, { supplierId })
  const address = { name: '张三', phone: PHONE, regionCode: '110101', detail: '一号', isDefault: true }
  const { addressId } = await owner.must('POST', '/user/addresses', address)
  const lines = [{ skuId: card?.skuId, quantity: PIECES }]
  const { quote } = await owner.must('POST', '/checkout/preview', { lines })
  const { totalFen: expectedTotalFen } = quote as { totalFen: number }
  const pay = { channel: 'wechat-pay', scene: 'native' }
  const order = await owner.must('POST', '/checkout', { lines, addressId, expectedTotalFen, note: '', pay })
  const { ticket } = order['pay'] as { ticket: { codeUrl: string } }
  town.pay.control.pay(town.pay.control.byTicket(ticket.codeUrl)?.outTradeNo ?? '')
  const at = `/orders/${String(order['orderId'])}`
  await until(async () => (await owner.must('GET', at))['payment'] === 'paid')
  await staff.must('POST', `/staff${at}/ship`, { carrier: '顺丰', trackingNo: 'SF1000000001' })
  await owner.must('POST', `${at}/confirm`, {})
  await until(async () => Number((await owner.must('GET', '/supplier/balance'))['accruingFen']) > 0)
  return String(order['orderId'])
}

const linkWechat = async ({ wechatOpen }: SupplyTown, owner: Person): Promise<void> => {
  const { url } = await owner.must('POST', '/user/wechat/visits', { app: 'official', to: '/' })
  const asked = wechatOpen.control.read(Object.fromEntries(new URL(String(url)).searchParams))
  if ('errcode' in asked) throw new Error(asked.words)
  const back = new URL(wechatOpen.control.authorize(asked, FACTS.personName))
  await owner.must('POST', '/user/wechat/links', Object.fromEntries(back.searchParams))
}

/** A supplier whose first statement is paid and whose WeChat is linked. */
export const openSupplier = async (town: SupplyTown): Promise<Suppliers> => {
  const [owner, maker, checker] = [new Person(town), new Person(town), new Person(town)]
  await owner.signInAs(PHONE)
  await maker.signInAsStaff(STAFF[0], PASSWORD)
  await checker.signInAsStaff(STAFF[1], PASSWORD)
  const supplierId = await takeIn(owner, maker)
  const orderId = await sell(town, owner, maker, supplierId)
  const statement = { periodTo: Date.now() }
  const { statementId } = await maker.must('POST', `/staff/suppliers/${supplierId}/statements`, statement)
  await owner.must('POST', `/supplier/statements/${String(statementId)}/confirm`, {})
  const { payoutId } = await maker.must('POST', '/staff/payouts', { statementIds: [statementId] })
  await checker.must('POST', `/staff/payouts/${String(payoutId)}/approve`, {})
  await linkWechat(town, owner)
  return { owner, maker, checker, orderId }
}
