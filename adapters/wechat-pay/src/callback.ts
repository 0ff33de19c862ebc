/**
 * Raw callback → verified fact, or why not. Touches no database and never throws; merchant, app and amount
 * are reported, not compared: the caller holds the order. Freshness and the business keys (transaction,
 * refund number) make replays harmless.
 */
import type { KeyObject } from 'node:crypto'
import type { RawCallback, VerifiedCallback } from '@tiantou/payment/port'
import { decryptResource } from './crypt.ts'
import { paymentFact, refundFact } from './facts.ts'
import { checkSignature } from './verify.ts'
import { asObject, parseObject, text, type Wire } from './wire.ts'

/** Callbacks are some 1 kB; more is refused before any cryptography. */
export const CALLBACK_LIMIT_BYTES = 65_536

type Bad = Extract<VerifiedCallback, { kind: 'bad' }>

/** What a callback carries: its kind of event, and the decrypted object. */
interface Opened {
  readonly kind: 'opened'
  readonly event: string
  readonly resource: Wire
}

/**
 * Verifies and opens one callback. Answer `bad` with 4xx: with 200 the provider takes even a FAIL body as
 * handled.
 */
export function openCallback(
  apiV3Key: Buffer,
  keys: ReadonlyMap<string, KeyObject>,
  callback: RawCallback,
  now: number,
): Opened | Bad {
  if (callback.body.length > CALLBACK_LIMIT_BYTES) return bad('too_large', 'the body is too long')
  const check = checkSignature(callback, keys, now)
  if (!check.ok) return bad(check.code, check.message)
  const envelope = parseObject(callback.body)
  if (envelope === undefined) return bad('not_json', 'the body is no JSON object')
  const resource = open(apiV3Key, asObject(envelope['resource']))
  if (resource === undefined) return bad('not_decryptable', 'the resource does not open under the APIv3 key')
  return { kind: 'opened', event: text(envelope, 'event_type') ?? '', resource }
}

/** Verifies a callback about a payment or a refund. */
export function verifyCallback(...given: Parameters<typeof openCallback>): VerifiedCallback {
  const opened = openCallback(...given)
  return opened.kind === 'bad' ? opened : read(opened.event, opened.resource)
}

function open(key: Buffer, resource: Wire | undefined): Wire | undefined {
  const ciphertext = text(resource, 'ciphertext')
  const nonce = text(resource, 'nonce')
  if (ciphertext === undefined || nonce === undefined || text(resource, 'algorithm') !== 'AEAD_AES_256_GCM') {
    return undefined
  }
  const associatedData = text(resource, 'associated_data') ?? ''
  const plain = decryptResource(key, { ciphertext, nonce, associatedData })
  return plain === undefined ? undefined : parseObject(plain)
}

function read(event: string, resource: Wire): VerifiedCallback {
  const merchantId = text(resource, 'mchid')
  if (merchantId === undefined) return bad('not_understood', 'no merchant is named')
  if (event === 'TRANSACTION.SUCCESS') {
    const fact = paymentFact(resource)
    const appId = text(resource, 'appid')
    if (fact === undefined || appId === undefined)
      return bad('not_understood', 'the payment is not understood')
    return { kind: 'payment', merchantId, appId, fact }
  }
  if (event === 'REFUND.SUCCESS' || event === 'REFUND.ABNORMAL' || event === 'REFUND.CLOSED') {
    const fact = refundFact(resource)
    const outTradeNo = text(resource, 'out_trade_no')
    if (fact === undefined || outTradeNo === undefined)
      return bad('not_understood', 'the refund is not understood')
    return { kind: 'refund', merchantId, fact, outTradeNo }
  }
  return bad('not_understood', 'an event that this merchant does not expect')
}

function bad(code: string, message: string): Bad {
  return { kind: 'bad', code, message }
}
