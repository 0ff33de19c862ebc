/**
 * A file behind a link of the provider: the request is signed, the answer is not. The signature is carried to
 * the provider's own hosts alone, and no more is read than was allowed.
 */
import type { WechatPayConfig } from './config.ts'
import type { ClientDeps } from './send.ts'
import { authorize } from './sign.ts'

/** The link came signed; still the signature of the next request must not be carried elsewhere. */
export function isTrusted(url: string, { baseUrls }: WechatPayConfig): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  const known = baseUrls.map((base) => new URL(base))
  return known.some((base) => base.hostname === hostname && base.protocol === protocol)
}

/** The bytes behind a link; undefined where they did not come, or are more than allowed. */
export async function download(
  config: WechatPayConfig,
  link: string,
  limits: { readonly bytes: number; readonly wait_ms: number },
  deps: ClientDeps,
): Promise<Buffer | undefined> {
  const url = new URL(link)
  const path = url.pathname + url.search
  try {
    const response = await (deps.fetch ?? globalThis.fetch)(url, {
      headers: { authorization: authorize(config, { method: 'GET', path, body: '' }, deps) },
      redirect: 'error',
      signal: AbortSignal.timeout(limits.wait_ms),
    })
    return response.status === 200 ? await readLimited(response, limits.bytes) : undefined
  } catch {
    return undefined
  }
}

async function readLimited(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > most) throw new Error('the file is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
