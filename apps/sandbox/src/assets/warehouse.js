// The warehouse: lists orders and ships or delivers them through the product's own staff operations, as any
// client would. The access token stays in this tab; every action carries one key until it is done, so
// pressing twice does it once.
import { $, ask, el, say, uuid, yuan } from './common.js'

const API = '/api/v1'
const TOKEN = 'sandbox.staff'
const CARRIERS = ['顺丰速运', '京东物流', '中通快递', '圆通速递', '韵达快递']
const WORDS = {
  'user.wrong_password': '账号或密码不对',
  'user.locked': '错得太多，请稍后再试',
  'order.wrong_state': '订单的状态变了，列表已刷新',
  'order.no_such_order': '没有这笔订单',
  'platform.not_allowed': '这个账号没有权限',
  no_answer: '服务器没有应答，可以放心再按一次',
}
const keys = new Map()
let state = 'paid'
let round = 0

const token = () => sessionStorage.getItem(TOKEN)

function show() {
  $('sign-in').hidden = token() !== null
  $('work').hidden = token() === null
}

function explain(error) {
  if (error.status === 401 && token() !== null) {
    sessionStorage.removeItem(TOKEN)
    show()
    say('登录已过期，请重新登录', 'bad')
    return
  }
  say(WORDS[error.code] ?? `没有做成：${error.code}`, 'bad')
}

/** A POST under one key per deed: the same key again until the server has said yes or a definite no. */
async function post(path, body, deed = path) {
  const key = keys.get(deed) ?? uuid()
  keys.set(deed, key)
  const headers = {
    'idempotency-key': key,
    ...(token() === null ? {} : { authorization: `Bearer ${token()}` }),
  }
  try {
    const answer = await ask(API + path, { method: 'POST', body, headers })
    keys.delete(deed)
    return answer
  } catch (error) {
    if (error.status >= 400 && error.status < 500) keys.delete(deed)
    throw error
  }
}

async function signIn(given) {
  try {
    // Another password is another deed.
    keys.delete('/staff/sign-in')
    const answer = await post('/staff/sign-in', given)
    sessionStorage.setItem(TOKEN, answer.accessToken)
    say(`你好，${answer.name}`, 'good')
    show()
    await load()
  } catch (error) {
    explain(error)
  }
}

async function load(cursor) {
  const mine = (round += 1)
  const query = new URLSearchParams({ state, limit: '20', ...(cursor === undefined ? {} : { cursor }) })
  try {
    const page = await ask(`${API}/staff/orders?${query}`, {
      headers: { authorization: `Bearer ${token()}` },
    })
    if (mine !== round) return
    const cards = page.items.map(card)
    if (cursor === undefined) $('orders').replaceChildren(...cards)
    else $('orders').append(...cards)
    $('empty').hidden = $('orders').children.length > 0
    $('more').hidden = page.next === null
    $('more').onclick = () => load(page.next)
  } catch (error) {
    explain(error)
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
    el('label', {}, '快递', el('select', { name: 'carrier' }, ...carriers)),
    el(
      'label',
      {},
      '运单号',
      el('input', { name: 'trackingNo', required: true, maxlength: '40', value: trackingNo() }),
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

async function act(button, path, body, words) {
  button.disabled = true
  try {
    await post(path, body, path + JSON.stringify(body))
    say(words, 'good')
    await load()
  } catch (error) {
    explain(error)
    if (error.code === 'order.wrong_state') await load()
  } finally {
    button.disabled = false
  }
}

$('sign-in').addEventListener('submit', (event) => {
  event.preventDefault()
  void signIn(Object.fromEntries(new FormData(event.target)))
})
$('sign-out').addEventListener('click', () => {
  sessionStorage.removeItem(TOKEN)
  $('orders').replaceChildren()
  say('已退出')
  show()
})
for (const tab of document.querySelectorAll('[data-state]')) {
  tab.addEventListener('click', () => {
    state = tab.dataset.state
    for (const each of document.querySelectorAll('[data-state]'))
      each.setAttribute('aria-pressed', String(each === tab))
    void load()
  })
}
show()
if (token() !== null) void load()
