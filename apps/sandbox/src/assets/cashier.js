// The cashier: buttons that move one payment, and what the provider's notices got for an answer.
import { $, ask, clock, el, OPEN, poll, say, SHUT, STATES, yuan } from './common.js'

const { order: no, api, back, form } = document.body.dataset
const path = `${api}/orders/${encodeURIComponent(no)}`
const NOTICES = {
  waiting: '等待重发',
  held: '扣住',
  delivered: '已送达',
  lost: '已丢失',
  'given-up': '已放弃',
}
const REFUNDS = { PROCESSING: '处理中', SUCCESS: '成功', CLOSED: '关闭', ABNORMAL: '异常' }
const WORDS = {
  ORDERPAID: '这笔订单已经付过款',
  ORDER_CLOSED: '这笔订单已经关闭',
  INVALID_REQUEST: '现在不能这样做',
  RESOURCE_NOT_EXISTS: '还没有发出过通知',
  'ACQ.TRADE_HAS_SUCCESS': '这笔订单已经付过款',
  'ACQ.TRADE_HAS_CLOSE': '这笔订单已经关闭',
  'ACQ.TRADE_STATUS_ERROR': '现在不能这样做',
  'ACQ.TRADE_NOT_EXIST': '还没有发出过通知',
  12: '这笔订单已经付过款',
  34: '还没有发出过通知',
  38: '这笔订单已经超时',
  ORDER_PAID: '这笔订单已经付过款',
  ORDERID_NOT_EXIST: '还没有发出过通知',
}
const LEAVE_MS = 900

if (back !== undefined) {
  $('back').href = back
  $('back-line').hidden = false
}

function draw({ order, now }) {
  const isOpen = OPEN.includes(order.state)
  $('state').textContent = STATES[order.state]
  $('state').className = isOpen ? 'stamp' : SHUT.includes(order.state) ? 'stamp bad' : 'stamp good'
  $('left').textContent = isOpen
    ? `剩 ${duration(order.expiresAt - now)}${order.declined > 0 ? ` · 拒付 ${order.declined} 次` : ''}`
    : ''
  $('transaction').textContent = order.transactionId ?? '—'
  for (const button of document.querySelectorAll('[data-do]')) {
    button.disabled = button.dataset.do === 'repeat' ? order.notices.length === 0 : !isOpen
  }
  list('refunds', order.refunds.map(refundLine))
  list(
    'notices',
    order.notices.map((notice) => el('li', {}, noticeWords(notice))),
  )
}

function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(s / 60)} 分 ${String(s % 60).padStart(2, '0')} 秒`
}

function noticeWords(notice) {
  const answers = notice.attempts.map((status) => (status === 0 ? '没有应答' : status)).join('、')
  return `${notice.event} · ${NOTICES[notice.state]}${answers === '' ? '' : ` · 商户应答 ${answers}`}`
}

function refundLine(refund) {
  const line = el(
    'li',
    {},
    `${yuan(refund.refundFen)} · ${REFUNDS[refund.status]} · ${refund.outRefundNo} ${refund.reason} `,
  )
  if (refund.status === 'PROCESSING' || refund.status === 'ABNORMAL') {
    const end = () => act('end-refund', { outRefundNo: refund.outRefundNo }, '退款已到账')
    line.append(el('button', { type: 'button', onclick: end }, '让它到账'))
  }
  return line
}

function list(id, items) {
  $(id).replaceChildren(...(items.length > 0 ? items : [el('li', {}, '无')]))
}

async function refresh() {
  draw(await ask(path))
}

/** Presses one button; answers whether it was done. */
async function act(action, body, words) {
  try {
    const answer = await ask(`${path}/${action}`, { method: 'POST', body })
    say(typeof answer.status === 'number' ? `${words}：商户应答 ${answer.status || '无'}` : words, 'good')
    await refresh()
    return true
  } catch (error) {
    say(WORDS[error.code.replace('sandbox.', '')] ?? `没有做成：${error.code}`, 'bad')
    await refresh().catch(() => undefined)
    return false
  }
}

async function press(button) {
  const { do: action, plan } = button.dataset
  const words = {
    pay: '付款成功',
    cancel: '已取消，没有扣款',
    expire: '支付时限已过',
    decline: '银行拒付，可以再试',
    repeat: '已重发',
  }
  const isDone = await act(action, plan === undefined ? {} : { plan }, words[action])
  const leaves = isDone && back !== undefined && (action === 'pay' || action === 'cancel')
  if (leaves) setTimeout(goBack, LEAVE_MS)
}

/** To the shop: by a link, or as UnionPay does it, by a form that says how it went. */
function goBack() {
  if (form === undefined) return location.assign(back)
  const sent = el('form', { method: 'post', action: back, hidden: true })
  sent.append(el('input', { name: 'orderId', value: no }))
  document.body.append(sent)
  sent.submit()
}

async function plan(action, body, words) {
  try {
    await ask(`${api}/plans/${action}`, { method: 'POST', body })
    say(`${words}(${clock(Date.now())})`, 'good')
  } catch (error) {
    say(`没有做成：${error.code}`, 'bad')
  }
}

function onSubmit(id, task) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault()
    void task(Object.fromEntries(new FormData(event.target)))
  })
}

for (const button of document.querySelectorAll('[data-do]'))
  button.addEventListener('click', () => press(button))
onSubmit('forge', (given) => act('forge', given, '伪造的通知已发出'))
onSubmit('fail', (given) => plan('fail', given, '已安排：下一次应答会捣乱'))
onSubmit('refund', (given) => plan('refund', given, '已安排：下一笔退款'))
poll(refresh, 1500)
