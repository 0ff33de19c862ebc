/**
 * One payment as the cashier sees it: asked for again and again until the server knows, opened at the chosen
 * channel by the way that fits the device. It never concludes from a click, a return or a timer that money has
 * moved: only the server says.
 */
import type { Output } from '@tiantou/client'
import { computed, ref, shallowRef } from 'vue'
import { noteBought } from './again.ts'
import { api } from './api.ts'
import { useNow, usePolling } from './clock.ts'
import { sceneOf, type Scene } from './device.ts'
import { useLoad, type Refusal } from './load.ts'
import { type Channel, type Way, waysFor } from './pay-ways.ts'
import { goToWechat } from './wechat.ts'

type Payment = Output<'payment.get'>
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
 * Where WeChat's H5 cashier sends the browser back to: WeChat wants a whole address, a page of our own server
 * a path. Alipay has its way back in the signed link.
 */
const withWayBack = (url: string): string => {
  const ours = new URL(url, location.href).origin === location.origin
  const back = `${ours ? '' : location.origin}${location.pathname}?back=1`
  return `${url}${url.includes('?') ? '&' : '?'}redirect_url=${encodeURIComponent(back)}`
}

export type CashierFace = Exclude<Payment['state'], 'pending'> | 'asking' | 'unpaid' | 'open'

/**
 * An attempt that is open may have been paid, whether this page opened it or not; the code on a PC says so
 * itself, and beside it an open attempt tells nothing of the others.
 */
const faceOf = (
  payment: Payment,
  { device, code }: { device: Scene; code: boolean },
  launched: boolean,
  quiet: boolean,
): CashierFace => {
  if (payment.state !== 'pending') return payment.state
  if (code || (device === 'native' && !launched)) return 'open'
  if (payment.asking || (launched && !quiet)) return 'asking'
  return launched ? 'unpaid' : 'open'
}

/**
 * Goes where a ticket leads; false when there is no way. A code leads nowhere by itself: it is shown.
 * @param after called when the cashier of the WeChat browser closes, however
 */
const launch = async (
  channel: Channel,
  { codeUrl, url, params }: Ticket,
  after: () => void,
): Promise<boolean> => {
  if (codeUrl) return true
  if (url) {
    location.assign(channel === 'wechat-pay' ? withWayBack(url) : url)
    return true
  }
  const found = await bridge()
  found?.invoke('getBrandWCPayRequest', params, after)
  return found !== null
}

/**
 * @param came whether the browser has just come back from the channel's own page
 */
export const useCashier = (paymentId: string, came: boolean) => {
  const device = sceneOf()
  const time = useNow()
  const launched = ref(came)
  /** How often the server was asked since the person went to pay. */
  const asked = ref(0)
  const busy = ref(false)
  const no = ref<Refusal | null>(null)
  const codeUrl = ref('')

  const ways = shallowRef<readonly Way[]>([])
  const wanted = ref<Channel | null>(null)
  let known = false

  const load = useLoad(async () => {
    const offered = known ? null : await api('pay-ways.flow', {})
    if (offered && !offered.ok) return offered
    if (offered) ways.value = waysFor(device, offered.value.channels)
    known = true
    const answer = await api('payment.get', { paymentId })
    // Somebody has been at the channel's page, if not from here: its answer is worth a word when it comes.
    if (answer.ok && answer.value.asking && device !== 'native') launched.value = true
    if (answer.ok && answer.value.state === 'paid') noteBought()
    return answer
  })
  const payment = computed(() => load.value.value)
  /** The chosen way; at first the one that was tried last, else the best. */
  const way = computed(() => {
    const last = wanted.value ?? payment.value?.channel
    return ways.value.find(({ channel }) => channel === last) ?? ways.value[0] ?? null
  })
  const code = computed(() => way.value?.scene === 'native')
  const face = computed(() =>
    payment.value
      ? faceOf(payment.value, { device, code: code.value }, launched.value, asked.value > 2)
      : null,
  )
  /** The channel has ended the attempt behind the code on the screen: scanning it leads nowhere. */
  const dead = computed(
    () =>
      codeUrl.value !== '' && asked.value > 1 && payment.value?.state === 'pending' && !payment.value.asking,
  )
  const overdue = computed(() => (payment.value ? time.value >= payment.value.expiresAt : false))

  const ask = async (): Promise<boolean> => {
    await load.reload()
    asked.value += 1
    return payment.value === null || payment.value.state === 'pending'
  }
  const polling = usePolling(ask)

  /**
   * Opens the chosen channel; `opened` false when there is no way to. Asking again for an open attempt is safe:
   * it is the same one.
   */
  const pay = async (): Promise<{ opened: boolean }> => {
    const chosen = way.value
    if (chosen === null) return { opened: true }
    busy.value = true
    no.value = null
    const answer = await api('pay.flow', { paymentId, ...chosen })
    busy.value = false
    if (!answer.ok) {
      // Inside WeChat nobody is asked anything: it says who he is, and he is back in a moment.
      const lacksWechat = answer.code === 'pay.wechat_needed'
      no.value = lacksWechat ? await goToWechat('official', location.pathname) : answer
      if (!lacksWechat) await load.reload()
      return { opened: true }
    }
    const { ticket } = answer.value
    asked.value = 0
    polling.start()
    codeUrl.value = ticket.codeUrl ?? ''
    const opened = await launch(chosen.channel, ticket, polling.start)
    launched.value = opened && !ticket.codeUrl
    return { opened }
  }

  /** Another channel: what was said of the one before no longer counts. */
  const choose = (channel: Channel | null) => {
    wanted.value = channel
    no.value = null
    launched.value = false
  }

  return {
    ways,
    way,
    code,
    choose,
    time,
    load,
    payment,
    face,
    overdue,
    busy,
    no,
    codeUrl,
    dead,
    pay,
    polling,
  }
}
