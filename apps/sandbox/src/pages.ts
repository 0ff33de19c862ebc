/**
 * The sandbox's pages as HTML: frame, home, SMS inbox, list of payments, warehouse. Loudly no part of the
 * shop. What changes while a page is open is drawn by its script from the JSON routes.
 */
import type { Brand } from './brands.ts'
import { html, type Html } from './html.ts'

interface Frame {
  readonly title: string
  /** Name of the page's own script; none when absent. */
  readonly script?: string
  readonly here:
    'home' | 'sms' | 'wechat' | 'pay' | 'alipay' | 'unionpay' | 'ecny' | 'warehouse' | 'station' | 'parcels'
  readonly data?: Readonly<Record<string, string>>
}

const PLACES = [
  ['home', '/sandbox', '沙箱首页'],
  ['sms', '/sandbox/sms', '短信'],
  ['wechat', '/sandbox/wechat', '微信授权'],
  ['pay', '/sandbox/pay', '微信支付'],
  ['alipay', '/sandbox/alipay', '支付宝'],
  ['unionpay', '/sandbox/unionpay', '银联'],
  ['ecny', '/sandbox/ecny', '数字人民币'],
  ['warehouse', '/sandbox/warehouse', '仓库'],
  ['station', '/sandbox/station', '称重台'],
  ['parcels', '/sandbox/parcels', '包裹'],
] as const

/**
 * The frame around every page: stripes, warning, ways. A page with a script is inert until its buttons are
 * bound: a click before that would be lost, or send a form to nowhere.
 */
