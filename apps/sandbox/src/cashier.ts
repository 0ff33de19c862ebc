/**
 * A channel's cashier: the till as a payer sees it, and below it everything that can go wrong on the way to
 * the merchant. What differs between channels comes in as a brand.
 */
import type { Brand } from './brands.ts'
import { html, type Html } from './html.ts'
import { frame } from './pages.ts'

/** What a till shows of an order. Amount in fen. */
export interface TillOrder {
  readonly outTradeNo: string
  readonly description: string
  readonly totalFen: number
  readonly way: string
}

/** @param back a path of this server that was checked before */
export function cashierPage(
  brand: Brand,
  order: TillOrder,
  merchantName: string,
  back: string | undefined,
): string {
  const { outTradeNo } = order
  const form: { form?: string } = brand.sendsForm === true ? { form: '' } : {}
  const data = { order: outTradeNo, api: brand.api, ...(back === undefined ? {} : { back }), ...form }
  return frame(
    { title: brand.title, here: brand.here, script: 'cashier.js', data },
    html`${till(brand, order, merchantName)}${mischief(brand)}${records()}`,
  )
}

function till(brand: Brand, order: TillOrder, merchantName: string): Html {
  return html`<h1 class="cashier-title">${brand.title}<small>沙箱仿制</small></h1>
    <p id="said" role="status"></p>
    <section class="till ${brand.here}" aria-label="收银台">
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
        <dd>${order.way}</dd>
        <dt>${brand.number}</dt>
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

const optionsOf = (words: Readonly<Record<string, string>>): readonly Html[] =>
  Object.entries(words).map(([kind, word]) => html`<option value="${kind}">${word}</option>`)

function mischief(brand: Brand): Html {
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
          ${optionsOf(brand.forgeries)}
        </select></label
      >
      <button type="submit">伪造</button>
    </form>
    <form id="fail" class="row">
      <label
        >${brand.answers}
        <select name="kind">
          ${optionsOf(brand.faults)}
        </select></label
      >
      <button type="submit">捣乱一次</button>
    </form>
    <form id="refund" class="row">
      <label
        >下一笔退款
        <select name="end">
          ${optionsOf(brand.refunds)}
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
