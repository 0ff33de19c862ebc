/** The verifier against its twin: what the registers say, what they do not know, and what says nothing. */
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Verifier } from '@tiantou/supplier/port'
import { createTencentVerify, parseTencentVerifyConfig, TencentVerifyConfigError } from '../src/index.ts'
import { cardAnswers, identityAnswers } from '../src/verdicts.data.ts'
import { startTencentVerifyTwin, type TencentVerifyTwin, WIRE_FAULT_KINDS } from '../src/twin/index.ts'

const now = () => 1_780_000_000_000
let twin: TencentVerifyTwin
let verifier: Verifier

const person = { name: '王小明', idNumber: '11010519491231002X' }
const card = { ...person, card: '4111111111111111', phone: '13800138000' }
const company = { creditCode: '91330106MA2CFLDG4R', companyName: '山里人家', personName: '王小明' }

const open = (change = {}) =>
  createTencentVerify(parseTencentVerifyConfig({ ...twin.config, timeout_ms: 300, ...change }), { now })

beforeAll(async () => {
  twin = await startTencentVerifyTwin({ now, random: randomBytes })
  const { register } = twin.control
  register.people.set(person.idNumber, person.name)
  register.cards.set(card.card, { name: card.name, idNumber: card.idNumber, phone: card.phone })
  verifier = open()
})
afterEach(() => twin.control.behave())
afterAll(() => twin.close())

const register = (operating: string) =>
  twin.control.register.companies.set(company.creditCode, {
    name: company.companyName,
    person: person.name,
    idNumber: person.idNumber,
    operating,
  })

test('an identity is known, another’s, unknown, or no number at all', async () => {
  expect(await verifier.identity(person)).toEqual({ answer: 'match', code: '0' })
  expect(await verifier.identity({ ...person, name: '李四' })).toEqual({ answer: 'mismatch', code: '-1' })
  const stranger = { ...person, idNumber: '110101199003070011' }
  expect(await verifier.identity(stranger)).toEqual({ answer: 'no_record', code: '-5' })
  expect(await verifier.identity({ ...person, idNumber: '12' })).toEqual({ answer: 'bad', code: '-2' })
})

test('a bank card is its holder’s with his number and his phone', async () => {
  expect(await verifier.bankCard(card)).toEqual({ answer: 'match', code: '0' })
  for (const wrong of [{ name: '李四' }, { idNumber: '110101199003070011' }, { phone: '13900139000' }])
    expect(await verifier.bankCard({ ...card, ...wrong })).toEqual({ answer: 'mismatch', code: '-1' })
  expect(await verifier.bankCard({ ...card, card: '5500000000000004' })).toMatchObject({
    answer: 'no_record',
  })
})

test('a licence needs its names, its representative and a company that trades', async () => {
  expect(await verifier.licence(company)).toEqual({ answer: 'no_record', code: 'status.2' })
  register('1')
  expect(await verifier.licence(company)).toEqual({ answer: 'match', code: 'operating.1' })
  const whole = { ...company, idNumber: person.idNumber }
  expect(await verifier.licence(whole)).toMatchObject({ answer: 'match' })
  const { charged } = twin.control
  expect(charged()).toMatchObject({ VerifyBizLicenseEnterprise3: 2, VerifyBizLicenseEnterprise4: 1 })
  const other = { ...whole, idNumber: '110101199003070011' }
  expect(await verifier.licence(other)).toEqual({ answer: 'mismatch', code: 'result.0' })
  expect(await verifier.licence({ ...company, companyName: '别家' })).toMatchObject({ answer: 'mismatch' })
  register('4')
  expect(await verifier.licence(company)).toEqual({ answer: 'mismatch', code: 'operating.4' })
  register('6')
  expect(await verifier.licence(company)).toMatchObject({ answer: 'no_record' })
})

test.each(Object.entries(identityAnswers))('an identity’s %s means %s', async (code, answer) => {
  twin.control.failNext({ kind: 'result', times: 1, code })
  expect(await verifier.identity(person)).toEqual({ answer, code })
})

test.each(Object.entries(cardAnswers))('a card’s %s means %s', async (code, answer) => {
  twin.control.failNext({ kind: 'result', times: 1, code })
  expect(await verifier.bankCard(card)).toEqual({ answer, code })
})

test.each(['99', ''])('a result that nobody knows (%j) is asked again', async (code) => {
  twin.control.failNext({ kind: 'result', times: 1, code })
  expect(await verifier.identity(person)).toEqual({ answer: 'retry', code })
})

describe('what says nothing of anybody', () => {
  test.each(WIRE_FAULT_KINDS)('is an answer with %s', async (kind) => {
    twin.control.failNext({ kind, times: 1 })
    expect(await verifier.identity(person)).toEqual({ answer: 'retry', code: 'unknown' })
    twin.control.failNext({ kind, times: 1 })
    expect(await verifier.licence(company)).toEqual({ answer: 'retry', code: 'unknown' })
  })

  test('is a call that was refused; one whose input is bad is told apart', async () => {
    const saying = async (code: string) => {
      twin.control.failNext({ kind: 'error-code', times: 1, code })
      return verifier.bankCard(card)
    }
    for (const code of ['LimitExceeded', 'UnauthorizedOperation.ChargeStatusException'])
      expect(await saying(code)).toEqual({ answer: 'retry', code })
    const code = 'InvalidParameterValue.NameContainIllegalChar'
    expect(await saying(code)).toEqual({ answer: 'bad', code })
    twin.control.failNext({ kind: 'result', times: 1, code: '1' })
    expect(await verifier.licence(company)).toEqual({ answer: 'retry', code: 'status.1' })
  })

  test('is a call with another’s secret, which the twin does not let in', async () => {
    const stranger = open({ secretKey: 'f'.repeat(32) })
    expect(await stranger.identity(person)).toEqual({ answer: 'retry', code: 'AuthFailure.SignatureFailure' })
  })
})

test('settings name everything that is wrong with them, and no secret', () => {
  const wrong = { ...twin.config, secretKey: 'short', region: 'here', faceidUrl: 'http://elsewhere.example' }
  const no = (() => {
    try {
      return parseTencentVerifyConfig(wrong)
    } catch (error) {
      return error
    }
  })()
  expect(no).toBeInstanceOf(TencentVerifyConfigError)
  expect((no as TencentVerifyConfigError).problems).toEqual([
    'secretKey is not a secret key',
    'region is not a region',
    'baseUrl must be https (plain http on this machine only)',
  ])
})
