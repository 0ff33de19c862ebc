/**
 * Raw notice → verified fact, or why not. Touches no database and never throws; seller, app and amount are
 * reported, not compared: the caller holds the order. Alipay signs no time that could be checked; the
 * business keys make replays harmless.
 */
import { readForm, text } from '@tiantou/adapter-kit'
import type { KeyObject } from 'node:crypto'
import type { RawCallback, VerifiedCallback } from '@tiantou/payment/port'
import { paymentFact, refundNotice } from './facts.ts'
import { holdsRsa2, type Params, signedText } from './sign.ts'

/** Notices are some 2 kB; more is refused before any cryptography. */
const NOTICE_LIMIT_BYTES = 65_536

/** Verifies one notice. Whatever is answered but `success` makes it come again. */
export function verifyNotice(alipayKey: KeyObject, { body }: Pick<RawCallback, 'body'>): VerifiedCallback {
  if (body.length > NOTICE_LIMIT_BYTES) return bad('too_large', 'the body is too long')
  const notice = readForm(body.toString('utf8'))
  if (notice === undefined) return bad('not_form', 'a parameter stands twice')
  const sign = text(notice, 'sign')
  if (sign === undefined) return bad('signature_missing', 'there is no signature')
  if (text(notice, 'sign_type') !== 'RSA2') return bad('sign_type', 'the signature is not RSA2')
  if (!holdsRsa2(signedText(notice, 'sign', 'sign_type'), sign, alipayKey))
    return bad('signature_wrong', 'the signature does not fit')
  return read(notice)
}

function read(notice: Params): VerifiedCallback {
  const merchantId = text(notice, 'seller_id')
  const appId = text(notice, 'app_id')
  const outTradeNo = text(notice, 'out_trade_no')
  if (text(notice, 'notify_type') !== 'trade_status_sync')
    return bad('not_understood', 'a notice that this merchant does not expect')
  if (merchantId === undefined || appId === undefined || outTradeNo === undefined)
    return bad('not_understood', 'seller, app or order is missing')
  const refund = text(notice, 'trade_status') === 'TRADE_FINISHED' ? undefined : refundNotice(notice)
  if (refund !== undefined) return { kind: 'refund', merchantId, fact: refund, outTradeNo }
  const fact = paymentFact(notice)
  return fact === undefined
    ? bad('not_understood', 'the trade is not understood')
    : { kind: 'payment', merchantId, appId, fact }
}

function bad(code: string, message: string): VerifiedCallback {
  return { kind: 'bad', code, message }
}
