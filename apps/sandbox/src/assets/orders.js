// The list of payments at a channel of the sandbox: each leads to its cashier.
import { $, ago, ask, el, OPEN, poll, SHUT, STATES, yuan } from './common.js'

const { api, cashier } = document.body.dataset
let drawn = ''

async function refresh() {
  const { orders, now } = await ask(`${api}/orders`)
  const signature = orders.map((each) => each.outTradeNo + each.state).join()
  if (signature === drawn) return
  drawn = signature
  $('orders').replaceChildren(...orders.map((order) => card(order, now)))
  $('empty').hidden = orders.length > 0
}

function card(order, now) {
  const href = `${cashier}?out_trade_no=${encodeURIComponent(order.outTradeNo)}`
  const tone = OPEN.includes(order.state) ? 'stamp' : SHUT.includes(order.state) ? 'stamp bad' : 'stamp good'
  return el(
    'li',
    {},
    el(
      'p',
      { class: 'order-head' },
      el('b', {}, `${yuan(order.totalFen)} ${order.description}`),
      el('span', { class: tone }, STATES[order.state]),
    ),
    el(
      'p',
      { class: 'meta' },
      el('span', {}, order.outTradeNo),
      el('span', {}, order.way),
      el('span', {}, ago(order.createdAt, now)),
    ),
    el('p', { class: 'meta' }, order.codeUrl === undefined ? '' : `二维码 ${order.codeUrl}`),
    el('p', {}, el('a', { class: 'button', href }, '打开收银台')),
  )
}

poll(refresh, 2000)
