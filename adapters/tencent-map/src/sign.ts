/**
 * Signs requests to the location service: md5 over the path and the raw parameters in the order of their
 * names, then the secret key. Source: lbs.qq.com, WebServiceAPI Key SN.
 */
import { createHash } from 'node:crypto'

/** The path with its query, values encoded; signed where there is a secret. */
export function signedPath(
  path: string,
  params: Readonly<Record<string, string>>,
  secretKey: string | undefined,
): string {
  const pairs = Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const query = new URLSearchParams(pairs)
  if (secretKey !== undefined) {
    const raw = pairs.map(([name, value]) => `${name}=${value}`).join('&')
    query.append('sig', createHash('md5').update(`${path}?${raw}${secretKey}`).digest('hex'))
  }
  return `${path}?${query.toString().replaceAll('+', '%20')}`
}
