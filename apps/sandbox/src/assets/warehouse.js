// The warehouse: lists orders and ships or delivers them through the product's own staff operations.
import { $, el, redraw, yuan } from './common.js'
import { begin, CARRIERS, explain, read, tabs, worker } from './staff.js'

const WORDS = {
  'order.not_shipped': '还没有发货',
  'order.wrong_state': '订单的状态变了，列表已刷新',
  'order.no_such_order': '没有这笔订单',
}
let state = 'paid'
let round = 0

async function load(cursor) {
  const mine = (round += 1)
  const query = new URLSearchParams({ state, limit: '20', ...(cursor === undefined ? {} : { cursor }) })
  try {
    const page = await read(`/staff/orders?${query}`)
    if (mine !== round) return
    const cards = page.items.map(card)
    if (cursor === undefined) redraw($('orders'), cards)
    else $('orders').append(...cards)
    $('empty').hidden = $('orders').children.length > 0
    $('more').hidden = page.next === null
    $('more').onclick = () => load(page.next)
  } catch (error) {
    explain(error, WORDS)
  }
}

function card(order) {
  const { receiver } = order
  const place = [receiver.province, receiver.city, receiver.county, receiver.detail].join(' ')
  const lines = order.lines.map((line) => el('li', {}, `${line.title} ${line.spec} × ${line.quantity}`))
  const wanted =
    order.remindedAt === null || state !== 'paid' ? [] : [el('b', { class: 'bad' }, '顾客催发货')]
  const sent =
    order.trackingNo === null ? [] : [el('p', { class: 'meta' }, `${order.carrier} ${order.trackingNo}`)]
  return el(
    'li',
    {},
    el(
      'p',
      { class: 'order-head' },
      el('b', {}, order.orderNo),
      ...wanted,
      el('span', {}, yuan(order.totalFen)),
    ),
    el('ul', { class: 'goods-list' }, ...lines),
    el('p', { class: 'meta' }, el('span', {}, `${receiver.name} ${receiver.phone}`), el('span', {}, place)),
    ...sent,
    ...deed(order),
  )
}

function deed(order) {
  if (state === 'paid') return [shipForm(order)]
  if (state !== 'shipped') return []
  const deliver = (event) =>
    act(event.target, `/staff/orders/${order.orderId}/deliver`, {}, `${order.orderNo} 已送达`)
  return [el('p', {}, el('button', { type: 'button', class: 'go', onclick: deliver }, '送到了'))]
}

function shipForm(order) {
  const carriers = CARRIERS.map((name) => el('option', {}, name))
  const form = el(
    'form',
    { class: 'row' },
    el(
      'label',
      {},
      '快递',
      el('select', { name: 'carrier', 'data-keep': `${order.orderId} carrier` }, ...carriers),
    ),
    el(
      'label',
      {},
      '运单号',
      el('input', {
        name: 'trackingNo',
        required: true,
        maxlength: '40',
        value: trackingNo(),
        'data-keep': `${order.orderId} number`,
      }),
    ),
    el('button', { type: 'submit', class: 'go' }, '发货'),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const given = Object.fromEntries(new FormData(form))
    void act(
      form.querySelector('button'),
      `/staff/orders/${order.orderId}/ship`,
      given,
      `${order.orderNo} 已发货`,
    )
  })
  return form
}

function trackingNo() {
  const digits = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte % 10)
  return `SB${digits.join('')}`
}

const act = worker({ words: WORDS, stale: 'order.wrong_state', load })

tabs((chosen) => {
  state = chosen
  void load()
})
begin(load, () => $('orders').replaceChildren())
