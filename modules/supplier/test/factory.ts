/** What tests need of suppliers: people, good numbers that nobody has, and a supplier on its way. */
import { type Actor, isCreditCode, makeId } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomBytes, randomInt } from 'node:crypto'
import { Supplier } from '../src/contract.ts'
import type { SupplierPorts, Verdict } from '../src/port.ts'
import { isBankCard, isIdNumber } from '../src/rules.ts'

const bornAt = Date.UTC(2026, 6, 1)
const anId = (prefix: string) => makeId(prefix, bornAt, randomBytes(10))
export const orderId = () => anId('ord')
export const skuId = () => anId('sku')

export const person = () =>
  ({ kind: 'user', id: anId('usr'), sessionId: anId('ses') }) as const satisfies Actor

export const clerk = (id: string): Actor => ({
  kind: 'staff',
  id,
  sessionId: anId('ses'),
  permissions: Object.keys(Supplier.permissions),
})

const completed = (stem: string, signs: string, isGood: (text: string) => boolean): string => {
  const found = Array.from(signs)
    .map((sign) => stem + sign)
    .find(isGood)
  if (found === undefined) throw new Error(`Nothing completes ${stem}.`)
  return found
}
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')

export const idNumber = () => completed(`11010119900307${digits(3)}`, '0123456789X', isIdNumber)
export const creditCode = () =>
  completed(`91330106${digits(9)}`, '0123456789ABCDEFGHJKLMNPQRTUWXY', isCreditCode)
export const bankCard = () => completed(`622202${digits(12)}`, '0123456789', isBankCard)

/** A register that says what the test told it to; money leaves by the bank. */
export const register = (): SupplierPorts & { says: Verdict; asked: unknown[] } => {
  const ports = {
    transfers: undefined,
    says: { answer: 'match', code: '0' } as Verdict,
    asked: [] as unknown[],
    verifier: {
      name: 'test',
      identity: async (what: object) => (ports.asked.push(what), ports.says),
      licence: async (what: object) => (ports.asked.push(what), ports.says),
      bankCard: async (what: object) => (ports.asked.push(what), ports.says),
    },
  }
  return ports
}

const { commands } = Supplier
/** The name of a private picture, as module media makes them. */
export const PICTURE = `prv-${'0'.repeat(40)}`

export const facts = () => ({
  legalName: '临安山核桃有限公司',
  creditCode: creditCode() as string | null,
  personName: '王小明',
  idNumber: idNumber(),
  bankName: '农业银行',
  bankAccount: bankCard(),
  contactName: '李四',
  phone: '13800138000',
})

/** Filled in, documents handed in, submitted. */
export const submitted = async (house: TestHouse) => {
  const owner = person()
  const by = { actor: owner }
  const { supplierId } = await house.must(
    commands.apply,
    { kind: 'farm', party: 'company', name: '山里人家' },
    by,
  )
  await house.must(commands.fill, facts(), by)
  for (const kind of ['licence', 'identity', 'bank_account'] as const) {
    const document = { number: 'A12345678', issuer: '市场监督管理局', validTo: null }
    await house.must(commands.handIn, { userId: owner.id, kind, ...document, picture: PICTURE })
  }
  await house.must(commands.submit, { consents: true, consentVersion: '2026-07' }, by)
  return { owner, supplierId }
}

export const staff = clerk('stf_reviewer')

/** Accepted, under a contract of 10 % that is paid after `paymentDays`. */
export const accepted = async (house: TestHouse, commissionBp = 1_000, paymentDays = 0) => {
  const { owner, supplierId } = await submitted(house)
  const by = { actor: staff }
  await house.must(commands.beginReview, { supplierId }, by)
  for (const kind of ['licence', 'identity', 'bank_account'] as const)
    await house.must(commands.acceptRequirement, { supplierId, kind }, by)
  await house.must(commands.accept, { supplierId }, by)
  const now = house.clock.now()
  const terms = { validFrom: now, validTo: now + 1e11, commissionBp, paymentDays, grades: [] }
  const { contractId } = await house.must(commands.draftContract, { supplierId, ...terms }, by)
  await house.must(commands.signContract, { supplierId, contractId, signedBy: '王小明' }, by)
  return { owner, supplierId, contractId }
}
