/**
 * Profit sharing as the provider does it: frozen funds, receivers named before, each with a result of its
 * own, returns by merchants, setting free. Source: pay.weixin.qq.com, 普通商户分账; codes of refusals «recalled».
 */
import { digits, type TwinOrder } from './book.ts'
import type { TwinAnswer } from './faults.ts'
import { invalid as no, mustBe as must, openSealed, Refusal, SHARE_NUMBER } from './gate.ts'
import { asJson, canonical, textOf, type Json } from './json.ts'
import { later } from './notifier.ts'
import { rfc3339 } from './render.ts'
import {
  findRound,
  frozenOf,
  receiverKey,
  ROUNDS_MOST,
  sharedOf,
  type TwinReceiver,
  type TwinRound,
  type TwinShare,
  type TwinSharing,
} from './sharing-book.ts'
import { settleShares } from './sharing-ends.ts'
import { queryReturn, takeBack } from './sharing-returns.ts'
import type { TwinState } from './twin-state.ts'

const RECEIVERS_MOST = 50
const say = (body: object): TwinAnswer => ({ status: 200, body: JSON.stringify(body) })

interface Asked {
  readonly query: URLSearchParams
  readonly body: () => Json
}

/** Answers what is asked of profit sharing; undefined where it is about something else. @throws Refusal */
export function answerSharing(
  twin: TwinState,
  method: string,
  parts: readonly string[],
  { query, body }: Asked,
): TwinAnswer | undefined {
  if (parts[0] !== 'v3' || parts[1] !== 'profitsharing') return undefined
  const [what = '', no1 = ''] = parts.slice(2)
  const route = `${method} ${parts.slice(2).join('/')}`
  if (route === 'POST receivers/add') return say(addReceiver(twin, body()))
  if (route === 'POST receivers/delete') return say(deleteReceiver(twin, body()))
  if (route === 'POST orders') return say(share(twin, body()))
  if (route === 'POST orders/unfreeze') return say(unfreeze(twin, body()))
  if (method === 'GET' && what === 'orders') return say(queryRound(twin, no1, query))
  if (route === 'POST return-orders') return say(takeBack(twin, body()))
  if (method === 'GET' && what === 'return-orders') return say(queryReturn(twin, no1, query))
  if (method === 'GET' && what === 'transactions' && parts[4] === 'amounts') {
    const order = orderOf(twin, no1)
    return say({ transaction_id: no1, unsplit_amount: frozenOf(twin.book.now(), order) ?? 0 })
  }
  return undefined
}

function addReceiver(twin: TwinState, said: Json): object {
  const { type, account } = receiverOf(twin, said)
  must(textOf(said['relation_type']) !== '', 'relation_type')
  must(type !== 'MERCHANT_ID' || said['name'] !== undefined, 'name')
  const name = said['name'] === undefined ? '' : openSealed(twin.keys, textOf(said['name']))
  const known = twin.names.get(account)
  if (known !== undefined && name !== known) throw no('接收方名称与实名不符')
  twin.sharing.receivers.set(receiverKey({ type, account }), { type, account, name })
  twin.sharing.receiversChanged()
  return { type, account, relation_type: said['relation_type'] }
}

function deleteReceiver(twin: TwinState, said: Json): object {
  const { type, account } = receiverOf(twin, said)
  twin.sharing.receivers.delete(receiverKey({ type, account }))
  twin.sharing.receiversChanged()
  return { type, account }
}

function receiverOf(twin: TwinState, said: Json): Pick<TwinReceiver, 'type' | 'account'> {
  must(said['appid'] === twin.appId, 'appid')
  const { type } = said
  must(type === 'MERCHANT_ID' || type === 'PERSONAL_OPENID', 'type')
  const account = textOf(said['account'])
  must(type === 'MERCHANT_ID' ? /^\d{8,32}$/.test(account) : account !== '', 'account')
  return { type: type as TwinReceiver['type'], account }
}

/** The order that a transaction paid. */
function orderOf(twin: TwinState, transactionId: string): TwinOrder {
  for (const order of twin.book.orders.values()) if (order.transactionId === transactionId) return order
  throw new Refusal(404, 'ORDER_NOT_EXIST', '订单不存在')
}

const sharingOf = (order: TwinOrder): TwinSharing => (order.sharing ??= { rounds: [], returns: [] })

/** The round of a number, told before in the same words; undefined where it is new. */
function told(twin: TwinState, outOrderNo: string, saidBefore: string): TwinRound | undefined {
  must(SHARE_NUMBER.test(outOrderNo), 'out_order_no')
  const known = findRound(twin.book.orders.values(), outOrderNo)?.round
  if (known !== undefined && known.saidBefore !== saidBefore) throw no('商户分账单号重复，且参数不一致')
  return known
}

