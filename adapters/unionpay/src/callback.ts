/**
 * Raw back-notice → verified fact, or why not. Touches no database and never throws; the amount and the
 * merchant are reported, not compared: the caller holds the order. No time is signed that could be checked;
 * the business keys make replays harmless.
 */
import { readForm } from '@tiantou/adapter-kit'
import type { RawCallback, VerifiedCallback } from '@tiantou/payment/port'
import { paymentFact, refundFact } from './facts.ts'
import type { Params } from './sign.ts'
import type { Trust } from './trust.ts'

/** Notices are some 4 kB, the certificate most of it; more is refused before any cryptography. */
const NOTICE_LIMIT_BYTES = 65_536
const PAY = '01'
const REFUND = '04'

/** Verifies one notice. Whatever is answered but 200 makes it come again. */
export function verifyNotice(trust: Trust, { body }: Pick<RawCallback, 'body'>): VerifiedCallback {
  if (body.length > NOTICE_LIMIT_BYTES) return bad('too_large', 'the body is too long')
  const notice = readForm(body.toString('utf8'))
  if (notice === undefined) return bad('not_form', 'a field stands twice')
  const doubt = trust.doubtOf(notice)
  return doubt === undefined ? read(notice) : bad(doubt, 'the signature is not UnionPay’s')
}

function read(notice: Params): VerifiedCallback {
  const { merId: merchantId = '', txnType, respCode } = notice
  if (merchantId === '') return bad('not_understood', 'the merchant is missing')
  if (txnType === PAY) {
    const fact = paymentFact(notice, respCode)
    if (fact !== undefined) return { kind: 'payment', merchantId, appId: merchantId, fact }
  }
  if (txnType === REFUND) {
    const fact = refundFact(notice, respCode)
    if (fact !== undefined) return { kind: 'refund', merchantId, fact }
  }
  return bad('not_understood', 'a notice that this merchant does not expect')
}

function bad(code: string, message: string): VerifiedCallback {
  return { kind: 'bad', code, message }
}
