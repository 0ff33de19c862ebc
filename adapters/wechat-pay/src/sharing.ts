/**
 * Profit sharing (分账): of a payment that was started with it the merchant gives parts to receivers it has
 * named before, takes parts back from merchants among them, and has the rest set free. One sharing order a
 * receiver, so that each has its own number and its own end. Source: pay.weixin.qq.com, 普通商户分账.
 */
import type {
  ShareAnswer,
  ShareReceiver,
  ShareReport,
  SharingChannel,
  WantedReturn,
  WantedShare,
} from '@tiantou/supplier/port'
import { call, type Merchant, understand } from './client.ts'
import type { WechatPayConfig } from './config.ts'
import { openKeyRing, sealingKey } from './keys.ts'
import type { ClientDeps } from './send.ts'
import { asObject, cutChars, integer, text, type Wire } from './wire.ts'

const PATH = '/v3/profitsharing'
const DESCRIPTION_CHARS = 80
const TYPES = { merchant: 'MERCHANT_ID', person: 'PERSONAL_OPENID' } as const
const UNKNOWN_NUMBER = new Set(['NOT_FOUND', 'RESOURCE_NOT_EXISTS', 'ORDER_NOT_EXIST'])

/** FINISHED is no success of anybody: each receiver's own result is. */
const RESULTS: Readonly<Record<string, ShareReport['state']>> = {
  PENDING: 'processing',
  SUCCESS: 'succeeded',
  CLOSED: 'failed',
}
const RETURN_RESULTS: Readonly<Record<string, ShareReport['state']>> = {
  PROCESSING: 'processing',
  SUCCESS: 'succeeded',
  FAILED: 'failed',
}
const UNFREEZE_STATES: Readonly<Record<string, ShareReport['state']>> = {
  PROCESSING: 'processing',
  FINISHED: 'succeeded',
}

const get = <State>(states: Readonly<Record<string, State>>, said: string | undefined): State | undefined =>
  said !== undefined && Object.hasOwn(states, said) ? states[said] : undefined

/** Opens profit sharing for a merchant. All amounts are integer fen. */
export function createWechatSharing(config: WechatPayConfig, deps: ClientDeps): SharingChannel {
  const merchant: Merchant = { config, keys: openKeyRing(config, deps) }
  const ask = (path: string) => call(merchant, { method: 'GET', path: `${PATH}${path}` }, deps)
  const post = (path: string, body: Wire) =>
    call(merchant, { method: 'POST', path: `${PATH}${path}`, body }, deps)
  return {
    name: 'wechat-pay',
    addReceiver: (receiver) => addReceiver(merchant, receiver, post),
    removeReceiver: async ({ kind, account }) => {
      const body = { appid: config.appId, type: TYPES[kind], account }
      const answer = await post('/receivers/delete', body)
      return understand(answer, (wire) => (text(wire, 'account') === account ? DONE : undefined))
    },
    share: (share) => submit(merchant, share, post),
    queryShare: async ({ shareId, transactionId }) => {
      const answer = await ask(`/orders/${shareId}?transaction_id=${encodeURIComponent(transactionId)}`)
      return nullWhereUnknown(answer, (wire) => reportOf(wire, shareId))
    },
    takeBack: (wanted) => takeBack(wanted, post),
    queryReturn: async ({ returnId, shareId }) => {
      const answer = await ask(`/return-orders/${returnId}?out_order_no=${shareId}`)
      return nullWhereUnknown(answer, (wire) => returnOf(wire, returnId))
    },
    unfreeze: async ({ unfreezeId, transactionId, description }) => {
      const words = cutChars(description, DESCRIPTION_CHARS)
      const body = { transaction_id: transactionId, out_order_no: unfreezeId, description: words }
      return understand(await post('/orders/unfreeze', body), (wire) => unfrozenOf(wire, unfreezeId))
    },
    queryUnfreeze: async ({ unfreezeId, transactionId }) => {
      const answer = await ask(`/orders/${unfreezeId}?transaction_id=${encodeURIComponent(transactionId)}`)
      return nullWhereUnknown(answer, (wire) => unfrozenOf(wire, unfreezeId))
    },
    unsplit: async (transactionId) => {
      const answer = await ask(`/transactions/${encodeURIComponent(transactionId)}/amounts`)
      return understand(answer, (wire) => {
        const fen = integer(wire, 'unsplit_amount')
        return fen === undefined ? undefined : { fen }
      })
    },
  }
}

