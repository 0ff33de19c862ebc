/**
 * Asks the registers through Tencent Cloud and says what they said. What is sent is kept nowhere and stands
 * in no answer; the codes of the provider go on, for staff.
 */
import type { Verdict, Verifier } from '@tiantou/supplier/port'
import { callTencent, fieldOf, type TencentAnswer, type TencentDeps } from '@tiantou/tencent-cloud/wire'
import type { TencentVerifyConfig } from './config.ts'
import { cardAnswers, identityAnswers, operatingAnswers } from './verdicts.data.ts'

const FACEID = '2018-03-01'
const OCR = '2018-11-19'

/** Codes of a call by which the input cannot be verified at all; every other no of a call is asked again. */
const BAD_INPUT = /^(InvalidParameter|InvalidParameterValue|MissingParameter)(\.|$)/

/** Makes the verifier. An answer that is unknown, or out of shape, is `retry`: nobody is judged by it. */
export function createTencentVerify(config: TencentVerifyConfig, deps: TencentDeps): Verifier {
  const faceid = (action: string, body: object) =>
    callTencent(
      config,
      { url: config.faceid, service: 'faceid', action, version: FACEID },
      JSON.stringify(body),
      deps,
    )
  const ocr = (action: string, body: object) =>
    callTencent(config, { url: config.ocr, service: 'ocr', action, version: OCR }, JSON.stringify(body), deps)
  return {
    name: 'tencent-verify',
    identity: async ({ name, idNumber }) =>
      judge(await faceid('IdCardVerification', { Name: name, IdCard: idNumber }), identityAnswers),
    bankCard: async ({ name, idNumber, card, phone }) => {
      const asked = { Name: name, BankCard: card, Phone: phone, IdCard: idNumber, CertType: 0 }
      return judge(await faceid('BankCard4EVerification', asked), cardAnswers)
    },
    licence: async ({ creditCode, companyName, personName, idNumber }) => {
      const company = { CreditCode: creditCode, EntName: companyName, LrName: personName }
      return judgeLicence(
        idNumber === undefined
          ? await ocr('VerifyBizLicenseEnterprise3', { ...company, VerifyType: 'ENT_3META' })
          : await ocr('VerifyBizLicenseEnterprise4', { ...company, IdNum: idNumber }),
      )
    },
  }
}

/** A no, or silence, of the call itself: it says nothing of anybody. */
const ofCall = (answer: Exclude<TencentAnswer, { kind: 'ok' }>): Verdict => {
  if (answer.kind === 'unknown') return { answer: 'retry', code: 'unknown' }
  return { answer: BAD_INPUT.test(answer.code) ? 'bad' : 'retry', code: answer.code }
}

const codeOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

const judge = (answer: TencentAnswer, answers: Readonly<Record<string, Verdict['answer']>>): Verdict => {
  if (answer.kind !== 'ok') return ofCall(answer)
  const code = codeOf(fieldOf(answer.response, 'Result'))
  return { answer: Object.hasOwn(answers, code) ? (answers[code] ?? 'retry') : 'retry', code }
}

/** The names must agree, and the company must be there still. */
const judgeLicence = (answer: TencentAnswer): Verdict => {
  if (answer.kind !== 'ok') return ofCall(answer)
  const status = codeOf(fieldOf(answer.response, 'StatusCode'))
  if (status === '2') return { answer: 'no_record', code: 'status.2' }
  if (status !== '0') return { answer: 'retry', code: `status.${status}` }
  const result = codeOf(fieldOf(answer.response, 'VerifyResult'))
  if (result === '0') return { answer: 'mismatch', code: 'result.0' }
  if (result !== '1') return { answer: 'retry', code: `result.${result}` }
  const state = codeOf(fieldOf(answer.response, 'OperatingStatus'))
  return { answer: operatingAnswers[state] ?? 'no_record', code: `operating.${state}` }
}
