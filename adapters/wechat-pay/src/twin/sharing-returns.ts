/** What merchants among the receivers give back: once a number, within half a year, no more than they got. */
import { digits } from './book.ts'
import { invalid as no, mustBe as must, Refusal, SHARE_NUMBER } from './gate.ts'
import { textOf, type Json } from './json.ts'
import { later } from './notifier.ts'
import { rfc3339 } from './render.ts'
import { findReturn, findRound, ROUNDS_MOST, type TwinReturn } from './sharing-book.ts'
import { settleShares } from './sharing-ends.ts'
import type { TwinState } from './twin-state.ts'

const RETURN_MS = 180 * 86_400_000

/** @throws Refusal PARAM_ERROR, INVALID_REQUEST */
export function takeBack(twin: TwinState, said: Json): object {
  const outReturnNo = textOf(said['out_return_no'])
  const outOrderNo = textOf(said['out_order_no'])
  const account = textOf(said['return_mchid'])
  const amountFen = Number(said['amount'])
  must(SHARE_NUMBER.test(outReturnNo), 'out_return_no')
  must(Number.isSafeInteger(amountFen) && amountFen > 0, 'amount')
  must(textOf(said['description']) !== '', 'description')
  const known = findReturn(twin.book.orders.values(), outReturnNo)
  if (known !== undefined) {
    const isSame =
      known.outOrderNo === outOrderNo && known.account === account && known.amountFen === amountFen
    if (!isSame) throw no('商户回退单号重复，且参数不一致')
    return returnObject(known)
  }
  const found = findRound(twin.book.orders.values(), outOrderNo)
  const line = found?.round.receivers.find(
    (one) => one.type === 'MERCHANT_ID' && one.account === account && one.result === 'SUCCESS',
  )
  if (found === undefined || line === undefined) throw no('原分账单或接收方不存在')
  const returns = found.order.sharing?.returns ?? []
  const before = returns.filter((one) => one.outOrderNo === outOrderNo && one.account === account)
  const beforeFen = before.reduce((sum, one) => sum + (one.result === 'FAILED' ? 0 : one.amountFen), 0)
  if (twin.book.now() - line.createdAt > RETURN_MS) throw no('已超过回退期限')
  if (before.length >= ROUNDS_MOST) throw no('回退次数超限')
  if (beforeFen + amountFen > line.amountFen) throw no('回退金额超出可回退金额')
  const fresh: TwinReturn = {
    outReturnNo,
    returnId: `30021${digits(twin.book, 23)}`,
    outOrderNo,
    account,
    amountFen,
    createdAt: twin.book.now(),
    result: 'PROCESSING',
  }
  returns.push(fresh)
  twin.book.changed()
  const plan = twin.sharing.plans.shift() ?? 'SUCCESS'
  const answer = returnObject(fresh)
  if (plan !== 'PENDING') later(twin.notifier, 0, () => settleShares(twin, outReturnNo, plan))
  return answer
}

/** @throws Refusal RESOURCE_NOT_EXISTS */
export function queryReturn(twin: TwinState, outReturnNo: string, query: URLSearchParams): object {
  const found = findReturn(twin.book.orders.values(), outReturnNo)
  if (found === undefined || found.outOrderNo !== query.get('out_order_no'))
    throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '回退单不存在')
  return returnObject(found)
}

const returnObject = (one: TwinReturn): object => ({
  out_order_no: one.outOrderNo,
  out_return_no: one.outReturnNo,
  return_id: one.returnId,
  return_mchid: one.account,
  amount: one.amountFen,
  result: one.result,
  create_time: rfc3339(one.createdAt),
  ...(one.failReason === undefined ? {} : { fail_reason: one.failReason }),
  ...(one.finishedAt === undefined ? {} : { finish_time: rfc3339(one.finishedAt) }),
})
