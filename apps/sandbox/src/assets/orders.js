// The list of payments at the sandbox's WeChat: each leads to its cashier.
import { $, ago, ask, el, poll, STATES, yuan } from './common.js'

let drawn = ''

async function refresh() {
  const { orders, now } = await ask('/sandbox/api/orders')
  const signature = orders.map((each) => each.outTradeNo + each.state).join()
  if (signature === drawn) return
  drawn = signature
  $('orders').replaceChildren(...orders.map((order) => card(order, now)))
  $('empty').hidden = orders.length > 0
}

function card(order, now) {
  const href = `/sandbox/pay?out_trade_no=${encodeURIComponent(order.outTradeNo)}`
  const tone = order.state === 'NOTPAY' ? 'stamp' : order.state === 'CLOSED' ? 'stamp bad' : 'stamp good'
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
      el('span', {}, order.scene),
      el('span', {}, ago(order.createdAt, now)),
    ),
    el('p', { class: 'meta' }, order.scene === 'native' ? `二维码 ${order.codeUrl}` : ''),
    el('p', {}, el('a', { class: 'button', href }, '打开收银台')),
  )
}

poll(refresh, 2000)
