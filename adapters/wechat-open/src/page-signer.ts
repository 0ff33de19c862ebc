/**
 * Signs pages of the official account for the JS-SDK (wx.config): the ticket of the account, kept for its two
 * hours, and SHA-1 over ticket, nonce, time and the page's address up to its `#`.
 */
import { hash } from 'node:crypto'
import type { WechatAnswer } from '@tiantou/user/port'
import type { WechatDeps } from './client.ts'
import type { WechatOpenConfig } from './config.ts'
import { keep } from './kept.ts'
import { lentOf, withToken } from './token.ts'

/** What wx.config wants; `timestamp` in seconds. */
export interface PageSignature {
  readonly appId: string
  readonly timestamp: number
  readonly nonceStr: string
  readonly signature: string
}

export interface PageSigner {
  /**
   * Signs one page.
   * @param url its whole address; what stands behind `#` is left out
   */
  signPage(url: string): Promise<WechatAnswer<PageSignature>>
}

/** The signature over one page, as the JS-SDK's documents define it (附录 1). Pure. */
export function signatureOf(
  ticket: string,
  { nonceStr, timestamp, url }: { nonceStr: string; timestamp: number; url: string },
): string {
  const [address = ''] = url.split('#')
  return hash('sha1', `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${address}`)
}

/** Makes the signer of the official account; undefined where there is none. */
export function createPageSigner(config: WechatOpenConfig, deps: WechatDeps): PageSigner | undefined {
  const { official } = config
  if (official === undefined) return undefined
  const callOfficial = withToken(config, deps, official)
  const tickets = keep(async () => {
    const askedAt = deps.now()
    const answer = await callOfficial({ path: '/cgi-bin/ticket/getticket', query: { type: 'jsapi' } })
    return lentOf(answer, 'ticket', askedAt)
  }, deps.now)
  return {
    signPage: async (url) => {
      const ticket = await tickets.get()
      if (ticket.kind !== 'ok') return ticket
      const nonceStr = deps.random(12).toString('base64url')
      const timestamp = Math.floor(deps.now() / 1000)
      const signature = signatureOf(ticket.value.value, { nonceStr, timestamp, url })
      return { kind: 'ok', value: { appId: official.appId, timestamp, nonceStr, signature } }
    },
  }
}
