/** Which of the channels that are offered can be met on this device, and how; best first, one chosen. */
import type { Input, Output } from '@tiantou/client'
import { computed, ref, shallowRef } from 'vue'
import { api } from './api.ts'
import type { Scene } from './device.ts'
import type { Refusal } from './load.ts'

type Offered = Output<'pay-ways.flow'>['channels']
export type Way = Pick<Input<'pay.flow'>, 'channel' | 'scene'>
export type Channel = Way['channel']

/**
 * Inside WeChat nothing but WeChat opens. A PC shows the codes of WeChat and e-CNY, which a phone scans, and
 * goes to the pages of Alipay and UnionPay.
 */
const WISHES: Readonly<Record<Scene, readonly Way[]>> = {
  jsapi: [{ channel: 'wechat-pay', scene: 'jsapi' }],
  h5: [
    { channel: 'wechat-pay', scene: 'h5' },
    { channel: 'alipay', scene: 'h5' },
    { channel: 'unionpay', scene: 'h5' },
    { channel: 'ecny', scene: 'h5' },
  ],
  native: [
    { channel: 'wechat-pay', scene: 'native' },
    { channel: 'alipay', scene: 'page' },
    { channel: 'unionpay', scene: 'page' },
    { channel: 'ecny', scene: 'native' },
  ],
}

const waysFor = (device: Scene, offered: Offered): readonly Way[] =>
  WISHES[device].filter(({ channel, scene }) =>
    offered.some((one) => one.channel === channel && one.scenes.includes(scene)),
  )

/** @param last the channel that was tried last, where one was */
export const usePayWays = (device: Scene, last: () => Channel | null | undefined) => {
  const ways = shallowRef<readonly Way[] | null>(null)
  const wanted = ref<Channel | null>(null)

  /** Asks what is offered, until it is known; the no, where there is one. */
  const learn = async (): Promise<Refusal | null> => {
    if (ways.value !== null) return null
    const offered = await api('pay-ways.flow', {})
    if (!offered.ok) return offered
    ways.value = waysFor(device, offered.value.channels)
    return null
  }
  /** The chosen way; at first the one that was tried last, else the best. */
  const way = computed(() => {
    const channel = wanted.value ?? last()
    const known = ways.value ?? []
    return known.find((one) => one.channel === channel) ?? known[0] ?? null
  })
  const code = computed(() => way.value?.scene === 'native')
  return { ways: computed(() => ways.value ?? []), way, code, wanted, learn }
}
