/**
 * The TC3-HMAC-SHA256 signature of Tencent Cloud API 3.0, and nothing else. Source: Tencent Cloud,
 * "signature v3".
 */
import { createHash, createHmac } from 'node:crypto'

export interface Tc3Request {
  readonly secretId: string
  readonly secretKey: string
  /** `sms`, `cvm`, … */
  readonly service: string
  readonly timestamp_s: number
  /** Headers under the signature, names in lower case and in order; `content-type` and `host` at least. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body exactly as sent. */
  readonly body: string
}

export interface Tc3Signature {
  /** The `Authorization` header. */
  readonly authorization: string
  readonly signature: string
  readonly canonicalHash: string
}

/**
 * Signs a POST to `/`. Header values go in as they are sent, trimmed; only those of `x-tc-action` in lower
 * case.
 */
export function signTc3(request: Tc3Request): Tc3Signature {
  const { secretId, secretKey, service, timestamp_s, headers, body } = request
  const lines = headers.map(
    ([name, value]) => `${name}:${name === 'x-tc-action' ? value.toLowerCase() : value.trim()}\n`,
  )
  const names = headers.map(([name]) => name).join(';')
  const canonicalHash = sha256(`POST\n/\n\n${lines.join('')}\n${names}\n${sha256(body)}`)
  const date = utcDate(timestamp_s)
  const scope = `${date}/${service}/tc3_request`
  const dateKey = hmac(`TC3${secretKey}`, date)
  const key = hmac(hmac(dateKey, service), 'tc3_request')
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp_s}\n${scope}\n${canonicalHash}`).toString('hex')
  const fields = [`Credential=${secretId}/${scope}`, `SignedHeaders=${names}`, `Signature=${signature}`]
  const authorization = `TC3-HMAC-SHA256 ${fields.join(', ')}`
  return { authorization, signature, canonicalHash }
}

/** The date of the scope is UTC's: China's after eight in the morning only. */
function utcDate(timestamp_s: number): string {
  return Temporal.Instant.fromEpochMilliseconds(timestamp_s * 1000)
    .toString()
    .slice(0, 10)
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
