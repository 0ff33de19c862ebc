/**
 * Raw notice → verified fact with the signed words that the bank wants to read, or why not. Touches no
 * database and never throws; merchant and amount are reported, not compared: the caller holds the order.
 */
import { parseObject, readForm, text } from '@tiantou/adapter-kit'
import type { RawCallback, VerifiedCallback } from '@tiantou/payment/port'
import type { EcnyConfig } from './config.ts'
import { paymentFact, refundFact } from './facts.ts'
import { holds, sealed } from './sign.ts'

/** Notices are some 1 kB; more is refused before any cryptography. */
const NOTICE_LIMIT_BYTES = 65_536

/** Verifies one notice. What is not answered in the bank's own words comes again. */
export function verifyNotice(config: EcnyConfig, { body }: Pick<RawCallback, 'body'>): VerifiedCallback {
  if (body.length > NOTICE_LIMIT_BYTES) return bad('too_large', 'the body is too long')
  const notice = readForm(body.toString('utf8'))
  if (notice === undefined) return bad('not_form', 'a field stands twice')
  const { sign = '', signMethod, biz_content = '' } = notice
  if (sign === '') return bad('signature_missing', 'there is no signature')
  if (signMethod !== '02') return bad('sign_method', 'the signature is not SM2')
  if (!holds(notice, config.bankKey)) return bad('signature_wrong', 'the signature does not fit')
  const told = parseObject(biz_content) ?? {}
  const merchantId = text(told, 'merId')
  if (merchantId === undefined) return bad('not_understood', 'the merchant is missing')
  const reply = JSON.stringify(sealed({ returnCode: 'SUCCESS', respCode: 'SUCCESS' }, config.privateKey))
  if (text(told, 'refundAmt') !== undefined) {
    const fact = refundFact(told)
    if (fact !== undefined) return { kind: 'refund', merchantId, fact, reply }
  } else {
    const fact = paymentFact(told)
    // The bank's notices name no application: only a merchant can be ours or not.
    if (fact !== undefined) return { kind: 'payment', merchantId, appId: config.appId, fact, reply }
  }
  return bad('not_understood', 'a notice that this merchant does not expect')
}

function bad(code: string, message: string): VerifiedCallback {
  return { kind: 'bad', code, message }
}
