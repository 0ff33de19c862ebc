/** Which of the channels that are offered can be met on this device, and how; best first. Pure. */
import type { Input, Output } from '@tiantou/client'
import type { Scene } from './device.ts'

type Offered = Output<'pay-ways.flow'>['channels']
export type Way = Pick<Input<'pay.flow'>, 'channel' | 'scene'>
export type Channel = Way['channel']

/** Inside WeChat nothing but WeChat opens; a PC shows WeChat's code, and goes to Alipay's own page. */
const WISHES: Readonly<Record<Scene, readonly Way[]>> = {
  jsapi: [{ channel: 'wechat-pay', scene: 'jsapi' }],
  h5: [
    { channel: 'wechat-pay', scene: 'h5' },
    { channel: 'alipay', scene: 'h5' },
  ],
  native: [
    { channel: 'wechat-pay', scene: 'native' },
    { channel: 'alipay', scene: 'page' },
  ],
}

export const waysFor = (device: Scene, offered: Offered): readonly Way[] =>
  WISHES[device].filter(({ channel, scene }) =>
    offered.some((one) => one.channel === channel && one.scenes.includes(scene)),
  )
