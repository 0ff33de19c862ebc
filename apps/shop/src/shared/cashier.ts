/**
 * One payment as the cashier sees it: asked for again and again until the server knows, opened at the chosen
 * channel by the way that fits the device. It never concludes from a click, a return or a timer that money
 * has moved: only the server says.
 */
import type { Output } from '@tiantou/client'
import { computed, ref, type Ref } from 'vue'
import { noteBought } from './again.ts'
import { api } from './api.ts'
import { useNow, usePolling } from './clock.ts'
import { sceneOf, type Scene } from './device.ts'
import { launch } from './launch.ts'
import { useLoad, type Refusal } from './load.ts'
import { type Channel, usePayWays } from './pay-ways.ts'
import { goToWechat } from './wechat.ts'

type Payment = Output<'payment.get'>

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

interface Known {
  readonly payment: Ref<Payment | null>
  readonly device: Scene
  readonly code: Ref<boolean>
  readonly launched: Ref<boolean>
  readonly asked: Ref<number>
  readonly codeUrl: Ref<string>
  readonly time: Ref<number>
}

/** What the screen shows of what is known. */
const useShown = ({ payment, device, code, launched, asked, codeUrl, time }: Known) => ({
  face: computed(() =>
    payment.value
      ? faceOf(payment.value, { device, code: code.value }, launched.value, asked.value > 2)
      : null,
  ),
  /** The channel has ended the attempt behind the code on the screen: scanning it leads nowhere. */
  dead: computed(
    () =>
      codeUrl.value !== '' && asked.value > 1 && payment.value?.state === 'pending' && !payment.value.asking,
  ),
  overdue: computed(() => (payment.value ? time.value >= payment.value.expiresAt : false)),
})

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

  const offer = usePayWays(device, () => payment.value?.channel)
  const load = useLoad(async () => {
    const unknown = await offer.learn()
    if (unknown) return unknown
    const answer = await api('payment.get', { paymentId })
    // Somebody has been at the channel's page, if not from here: its answer is worth a word when it comes.
    if (answer.ok && answer.value.channel !== null && device !== 'native') launched.value = true
    if (answer.ok && answer.value.state === 'paid') noteBought()
    return answer
  })
  const payment = load.value
  const shown = useShown({ payment, device, code: offer.code, launched, asked, codeUrl, time })

  const ask = async (): Promise<boolean> => {
    await load.reload()
    asked.value += 1
    return payment.value === null || payment.value.state === 'pending'
  }
  const polling = usePolling(ask)

  /**
   * Opens the chosen channel; `opened` false when there is no way to. Asking again for an open attempt is
   * safe: it is the same one.
   */
  const pay = async (): Promise<{ opened: boolean }> => {
    const chosen = offer.way.value
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
    offer.wanted.value = channel
    no.value = null
    launched.value = false
    codeUrl.value = ''
  }

  return { ...offer, ...shown, choose, time, load, payment, busy, no, codeUrl, pay, polling }
}
