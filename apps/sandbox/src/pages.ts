/**
 * The sandbox's pages as HTML: frame, home, SMS inbox, cashier, warehouse. Loudly no part of the shop. What
 * changes while a page is open is drawn by its script from the JSON routes.
 */
import {
  FAULT_KINDS,
  FORGE_KINDS,
  type FaultKind,
  type ForgeKind,
  type TwinOrderView,
} from '@tiantou/wechat-pay/twin'
import { html, type Html } from './html.ts'

const FORGERIES: Readonly<Record<ForgeKind, string>> = {
  signature: '签名是乱写的',
  body: '正文被改过',
  amount: '签名对，金额改成 1 分',
  mchid: '签名对，商户号是别人的',
  appid: '签名对，应用是别人的',
  order: '签名对，订单号不存在',
  'old-timestamp': '时间戳是 5 分钟以前',
  'future-timestamp': '时间戳在 5 分钟以后',
  serial: '公钥编号不认识',
  ciphertext: '密文被改过',
  signtest: '微信的签名探测流量',
  unsigned: '没有签名',
  replay: '原样重放上一条真通知',
}

const FAULTS: Readonly<Record<FaultKind, string>> = {
  timeout: '超时，事情没有办',
  'commit-timeout': '事情办了，但应答超时',
  'error-500': '500，事情没有办',
  'commit-error-500': '事情办了，却回 500',
  drop: '连接断开',
  refuse: '拒绝（余额不足）',
  throttle: '429 频率限制',
  'wrong-signature': '应答签名错误',
  'tampered-body': '应答被改过',
  'unknown-serial': '应答的公钥编号不认识',
  'old-timestamp': '应答的时间戳过期',
  probe: '应答签名探测',
  unsigned: '应答没有签名',
  redirect: '302 到别处',
}

interface Frame {
  readonly title: string
  /** Name of the page's own script; none when absent. */
  readonly script?: string
  readonly here: 'home' | 'sms' | 'pay' | 'warehouse'
  readonly data?: Readonly<Record<string, string>>
}

const PLACES = [
  ['home', '/sandbox', '沙箱首页'],
  ['sms', '/sandbox/sms', '短信'],
  ['pay', '/sandbox/pay', '微信支付'],
  ['warehouse', '/sandbox/warehouse', '仓库'],
] as const

function frame(page: Frame, main: Html): string {
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
<main>${main}</main>
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
          <a href="/sandbox/pay"
            ><b>微信收银台</b><span>付款、取消、超时、退款，也可以重复、丢失、乱序、伪造通知。</span></a
          >
        </li>
        <li>
          <a href="/sandbox/warehouse"><b>仓库</b><span>把已付款的订单发出去，再送到。</span></a>
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

/** The list of what waits at the cashier; also where a QR code of a PC leads. */
export function ordersPage(): string {
  return frame(
    { title: '微信支付', here: 'pay', script: 'orders.js' },
    html`<h1>微信支付 · 订单</h1>
      <p>扫码、H5 与公众号支付的订单都在这里，点开即是收银台。</p>
      <p id="said" role="status"></p>
      <ol id="orders" class="cards"></ol>
      <p id="empty" class="empty">还没有支付订单。到商城里下一单，选微信支付。</p>`,
  )
}

/** The ticket in the address leads to nothing (any more). */
export function noOrderPage(): string {
  return frame(
    { title: '微信支付', here: 'pay' },
    html`<h1>没有这笔支付</h1>
      <p>它的号码不对，或者预支付编号已超过两小时。</p>
      <p><a class="button" href="/sandbox/pay">看全部订单</a></p>`,
  )
}

/** @param back a path of this server that was checked before */
export function cashierPage(order: TwinOrderView, merchantName: string, back: string | undefined): string {
  const options = FORGE_KINDS.map((kind) => html`<option value="${kind}">${FORGERIES[kind]}</option>`)
  const faults = FAULT_KINDS.map((kind) => html`<option value="${kind}">${FAULTS[kind]}</option>`)
  return frame(
    {
      title: '微信收银台',
      here: 'pay',
      script: 'cashier.js',
      data: { order: order.outTradeNo, ...(back === undefined ? {} : { back }) },
    },
    html`<h1 class="cashier-title">微信收银台<small>沙箱仿制</small></h1>
      <p id="said" role="status"></p>
      <section class="till" aria-label="收银台">
        <p class="merchant">${merchantName}</p>
        <p class="goods">${order.description}</p>
        <p class="amount">
          ¥<b>${Math.floor(order.totalFen / 100)}</b>.${String(order.totalFen % 100).padStart(2, '0')}
        </p>
        <p class="state"><span id="state" class="stamp">…</span> <span id="left"></span></p>
        <dl>
          <dt>商户订单号</dt>
          <dd>${order.outTradeNo}</dd>
          <dt>场景</dt>
          <dd>${order.scene}</dd>
          <dt>微信单号</dt>
          <dd id="transaction">—</dd>
        </dl>
        <p class="main-actions">
          <button type="button" class="pay" data-do="pay">付款</button>
          <button type="button" data-do="cancel">取消</button>
          <button type="button" data-do="expire">超时</button>
          <button type="button" data-do="decline">银行拒付</button>
        </p>
        <p id="back-line" hidden><a class="button" id="back" href="/">回商城</a></p>
      </section>
      <section>
        <h2>捣乱</h2>
        <p class="tools">
          <button type="button" data-do="pay" data-plan="lose">付款，通知丢失</button>
          <button type="button" data-do="pay" data-plan="late">付款，通知迟到 10 秒</button>
          <button type="button" data-do="pay" data-plan="twice">付款，通知同时来两次</button>
          <button type="button" data-do="pay" data-plan="hold">乱序：付款，通知排在下一条之后</button>
          <button type="button" data-do="repeat">重复通知</button>
        </p>
        <form id="forge" class="row">
          <label
            >伪造通知
            <select name="kind">
              ${options}
            </select></label
          >
          <button type="submit">伪造</button>
        </form>
        <form id="fail" class="row">
          <label
            >微信接口的下一次应答
            <select name="kind">
              ${faults}
            </select></label
          >
          <button type="submit">捣乱一次</button>
        </form>
        <form id="refund" class="row">
          <label
            >下一笔退款
            <select name="end">
              <option value="SUCCESS">成功</option>
              <option value="ABNORMAL">异常</option>
              <option value="CLOSED">关闭</option>
              <option value="PROCESSING">一直处理中</option>
            </select></label
          >
          <button type="submit">安排</button>
        </form>
      </section>
      <section>
        <h2>退款</h2>
        <ul id="refunds" class="plain">
          <li>无</li>
        </ul>
      </section>
      <section>
        <h2>发给商户的通知</h2>
        <ul id="notices" class="plain">
          <li>无</li>
        </ul>
      </section>`,
  )
}

export function warehousePage(staffAccount: string): string {
  return frame(
    { title: '仓库', here: 'warehouse', script: 'warehouse.js' },
    html`<h1>仓库</h1>
      <p>这里走的是员工的正式接口：登录、看单、发货、送达。</p>
      <p id="said" role="status"></p>
      <form id="sign-in" class="stack">
        <label
          >员工账号
          <input name="account" autocomplete="username" required maxlength="40" value="${staffAccount}"
        /></label>
        <label
          >密码
          <input name="password" type="password" autocomplete="current-password" required maxlength="200"
        /></label>
        <button type="submit" class="go">登录</button>
      </form>
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