const DONE = { done: true } as const
type Post = (path: string, body: Wire) => ReturnType<typeof call>

/** What the provider does not know is nobody's: null, and no refusal. */
function nullWhereUnknown<Value>(
  answer: Awaited<ReturnType<typeof call>>,
  read: (wire: Wire) => Value | undefined,
): ShareAnswer<Value | null> {
  if (answer.kind === 'refused' && UNKNOWN_NUMBER.has(answer.code)) return { kind: 'ok', value: null }
  return understand(answer, read)
}

/** Naming a receiver again is fine. A merchant is named with the name on its licence. */
async function addReceiver(
  merchant: Merchant,
  { kind, account, name }: ShareReceiver,
  post: Post,
): Promise<ShareAnswer<typeof DONE>> {
  const seal = await sealingKey(merchant.keys)
  if (seal === undefined) return { kind: 'unknown', message: 'no key of the provider yet' }
  const body = {
    appid: merchant.config.appId,
    type: TYPES[kind],
    account,
    name: seal(name),
    relation_type: 'SUPPLIER',
  }
  return understand(await post('/receivers/add', body), (wire) =>
    text(wire, 'account') === account ? DONE : undefined,
  )
}

async function submit(
  merchant: Merchant,
  { shareId, transactionId, receiver, amountFen, description }: WantedShare,
  post: Post,
): Promise<ShareAnswer<ShareReport>> {
  const { kind, account } = receiver
  const words = cutChars(description, DESCRIPTION_CHARS)
  const body = {
    appid: merchant.config.appId,
    transaction_id: transactionId,
    out_order_no: shareId,
    receivers: [{ type: TYPES[kind], account, amount: amountFen, description: words }],
    unfreeze_unsplit: false,
  }
  return understand(await post('/orders', body), (wire) => reportOf(wire, shareId))
}

/** The one line of a sharing order of ours. */
function reportOf(wire: Wire, shareId: string): ShareReport | undefined {
  const channelRef = text(wire, 'order_id')
  if (text(wire, 'out_order_no') !== shareId || channelRef === undefined) return undefined
  const receivers = Array.isArray(wire['receivers']) ? wire['receivers'].map(asObject) : []
  const line = receivers.length === 1 ? receivers[0] : undefined
  const state = get(RESULTS, text(line, 'result'))
  const amountFen = integer(line, 'amount')
  return state === undefined || amountFen === undefined
    ? undefined
    : { state, channelRef, amountFen, ...failCodeOf(line) }
}

async function takeBack(
  { returnId, shareId, receiver, amountFen, description }: WantedReturn,
  post: Post,
): Promise<ShareAnswer<ShareReport>> {
  if (receiver.kind === 'person')
    return { kind: 'refused', code: 'person', message: 'nothing can be taken back from a person' }
  const body = {
    out_order_no: shareId,
    out_return_no: returnId,
    return_mchid: receiver.account,
    amount: amountFen,
    description: cutChars(description, DESCRIPTION_CHARS),
  }
  return understand(await post('/return-orders', body), (wire) => returnOf(wire, returnId))
}

function returnOf(wire: Wire, returnId: string): ShareReport | undefined {
  const channelRef = text(wire, 'return_id')
  const state = get(RETURN_RESULTS, text(wire, 'result'))
  const amountFen = integer(wire, 'amount')
  if (text(wire, 'out_return_no') !== returnId || channelRef === undefined) return undefined
  return state === undefined || amountFen === undefined
    ? undefined
    : { state, channelRef, amountFen, ...failCodeOf(wire) }
}

function unfrozenOf(wire: Wire, unfreezeId: string): ShareReport | undefined {
  const channelRef = text(wire, 'order_id')
  const state = get(UNFREEZE_STATES, text(wire, 'state'))
  return text(wire, 'out_order_no') !== unfreezeId || channelRef === undefined || state === undefined
    ? undefined
    : { state, channelRef }
}

const failCodeOf = (wire: Wire | undefined): { readonly failCode?: string } => {
  const failCode = text(wire, 'fail_reason')
  return failCode === undefined ? {} : { failCode }
}
