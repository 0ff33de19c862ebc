/**
 * The page on which a person lets an app know who he is: what WeChat checks before it shows it, and where it
 * sends the browser afterwards. Drawn by the sandbox.
 */
import { type Book, giveCode, personOf, type TwinApp } from './book.ts'

/** The query of the page as it was opened. */
export type AuthorizeQuery = Readonly<Record<string, unknown>>

/** What the page was opened for, checked. */
export interface AuthorizeAsk {
  readonly app: TwinApp
  readonly redirectUri: URL
  readonly scope: string
  readonly state: string
}

/** Why WeChat shows no such page, with its number. */
export interface AuthorizeNo {
  readonly errcode: number
  readonly words: string
}

const SCOPES: Readonly<Record<TwinApp['kind'], readonly string[]>> = {
  mini: [],
  official: ['snsapi_base', 'snsapi_userinfo'],
  website: ['snsapi_login'],
}

const no = (errcode: number, words: string): AuthorizeNo => ({ errcode, words })

/** Checks what a page is opened with. @param hosts names that the account has registered for coming back */
export function readAuthorize(
  book: Book,
  query: AuthorizeQuery,
  hosts: readonly string[],
): AuthorizeAsk | AuthorizeNo {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  const app = book.apps.find((each) => each.appId === text('appid') && each.kind !== 'mini')
  if (app === undefined) return no(10012, 'AppID 参数错误')
  const wish = text('redirect_uri')
  if (!URL.canParse(wish)) return no(10011, 'redirect_uri 参数错误')
  const redirectUri = new URL(wish)
  if (!hosts.includes(redirectUri.hostname)) return no(10003, 'redirect_uri 域名与后台配置不一致')
  if (!SCOPES[app.kind].includes(text('scope'))) return no(10005, 'scope 参数错误或没有 scope 权限')
  if (text('response_type') !== 'code') return no(10014, 'response_type 参数错误')
  if (!/^[0-9A-Za-z_-]{0,128}$/.test(text('state'))) return no(10013, 'state 参数错误')
  return { app, redirectUri, scope: text('scope'), state: text('state') }
}

/** Where the browser goes when a person agrees (code and state) or refuses (state alone). */
export function answerAuthorize(book: Book, ask: AuthorizeAsk, name: string | undefined): string {
  const back = new URL(ask.redirectUri)
  if (name !== undefined) {
    const { appId } = ask.app
    const person = personOf(book, name)
    back.searchParams.set('code', giveCode(book, { kind: 'oauth', appId, person, scope: ask.scope }))
  }
  back.searchParams.set('state', ask.state)
  return back.href
}
