/**
 * The twin's own reading of TC3-HMAC-SHA256: it recomputes the signature from the request as received.
 * Nothing of the adapter's signer is imported, so that both cannot agree on a common mistake.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** A "no" in the provider's shape; it travels in a 200. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const AUTHORIZATION = new RegExp(
  '^TC3-HMAC-SHA256 Credential=([^/]+)/([0-9]{4}-[0-9]{2}-[0-9]{2})/([a-z]+)/tc3_request, ' +
    'SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$',
)

/** Lets a rightly signed request in. @throws Refusal AuthFailure.… */
export function admit(
  request: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer },
  account: { readonly secretId: string; readonly secretKey: string },
  services: readonly string[],
  now: number,
): void {
  const { headers } = request
  const parsed = AUTHORIZATION.exec(headers.authorization ?? '')
  if (parsed === null) throw new Refusal('AuthFailure.InvalidAuthorization', 'Authorization 不符合规范')
  const [, secretId, date, service = '', names = '', signature = ''] = parsed
  if (secretId !== account.secretId) throw new Refusal('AuthFailure.SecretIdNotFound', '密钥不存在')
  const timestamp = header(headers, 'x-tc-timestamp')
  const at = Number(timestamp) * 1000
  if (!(Math.abs(now - at) <= 300_000)) throw new Refusal('AuthFailure.SignatureExpire', '签名过期')
  const wrong = new Refusal('AuthFailure.SignatureFailure', '签名计算错误')
  const signed = names.split(';')
  const isWhole =
    signed.includes('content-type') && signed.includes('host') && signed.join() === signed.toSorted().join()
  if (!isWhole || !services.includes(service) || date !== isoDate(at)) throw wrong
  // The official SDK signs the host without its port; a client of its own may sign it with. Both are the
  // same host.
  const host = header(headers, 'host')
  const isRight = [host, host.replace(/:\d+$/, '')].some((name) => {
    const canonical = signed.map(
      (each) => `${each}:${each === 'host' ? name : header(headers, each).toLowerCase()}\n`,
    )
    const expected = recompute(account.secretKey, { date, service, timestamp, canonical, names, request })
    return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
  })
  if (!isRight) throw wrong
}

function recompute(
  secretKey: string,
  part: {
    readonly date: string
    readonly service: string
    readonly timestamp: string
    readonly canonical: readonly string[]
    readonly names: string
    readonly request: { readonly method: string; readonly body: Buffer }
  },
): Buffer {
  const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
  const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
  const request = [
    part.request.method,
    '/',
    '',
    part.canonical.join(''),
    part.names,
    hash(part.request.body),
  ].join('\n')
  const toSign = [
    'TC3-HMAC-SHA256',
    part.timestamp,
    `${part.date}/${part.service}/tc3_request`,
    hash(request),
  ].join('\n')
  return mac(mac(mac(mac(`TC3${secretKey}`, part.date), part.service), 'tc3_request'), toSign)
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value.trim() : ''
}

function isoDate(at: number): string {
  const utc = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC')
  return utc.toPlainDate().toString()
}
