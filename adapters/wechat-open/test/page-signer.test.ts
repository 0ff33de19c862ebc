// Signatures of pages: held to the documents' published example, to the digests of ../shared/vectors where
// they lie, and to the twin's ticket.
import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPageSigner } from '../src/index.ts'
import { signatureOf } from '../src/page-signer.ts'
import type { WechatOpenTwin } from '../src/twin/index.ts'
import { clock, configOf, deps, START, startTwin } from './kit.ts'

const TICKET = '/cgi-bin/ticket/getticket'
let twin: WechatOpenTwin
beforeAll(async () => {
  twin = await startTwin()
})
afterEach(() => {
  twin.control.behave()
  clock.now = START
})
afterAll(() => twin.close())

const signer = () => {
  const made = createPageSigner(configOf(twin), deps)
  if (made === undefined) throw new Error('There is an official account.')
  return made
}

// Published in 附录1-JS-SDK使用权限签名算法 of the official account's documents.
const EXAMPLE = {
  ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  nonceStr: 'Wm3WZYTPz0wzccnW',
  timestamp: 1_414_587_457,
  url: 'http://mp.weixin.qq.com?params=value',
  signature: '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
}

describe('the signature', () => {
  it('is the published one; what stands behind # counts for nothing', () => {
    const { ticket, signature, ...page } = EXAMPLE
    expect(signatureOf(ticket, page)).toBe(signature)
    expect(signatureOf(ticket, { ...page, url: `${page.url}#top` })).toBe(signature)
    expect(signatureOf(ticket, { ...page, url: `${page.url}&a=b` })).not.toBe(signature)
  })

  it('is made with the ticket that WeChat lends', async () => {
    const url = 'https://shop.example/products/1?a=b'
    const answer = await signer().signPage(`${url}#x`)
    if (answer.kind !== 'ok') throw new Error(answer.kind)
    const { appId, timestamp, nonceStr, signature } = answer.value
    expect([appId, timestamp]).toEqual([twin.config.official.appId, START / 1_000])
    const { appId: appid, secret } = twin.config.official
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret })
    const lent = await fetch(`${twin.url}/cgi-bin/stable_token`, { method: 'POST', body })
    const { access_token } = (await lent.json()) as { access_token: string }
    const held = await fetch(`${twin.url}${TICKET}?type=jsapi&access_token=${access_token}`)
    const { ticket } = (await held.json()) as { ticket: string }
    expect(signature).toBe(
      hash('sha1', `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`),
    )
  })
})

describe('the ticket', () => {
  it('is kept, and fetched anew when it is over', async () => {
    const own = signer()
    const before = twin.control.asked(TICKET)
    const pages = await Promise.all([own.signPage('https://a.example'), own.signPage('https://b.example')])
    expect(pages.map(({ kind }) => kind)).toEqual(['ok', 'ok'])
    expect(twin.control.asked(TICKET)).toBe(before + 1)
    clock.now += 7_200_000
    expect((await own.signPage('https://a.example')).kind).toBe('ok')
    expect(twin.control.asked(TICKET)).toBe(before + 2)
  })

  it('that cannot be had is unknown, one that may not be had refused', async () => {
    const own = signer()
    twin.control.failNext({ kind: 'timeout', times: 1, path: TICKET })
    expect((await own.signPage('https://a.example')).kind).toBe('unknown')
    twin.control.failNext({ kind: 'errcode', times: 1, code: 48001, path: TICKET })
    expect(await own.signPage('https://a.example')).toEqual({ kind: 'refused', code: '48001' })
    expect((await own.signPage('https://a.example')).kind).toBe('ok')
  })

  it('needs an official account', () => {
    expect(createPageSigner(configOf(twin, { official: undefined }), deps)).toBeUndefined()
  })
})

interface Vector {
  readonly name: string
  readonly kind: string
  readonly algo?: string
  readonly message?: string
  readonly expected?: string
}

const file = new URL('../../../../shared/vectors/wechat-open.json', import.meta.url)
if (!existsSync(file)) {
  console.info(
    'wechat-open: ../shared/vectors is not beside the checkout; only the literal examples were held to',
  )
} else {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }
  describe('published vectors (../shared/vectors/wechat-open.json)', () => {
    const digests = cases.filter(({ kind, algo }) => kind === 'hash' && algo === 'sha1')
    it('holds the digests this suite expects', () => expect(digests.length).toBeGreaterThanOrEqual(1))
    it.each(digests)('$name', ({ message = '', expected }) => expect(hash('sha1', message)).toBe(expected))
  })
}
