/** The two digests of 丰桥. Source: open.sf-express.com, 接口鉴权方式. */
import { createHash } from 'node:crypto'

/** As java.net.URLEncoder writes it: a blank is `+`, and only letters, digits and `.-*_` stay. */
export const javaUrlEncode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** Over message, time and check word; MD5 goes over the encoded text, SM3 over the raw one. */
export const digestOf = (
  kind: 'md5' | 'sm3',
  msgData: string,
  timestamp: string,
  checkWord: string,
): string => {
  const raw = `${msgData}${timestamp}${checkWord}`
  return kind === 'sm3'
    ? createHash('sm3').update(raw).digest('hex')
    : createHash('md5').update(javaUrlEncode(raw)).digest('base64')
}
