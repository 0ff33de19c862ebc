/** The actions as the provider answers them, over registers that are told what they know. */
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal, type WireFault } from '@tiantou/tencent-cloud/wire-twin'

export interface Company {
  readonly name: string
  readonly person: string
  readonly idNumber: string
  /** 1 trades, 2 moved, 3 ended, 4 revoked, 5 annulled, 6 rests, 7 registration annulled, 0 other. */
  readonly operating: string
}

export interface Card {
  readonly name: string
  readonly idNumber: string
  readonly phone: string
}

export interface Register {
  /** Names by number. */
  readonly people: Map<string, string>
  /** By credit code. */
  readonly companies: Map<string, Company>
  /** By card number. */
  readonly cards: Map<string, Card>
  /** Whoever is not in it is who he says. */
  believes: boolean
}

/** A failure of the wire, a no of the call (`error-code`), or a result that is told (`result`), by `code`. */
export interface VerifyFault extends WireFault {
  readonly code?: string
}

type Json = Readonly<Record<string, unknown>>
interface Action {
  readonly version: string
  readonly needs: readonly string[]
  answer(register: Register, said: (name: string) => string): object
}

const result = (code: string): object => ({ Result: code, Description: '沙箱' })

const identity = (register: Register, said: (name: string) => string): object => {
  if (!/^\d{17}[\dX]$/.test(said('IdCard'))) return result('-2')
  const name = register.people.get(said('IdCard'))
  if (name === undefined) return result(register.believes ? '0' : '-5')
  return result(name === said('Name') ? '0' : '-1')
}

const bankCard = (register: Register, said: (name: string) => string): object => {
  if (!/^\d{12,19}$/.test(said('BankCard'))) return result('-4')
  if (!/^(\+86)?1\d{10}$/.test(said('Phone'))) return result('-5')
  const card = register.cards.get(said('BankCard'))
  if (card === undefined) return result(register.believes ? '0' : '-10')
  const isHis =
    card.name === said('Name') && card.idNumber === said('IdCard') && said('Phone').endsWith(card.phone)
  return result(isHis ? '0' : '-1')
}

const licence = (register: Register, said: (name: string) => string): object => {
  const company = register.companies.get(said('CreditCode'))
  if (company === undefined)
    return register.believes
      ? { StatusCode: 0, VerifyResult: 1, OperatingStatus: '1', OperatingPeriod: '/' }
      : { StatusCode: 2 }
  const number = said('IdNum')
  const agrees =
    company.name === said('EntName') &&
    company.person === said('LrName') &&
    (number === '' || number === company.idNumber)
  return {
    StatusCode: 0,
    VerifyResult: agrees ? 1 : 0,
    OperatingStatus: company.operating,
    OperatingPeriod: '2020-01-01/',
  }
}

const ACTIONS: Readonly<Record<string, Action>> = {
  IdCardVerification: { version: '2018-03-01', needs: ['IdCard', 'Name'], answer: identity },
  BankCard4EVerification: {
    version: '2018-03-01',
    needs: ['Name', 'BankCard', 'Phone', 'IdCard'],
    answer: bankCard,
  },
  VerifyBizLicenseEnterprise3: {
    version: '2018-11-19',
    needs: ['CreditCode', 'EntName', 'VerifyType'],
    answer: licence,
  },
  VerifyBizLicenseEnterprise4: {
    version: '2018-11-19',
    needs: ['CreditCode', 'EntName', 'LrName', 'IdNum'],
    answer: licence,
  },
}

/** Answers the inside of `Response`. @throws Refusal in the provider's codes */
export function answerVerify(
  register: Register,
  charged: Record<string, number>,
  { headers, body }: { readonly headers: IncomingHttpHeaders; readonly body: Buffer },
  fault: VerifyFault | undefined,
): object {
  const name = String(headers['x-tc-action'] ?? '')
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (action === undefined) throw new Refusal('InvalidAction', '接口不存在')
  if (headers['x-tc-version'] !== action.version) throw new Refusal('NoSuchVersion', '版本不存在')
  if (fault?.kind === 'error-code') throw new Refusal(fault.code ?? 'FailedOperation', '沙箱按要求拒绝')
  const json = JSON.parse(body.toString('utf8')) as Json
  const said = (field: string): string => (typeof json[field] === 'string' ? json[field] : '')
  for (const field of action.needs)
    if (said(field) === '') throw new Refusal('MissingParameter', `缺少 ${field}`)
  charged[name] = (charged[name] ?? 0) + 1
  if (fault?.kind !== 'result') return action.answer(register, said)
  return name.startsWith('Verify') ? { StatusCode: Number(fault.code) } : result(fault.code ?? '')
}