export function frame(page: Frame, main: Html): string {
  const script =
    page.script === undefined
      ? html``
      : html`<script type="module" src="/sandbox/assets/${page.script}"></script>`
  const data = Object.entries(page.data ?? {}).map(([name, value]) => html` data-${name}="${value}"`)
  const links = PLACES.map(([key, href, word]) =>
    key === page.here
      ? html`<a href="${href}" aria-current="page">${word}</a>`
      : html`<a href="${href}">${word}</a>`,
  )
  const whole = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>沙箱 · ${page.title}</title>
<link rel="icon" href="/sandbox/assets/icon.svg">
<link rel="stylesheet" href="/sandbox/assets/sandbox.css">
<link rel="stylesheet" href="/sandbox/assets/pieces.css">
${script}
</head>
<body${data}>
<header class="hazard">
<p class="sign"><strong>沙箱</strong><span>SANDBOX</span></p>
</header>
<aside class="warning" aria-label="提醒">这里不是商城：没有真钱、真短信、真包裹，由你来扮演外面的世界。</aside>
<nav aria-label="沙箱">${links}</nav>
<main${page.script === undefined ? '' : html` inert`}>${main}</main>
<footer class="hazard thin" aria-hidden="true"></footer>
</body>
</html>`
  return whole.html
}

export function homePage(): string {
  return frame(
    { title: '首页', here: 'home' },
    html`<h1>扮演外面的世界</h1>
      <ul class="doors">
        <li>
          <a href="/sandbox/sms"><b>短信收件箱</b><span>登录验证码都寄到这里，不会发到真的手机上。</span></a>
        </li>
        <li>
          <a href="/sandbox/wechat"
            ><b>微信授权</b><span>微信登录时由你选一个微信用户，同意或拒绝；也给小程序发登录码。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/pay"
            ><b>微信收银台</b><span>付款、取消、超时、退款，也可以重复、丢失、乱序、伪造通知。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/alipay"
            ><b>支付宝收银台</b><span>与微信收银台一样，只是换了一家；退款也在这里看。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/unionpay"
            ><b>银联收银台</b><span>银行卡付款：浏览器带着签过名的表单过来，再被送回去。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/ecny"
            ><b>数字人民币收银台</b><span>扫码或链接进来，用数字人民币钱包付款。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/warehouse"><b>仓库</b><span>把已付款的订单发出去，再送到。</span></a>
        </li>
        <li>
          <a href="/sandbox/station"
            ><b>称重台</b><span>按批次拣货、上秤、报缺、打包、打标签；秤上放多少由你。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/parcels"
            ><b>包裹</b><span>扮演快递公司：揽收、派送、签收或退回；推送也可以丢失、重复、伪造。</span></a
          >
        </li>
      </ul>`,
  )
}

export function smsPage(): string {
  return frame(
    { title: '短信', here: 'sms', script: 'sms.js' },
    html`<h1>短信收件箱</h1>
      <p class="tools">
        <label class="check"
          ><input type="checkbox" id="limits" /> 打开运营商频率限制（同内容 30 秒 1 条，每天 10 条）</label
        >
        <button type="button" id="fail-timeout">下一条：超时</button>
        <button type="button" id="fail-code">下一条：拒绝</button>
        <button type="button" id="clear">清空</button>
      </p>
      <p id="said" role="status"></p>
      <ol id="messages" class="cards" aria-live="polite" aria-label="短信，新的在前"></ol>
      <p id="empty" class="empty">还没有短信。到商城里点「获取验证码」，它会在一秒内出现在这里。</p>`,
  )
}

/** The list of what waits at a channel's cashier; also where a QR code of a PC leads. */
export function ordersPage({ api, here, name }: Brand): string {
  return frame(
    { title: name, here, script: 'orders.js', data: { api, cashier: `/sandbox/${here}` } },
    html`<h1>${name} · 订单</h1>
      <p>各种方式的支付订单都在这里，点开即是收银台。</p>
      <p id="said" role="status"></p>
      <ol id="orders" class="cards"></ol>
      <p id="empty" class="empty">还没有支付订单。到商城里下一单，选${name}。</p>`,
  )
}

/** The ticket in the address leads to nothing (any more). */
export function noOrderPage({ title, here }: Brand): string {
  return frame(
    { title, here },
    html`<h1>没有这笔支付</h1>
      <p>它的号码或签名不对，或者已经过期。</p>
      <p><a class="button" href="/sandbox/${here}">看全部订单</a></p>`,
  )
}

const signInForm = (staffAccount: string): Html =>
  html`<form id="sign-in" class="stack">
    <label
      >员工账号 <input name="account" autocomplete="username" required maxlength="40" value="${staffAccount}"
    /></label>
    <label
      >密码 <input name="password" type="password" autocomplete="current-password" required maxlength="200"
    /></label>
    <button type="submit" class="go">登录</button>
  </form>`

export function warehousePage(staffAccount: string): string {
  return frame(
    { title: '仓库', here: 'warehouse', script: 'warehouse.js' },
    html`<h1>仓库</h1>
      <p>这里走的是员工的正式接口：登录、看单、发货、送达。</p>
      <p id="said" role="status"></p>
      ${signInForm(staffAccount)}
      <section id="work" hidden>
        <p class="tools" role="group" aria-label="看哪些单">
          <button type="button" data-state="paid" aria-pressed="true">待发货</button>
          <button type="button" data-state="shipped" aria-pressed="false">已发货</button>
          <button type="button" data-state="delivered" aria-pressed="false">已送达</button>
          <button type="button" id="sign-out">退出</button>
        </p>
        <ol id="orders" class="cards"></ol>
        <p id="empty" class="empty" hidden>没有这样的单。</p>
        <p><button type="button" id="more" hidden>更多</button></p>
      </section>`,
  )
}

export function stationPage(staffAccount: string): string {
  return frame(
    { title: '称重台', here: 'station', script: 'station.js' },
    html`<h1>称重台</h1>
      <p>走的是员工的正式接口：按批次拣货、上秤、报缺、打包、发出。秤上显示多少克由你填。</p>
      <p id="said" role="status"></p>
      ${signInForm(staffAccount)}
      <section id="work" hidden>
        <p class="tools" role="group" aria-label="看哪些单">
          <button type="button" data-state="open" aria-pressed="true">待打包</button>
          <button type="button" data-state="packed" aria-pressed="false">已打包</button>
          <button type="button" data-state="shipped" aria-pressed="false">已发出</button>
          <button type="button" id="refresh">刷新</button>
          <button type="button" id="sign-out">退出</button>
        </p>
        <ol id="orders" class="cards"></ol>
        <p id="empty" class="empty" hidden>没有这样的单。</p>
        <h2>电子秤</h2>
        <ul id="scales" class="plain"></ul>
      </section>`,
  )
}
