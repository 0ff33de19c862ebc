/** Money of suppliers that leaves: asked for, sent through a channel (R9), confirmed by its payee. */
import { Payment } from '@tiantou/payment/contract'
import { type CrossJob, type Door, flow } from '@tiantou/platform'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
import { AskTransfer, ConfirmWithdrawal, RequestWithdrawal } from './withdraw.contract.ts'

/** Transfers go out under the app under which payments come in. */
const APP = { channel: 'wechat-pay' } as const

export const requestWithdrawal = flow(RequestWithdrawal, async ({ amountFen, way }, context) => {
  const { actor, ask, effect, step, refuse } = context
  const { ways } = await effect('ways', Supplier.effects.waysOffered, {})
  if (!ways.includes(way)) return refuse('way_not_offered')
  const wanted = { userId: actor.id, amountFen, way }
  if (way === 'bank') return step('request', Supplier.commands.requestWithdrawal, { ...wanted, openid: null })
  const { appId } = await effect('app', Payment.effects.appOfChannel, APP)
  const { openId: openid } = await ask(User.queries.wechatOpenId, { userId: actor.id, appId })
  if (openid === null) return refuse('wechat_needed')
  return step('request', Supplier.commands.requestWithdrawal, { ...wanted, openid })
})

export const confirmWithdrawal = flow(ConfirmWithdrawal, async ({ withdrawalId }, context) => {
  const { actor, ask, effect } = context
  const waiting = await ask(Supplier.queries.toConfirm, { userId: actor.id, withdrawalId })
  const { appId, merchantId: mchId } = await effect('app', Payment.effects.appOfChannel, APP)
  return { appId, mchId, package: waiting.packageInfo, confirmBy: waiting.confirmBy }
})

export const askTransfer = flow(AskTransfer, async ({ withdrawalId }, { effect, step }) => {
  const word = await effect('ask', Supplier.effects.transferAtChannel, { withdrawalId })
  return step('note', Supplier.commands.recordTransfer, word)
})

const BITE = 50

/** Each asking has its own key: the withdrawal and how often its channel was asked. */
export const askTransfers: CrossJob = {
  name: 'supplier.ask-transfers',
  every_s: 2,
  run: async ({ ask, run }) => {
    const { items } = await ask(Supplier.queries.transfersDue, { limit: BITE })
    for (const { withdrawalId, asks } of items)
      await run(AskTransfer, { withdrawalId }, `${withdrawalId}:${asks}`)
  },
}

const KEPT = new Set(['supplier.amount_mismatch', 'supplier.contradiction'])

/** WeChat repeats a notice until it is answered 2xx. */
export const transferNotify: Door = {
  path: '/callbacks/wechat-transfer',
  bodyLimit: 64 * 1024,
  handle: async ({ headers, body }, { effect, run }) => {
    const signed = Object.entries(headers).filter(([name]) => name.startsWith('wechatpay-'))
    const plain = signed.map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ])
    const bodyBase64 = body.toString('base64')
    const read = { headers: Object.fromEntries(plain) as Record<string, string>, bodyBase64 }
    const { report, code } = await effect(Supplier.effects.readTransferNotice, read)
    if (report === null) return { status: 401, body: { code: 'FAIL', message: code } }
    // What cannot be right is kept for a person: to hear it again would change nothing.
    const key = `${report.withdrawalId}:${report.word}:${report.channelRef ?? ''}:${report.amountFen ?? ''}`
    const result = await run(Supplier.commands.recordTransfer, report, key)
    return result.ok || KEPT.has(result.code)
      ? { status: 204, body: null }
      : { status: 409, body: { code: 'FAIL', message: result.code } }
  },
}
