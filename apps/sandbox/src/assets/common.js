// What every page of the sandbox uses: elements, JSON calls, money and time in words. Vanilla, no inline
// anything.

/** Makes an element with text children and attributes; text never becomes HTML. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value)
  }
  element.append(...children)
  return element
}

export const $ = (id) => document.getElementById(id)

const untouched = (field) => field.defaultValue ?? field.options[0]?.value

/** Draws a list anew. What somebody has typed into a field with `data-keep`, and where he is, stays. */
export function redraw(list, items) {
  const typed = new Map()
  for (const field of list.querySelectorAll('[data-keep]'))
    if (field.value !== untouched(field)) typed.set(field.dataset.keep, field.value)
  const here = document.activeElement?.dataset.keep
  list.replaceChildren(...items)
  for (const field of list.querySelectorAll('[data-keep]')) {
    field.value = typed.get(field.dataset.keep) ?? field.value
    if (field.dataset.keep === here) field.focus()
  }
}

// By then the page's own script has run too, and its buttons do what they say.
document.addEventListener('DOMContentLoaded', () => document.querySelector('main').removeAttribute('inert'))

/** Says something in the status line; `tone` is good, bad or nothing. */
export function say(text, tone = '') {
  const line = $('said')
  line.textContent = text
  line.className = tone
}

/** An answer that is no success; `status` 0 when there was none. */
class Failure extends Error {
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** One JSON call with a time-out. Throws a Failure for every answer that is no success. */
export async function ask(path, { method = 'GET', body, headers = {} } = {}) {
  let response
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    throw new Failure(0, 'no_answer', '服务器没有应答')
  }
  const text = await response.text()
  let json = {}
  try {
    json = text === '' ? {} : JSON.parse(text)
  } catch {
    // Not JSON: the status alone speaks.
  }
  if (!response.ok) {
    throw new Failure(response.status, json.code ?? `HTTP ${response.status}`, json.detail ?? '')
  }
  return json
}

/** Asks again and again while the page is seen; a failure is said once and waited out. */
export function poll(task, wait_ms) {
  const round = async () => {
    if (!document.hidden) {
      try {
        await task()
      } catch (error) {
        say(`暂时读不到：${error.code}`, 'bad')
      }
    }
    setTimeout(round, wait_ms)
  }
  void round()
}

export function yuan(fen) {
  return `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

export function clock(at) {
  return new Date(at).toLocaleTimeString('zh-CN', { hour12: false })
}

/** Seconds, minutes or hours since; both times come from the server. */
export function ago(at, now) {
  const s = Math.max(0, Math.round((now - at) / 1000))
  if (s < 60) return `${s} 秒前`
  return s < 3600 ? `${Math.floor(s / 60)} 分钟前` : `${Math.floor(s / 3600)} 小时前`
}

/** A version 4 UUID; `crypto.randomUUID` is missing where the page is neither https nor localhost. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Copies a text; over plain HTTP by the old way. */
export async function copy(text) {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text)
    return
  }
  const field = el('textarea', { readonly: true })
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

export const STATES = {
  NOTPAY: '待支付',
  SUCCESS: '已支付',
  CLOSED: '已关闭',
  REFUND: '已转入退款',
  WAIT_BUYER_PAY: '待支付',
  TRADE_SUCCESS: '已支付',
  TRADE_FINISHED: '已完结',
  TRADE_CLOSED: '已关闭',
  open: '待支付',
  paid: '已支付',
  closed: '已关闭',
  expired: '已超时',
}
export const OPEN = ['NOTPAY', 'WAIT_BUYER_PAY', 'open']
export const SHUT = ['CLOSED', 'TRADE_CLOSED', 'closed', 'expired']
