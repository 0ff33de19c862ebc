// Signing in as staff, and the product's own staff operations as every client calls them. The access token
// stays in this tab; every deed carries one key until it is done, so pressing twice does it once.
import { $, ask, say, uuid } from './common.js'

const API = '/api/v1'
const TOKEN = 'sandbox.staff'
const WORDS = {
  'user.wrong_password': '账号或密码不对',
  'user.locked': '错得太多，请稍后再试',
  'platform.not_allowed': '这个账号没有权限',
  no_answer: '服务器没有应答，可以放心再按一次',
}
const keys = new Map()

const token = () => sessionStorage.getItem(TOKEN)
const authorized = () => (token() === null ? {} : { authorization: `Bearer ${token()}` })

function show() {
  $('sign-in').hidden = token() !== null
  $('work').hidden = token() === null
}

/** Says why not; `words` are those of the page, by code, or made from what the refusal says. */
export function explain(error, words = {}) {
  if (error.status === 401 && token() !== null) {
    sessionStorage.removeItem(TOKEN)
    show()
    say('登录已过期，请重新登录', 'bad')
    return
  }
  say(words[error.code] ?? WORDS[error.code] ?? `没有做成：${error.code}`, 'bad')
}

/** What a GET of the product answers. */
export const read = (path) => ask(API + path, { headers: authorized() })

/** A file of the product, as an address that the browser can open. */
export async function file(path) {
  const response = await fetch(API + path, { headers: authorized(), signal: AbortSignal.timeout(20_000) })
  if (!response.ok)
    throw Object.assign(new Error(path), { status: response.status, code: `HTTP ${response.status}` })
  return URL.createObjectURL(await response.blob())
}

/** A POST under one key per deed: the same key again until the server has said yes or a definite no. */
export async function post(path, body, deed = path) {
  const key = keys.get(deed) ?? uuid()
  keys.set(deed, key)
  const headers = { 'idempotency-key': key, ...authorized() }
  try {
    const answer = await ask(API + path, { method: 'POST', body, headers })
    keys.delete(deed)
    return answer
  } catch (error) {
    if (error.status >= 400 && error.status < 500) keys.delete(deed)
    throw error
  }
}

async function signIn(given, load) {
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

/** Puts the forms to work; `load` fills the page once somebody is there, `leave` empties it. */
export function begin(load, leave) {
  $('sign-in').addEventListener('submit', (event) => {
    event.preventDefault()
    void signIn(Object.fromEntries(new FormData(event.target)), load)
  })
  $('sign-out').addEventListener('click', () => {
    sessionStorage.removeItem(TOKEN)
    leave()
    say('已退出')
    show()
  })
  show()
  if (token() !== null) void load()
}

/** Names of carriers as staff chooses them. */
export const CARRIERS = ['顺丰速运', '京东物流', '中通快递', '圆通速递', '韵达快递']

/**
 * Makes the buttons of a page: `act` posts what one of them does, says so, and loads the page anew; also
 * where the refusal `stale` says that it shows what was before.
 */
export const worker =
  ({ words, stale, load }) =>
  async (button, path, body, done) => {
    button.disabled = true
    try {
      await post(path, body, path + JSON.stringify(body))
      say(done, 'good')
      await load()
    } catch (error) {
      explain(error, words)
      if (error.code === stale) await load()
    } finally {
      button.disabled = false
    }
  }

/** Lets the tabs of the page choose a state. */
export function tabs(choose) {
  const all = document.querySelectorAll('[data-state]')
  for (const tab of all) {
    tab.addEventListener('click', () => {
      for (const each of all) each.setAttribute('aria-pressed', String(each === tab))
      choose(tab.dataset.state)
    })
  }
}
