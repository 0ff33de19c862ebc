/**
 * WeChat's page of consent as a person meets it, played by whoever stands before the screen: who am I in
 * WeChat, and do I let this app know? Without an app it lists the play people, with codes for a mini program.
 */
import type { AuthorizeAsk, AuthorizeNo, TwinPerson } from '@tiantou/wechat-open/twin'
import { html, type Html } from './html.ts'
import { frame } from './pages.ts'

const APPS = { official: '公众号', website: '网站应用', mini: '小程序' } as const

/** @param query the query that the page was opened with, as it came */
export function consentPage(ask: AuthorizeAsk, people: readonly TwinPerson[], query: string): string {
  return frame(
    { title: '微信授权', here: 'wechat', script: 'wechat.js', data: { query } },
    html`<h1 class="cashier-title">微信授权<small>沙箱仿制</small></h1>
      <p id="said" role="status"></p>
      <section class="till" aria-label="授权">
        <p class="merchant">${ask.redirectUri.host} 想知道您是谁</p>
        <p class="goods">${APPS[ask.app.kind]} · ${ask.scope}</p>
        <p>选一个微信用户来同意：</p>
        <p class="persons">${people.map(personButton)}</p>
        <form id="newcomer" class="row">
          <label>新的微信用户 <input name="name" required maxlength="20" autocomplete="off" /></label>
          <button type="submit">同意</button>
        </form>
        <p class="main-actions"><button type="button" data-refuse>拒绝</button></p>
      </section>`,
  )
}

function personButton({ name }: TwinPerson): Html {
  return html`<button type="button" data-person="${name}">${name}</button> `
}

/** WeChat shows no page of consent for what it was asked. */
export function noConsentPage({ errcode, words }: AuthorizeNo): string {
  return frame(
    { title: '微信授权', here: 'wechat' },
    html`<h1>微信授权没有打开</h1>
      <p>${words}（错误码 ${errcode}）</p>
      <p><a class="button" href="/sandbox/wechat">看微信用户</a></p>`,
  )
}

/** Everybody there is, and the codes that a mini program would get of them. */
export function peoplePage(people: readonly TwinPerson[]): string {
  return frame(
    { title: '微信授权', here: 'wechat', script: 'wechat.js' },
    html`<h1>微信用户</h1>
      <p>
        在商城里点「微信登录」会来到授权页，由你选一个人同意或拒绝。小程序的登录码在这里取，五分钟内用一次。
      </p>
      <p id="said" role="status"></p>
      <ol class="cards two">
        ${people.map(personCard)}
      </ol>`,
  )
}

function personCard({ name, phone }: TwinPerson): Html {
  return html`<li>
    <p class="order-head"><b>${name}</b><span>${phone}</span></p>
    <p class="tools">
      <button type="button" data-code="js" data-name="${name}">wx.login 的 code</button>
      <button type="button" data-code="phone" data-name="${name}">手机号 code</button>
    </p>
  </li>`
}