function share(twin: TwinState, said: Json): object {
  must(said['appid'] === twin.appId, 'appid')
  const order = orderOf(twin, textOf(said['transaction_id']))
  const outOrderNo = textOf(said['out_order_no'])
  const saidBefore = canonical(said)
  const known = told(twin, outOrderNo, saidBefore)
  if (known !== undefined) return roundObject(order, known)
  const wanted = readReceivers(said['receivers'])
  const setsFree = said['unfreeze_unsplit']
  must(typeof setsFree === 'boolean', 'unfreeze_unsplit')
  mayShare(
    twin,
    order,
    wanted.reduce((sum, { amountFen }) => sum + amountFen, 0),
  )
  const createdAt = twin.book.now()
  const receivers = wanted.map((one): TwinShare => ({
    ...one,
    detailId: `36011${digits(twin.book, 23)}`,
    createdAt,
    result: 'PENDING',
  }))
  return openRound(twin, order, { outOrderNo, saidBefore, setsFree: setsFree === true, receivers })
}

function openRound(twin: TwinState, order: TwinOrder, wanted: Omit<TwinRound, 'orderId'>): object {
  const round = { ...wanted, orderId: `30011${digits(twin.book, 23)}` }
  sharingOf(order).rounds.push(round)
  twin.book.changed()
  const answer = roundObject(order, round)
  if (round.receivers.length === 0) return answer
  const plan = twin.sharing.plans.shift() ?? 'SUCCESS'
  if (plan !== 'PENDING') later(twin.notifier, 0, () => settleShares(twin, round.outOrderNo, plan))
  return answer
}

/** @throws Refusal where an order cannot be shared, or not so much of it */
function mayShare(twin: TwinState, order: TwinOrder, fen: number): void {
  const frozen = frozenOf(twin.book.now(), order)
  if (!order.isShared) throw new Refusal(403, 'NO_AUTH', '非分账订单不支持分账')
  if (frozen === undefined) throw no('订单已解冻，不可分账')
  if (twin.book.now() - (order.paidAt ?? 0) < twin.sharing.wait_ms) throw no('支付后 1 分钟内不可分账')
  if (sharingOf(order).rounds.length >= ROUNDS_MOST) throw no('分账次数超限')
  if (sharedOf(order) + fen > Math.floor((order.totalFen * twin.sharing.most_bp) / 10_000))
    throw new Refusal(403, 'RULE_LIMIT', '分账金额超出最大分账比例')
  if (fen > frozen) throw new Refusal(403, 'NOT_ENOUGH', '分账金额超出剩余可分金额')
}

function readReceivers(said: unknown): Pick<TwinShare, 'type' | 'account' | 'amountFen' | 'description'>[] {
  must(Array.isArray(said) && said.length > 0 && said.length <= RECEIVERS_MOST, 'receivers')
  const read = (said as unknown[]).map(asJson).map((one) => ({
    type: textOf(one['type']),
    account: textOf(one['account']),
    amountFen: Number(one['amount']),
    description: textOf(one['description']),
  }))
  const keys = new Set(read.map(({ type, account }) => `${type}:${account}`))
  must(keys.size === read.length, 'receivers')
  for (const { amountFen, description } of read) {
    must(Number.isSafeInteger(amountFen) && amountFen > 0, 'receivers.amount')
    must(description !== '' && Array.from(description).length <= 80, 'receivers.description')
  }
  return read
}

function unfreeze(twin: TwinState, said: Json): object {
  const order = orderOf(twin, textOf(said['transaction_id']))
  const outOrderNo = textOf(said['out_order_no'])
  must(textOf(said['description']) !== '', 'description')
  const saidBefore = canonical(said)
  const known = told(twin, outOrderNo, saidBefore)
  if (known !== undefined) return roundObject(order, known)
  if (frozenOf(twin.book.now(), order) === undefined) throw no('订单无需解冻')
  return openRound(twin, order, { outOrderNo, saidBefore, setsFree: true, receivers: [] })
}

function queryRound(twin: TwinState, outOrderNo: string, query: URLSearchParams): object {
  const found = findRound(twin.book.orders.values(), outOrderNo)
  if (found === undefined || found.order.transactionId !== query.get('transaction_id'))
    throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '分账单不存在')
  return roundObject(found.order, found.round)
}

const roundObject = (order: TwinOrder, { outOrderNo, orderId, receivers }: TwinRound): object => ({
  transaction_id: order.transactionId,
  out_order_no: outOrderNo,
  order_id: orderId,
  state: receivers.some(({ result }) => result === 'PENDING') ? 'PROCESSING' : 'FINISHED',
  receivers: receivers.map((one) => ({
    type: one.type,
    account: one.account,
    amount: one.amountFen,
    description: one.description,
    result: one.result,
    detail_id: one.detailId,
    create_time: rfc3339(one.createdAt),
    ...(one.failReason === undefined ? {} : { fail_reason: one.failReason }),
    ...(one.finishedAt === undefined ? {} : { finish_time: rfc3339(one.finishedAt) }),
  })),
})
