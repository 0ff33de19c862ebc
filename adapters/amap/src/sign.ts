/**
 * Signs requests to 高德: md5 over the raw parameters in the order of their names, the private key directly
 * behind them. Source: lbs.amap.com, 数字签名.
 */
import { createHash } from 'node:crypto'

/** The query, values encoded; signed where there is a secret. */
export function signedQuery(params: Readonly<Record<string, string>>, secretKey: string | undefined): string {
  const pairs = Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const query = new URLSearchParams(pairs)
  if (secretKey !== undefined) {
    const raw = pairs.map(([name, value]) => `${name}=${value}`).join('&')
    query.append('sig', createHash('md5').update(`${raw}${secretKey}`).digest('hex'))
  }
  return query.toString().replaceAll('+', '%20')
}
