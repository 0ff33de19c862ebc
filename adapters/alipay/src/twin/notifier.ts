/** What the twin's notices say and how they are signed; the kit sends them. */
import type { KeyObject } from 'node:crypto'
import { announce as send, type Notifier } from '@tiantou/adapter-kit/twin'
import { seal, underSignature } from './gate.ts'
import { timeText } from './render.ts'

/** Waits between attempts in seconds: 4, 10, 10 minutes, 1, 2, 6, 15 hours; scaled in a twin. */
export const RETRY_LADDER_S = [240, 600, 600, 3600, 7200, 21_600, 54_000] as const

/** Who says it, and by which key. */
export interface Speaker {
  readonly appId: string
  readonly sellerId: string
  readonly keys: { readonly alipay: { readonly privateKey: KeyObject } }
  readonly book: { readonly now: () => number; readonly random: (bytes: number) => Buffer }
}

/** The whole form of a notice, signed. */
export function signedNotice(
  { appId, sellerId, keys, book }: Speaker,
  fields: Readonly<Record<string, string>>,
): Record<string, string> {
  const form = {
    notify_time: timeText(book.now()),
    notify_id: book.random(17).toString('hex'),
    app_id: appId,
    auth_app_id: appId,
    seller_id: sellerId,
    charset: 'utf-8',
    version: '1.0',
    ...fields,
  }
  const sign = seal(keys.alipay.privateKey, underSignature(new Map(Object.entries(form))))
  return { ...form, sign_type: 'RSA2', sign }
}

/** Sends one notice as the plan says. */
export function announce(
  speaker: Speaker & { readonly notifier: Notifier },
  url: string,
  fields: Readonly<Record<string, string>>,
): void {
  const form = signedNotice(speaker, fields)
  send(speaker.notifier, {
    id: form['notify_id'] ?? '',
    event: `${fields['trade_status']}${fields['gmt_refund'] === undefined ? '' : ' 退款'}`,
    outTradeNo: fields['out_trade_no'] ?? '',
    url,
    body: new URLSearchParams(form).toString(),
  })
}
