/**
 * The cashier's page: the till as a payer sees it, and below it everything that can go wrong on the way to
 * the merchant.
 */
import {
  FAULT_KINDS,
  FORGE_KINDS,
  type FaultKind,
  type ForgeKind,
  type TwinOrderView,
} from '@tiantou/wechat-pay/twin'
import { html, type Html } from './html.ts'
import { frame } from './pages.ts'

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

/** @param back a path of this server that was checked before */
export function cashierPage(order: TwinOrderView, merchantName: string, back: string | undefined): string {
  const data = { order: order.outTradeNo, ...(back === undefined ? {} : { back }) }
  return frame(
    { title: '微信收银台', here: 'pay', script: 'cashier.js', data },
    html`${till(order, merchantName)}${mischief()}${records()}`,
  )
}

function till(order: TwinOrderView, merchantName: string): Html {
  return html`<h1 class="cashier-title">微信收银台<small>沙箱仿制</small></h1>
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
    </section>`
}

function mischief(): Html {
  const options = FORGE_KINDS.map((kind) => html`<option value="${kind}">${FORGERIES[kind]}</option>`)
  const faults = FAULT_KINDS.map((kind) => html`<option value="${kind}">${FAULTS[kind]}</option>`)
  return html`<section>
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
  </section>`
}

function records(): Html {
  return html`<section>
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
    </section>`
}
