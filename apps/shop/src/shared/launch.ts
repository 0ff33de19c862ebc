/** Going where the ticket of a channel leads: to its page, or into the cashier of the WeChat browser. */
import type { Output } from '@tiantou/client'
import type { Channel } from './pay-ways.ts'

type Ticket = Output<'pay.flow'>['ticket']

interface WeChatBridge {
  invoke(name: string, params: unknown, done: (result: { err_msg?: string }) => void): void
}
declare global {
  interface Window {
    WeixinJSBridge?: WeChatBridge
  }
}

/** The bridge of the WeChat browser; it may come a moment after the page. */
const bridge = (): Promise<WeChatBridge | null> =>
  new Promise((done) => {
    if (window.WeixinJSBridge) return done(window.WeixinJSBridge)
    const timer = setTimeout(() => done(null), 3_000)
    const ready = () => {
      clearTimeout(timer)
      done(window.WeixinJSBridge ?? null)
    }
    document.addEventListener('WeixinJSBridgeReady', ready, { once: true })
  })

/**
 * Where the H5 cashiers of WeChat and e-CNY send the browser back to: they want a whole address, a page of
 * our own server a path. Alipay and UnionPay have their way back in what was signed.
 */
const withWayBack = (url: string): string => {
  const ours = new URL(url, location.href).origin === location.origin
  const back = `${ours ? '' : location.origin}${location.pathname}?back=1`
  return `${url}${url.includes('?') ? '&' : '?'}redirect_url=${encodeURIComponent(back)}`
}

/** Goes to a page that wants a form and no link. */
const post = (url: string, fields: Readonly<Record<string, string>>): void => {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = url
  form.hidden = true
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input')
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}

/**
 * Goes where a ticket leads; false when there is no way. A code leads nowhere by itself: it is shown.
 * @param after called when the cashier of the WeChat browser closes, however
 */
export const launch = async (
  channel: Channel,
  { codeUrl, url, form, params }: Ticket,
  after: () => void,
): Promise<boolean> => {
  if (codeUrl) return true
  if (url) {
    if (form) post(url, form)
    else location.assign(channel === 'wechat-pay' || channel === 'ecny' ? withWayBack(url) : url)
    return true
  }
  const found = await bridge()
  found?.invoke('getBrandWCPayRequest', params, after)
  return found !== null
}
