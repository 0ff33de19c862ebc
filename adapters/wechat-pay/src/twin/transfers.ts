/**
 * Transfers to a user as the provider books them: he confirms within a day or it fails, the merchant may
 * call it off before. Source: pay.weixin.qq.com, 商家转账, 用户确认模式.
 */
import { digits, type TwinTransfer } from './book.ts'
import type { TwinAnswer } from './faults.ts'
import { mustBe, openSealed, Refusal } from './gate.ts'
import { asJson, canonical, textOf, type Json } from './json.ts'
import { announce, later } from './notifier.ts'
import { rfc3339 } from './render.ts'
import type { TwinState } from './twin-state.ts'

const DAY_MS = 86_400_000
const BILL_NO = /^[0-9A-Za-z]{1,32}$/
const NAME_FROM_FEN = 200_000
const NO_NAME_BELOW_FEN = 30
const MOST_FEN = 20_000_000

/** Answers what is asked of transfers; undefined where it is about something else. @throws Refusal */
export function answerTransfers(
  twin: TwinState,
  method: string,
  parts: readonly string[],
  body: () => Json,
): TwinAnswer | undefined {
  if (parts.slice(0, 4).join('/') !== 'v3/fund-app/mch-transfer/transfer-bills') return undefined
  const [by, no = '', verb] = parts.slice(4)
  if (method === 'POST' && by === undefined) return say(open(twin, body()))
  if (by !== 'out-bill-no') return undefined
  const transfer = find(twin, no)
  if (method === 'GET' && verb === undefined) return say(wireOf(twin, transfer))
  if (method !== 'POST' || verb !== 'cancel') return undefined
  if (transfer.state === 'SUCCESS' || transfer.state === 'FAIL')
    throw new Refusal(400, 'INVALID_REQUEST', '当前状态不允许撤销')
  const { outBillNo: out_bill_no, transferBillNo: transfer_bill_no } = transfer
  // What is called off ends a moment later, and is told.
  later(twin.notifier, 0, () => endTransfer(twin, no, 'CANCELLED'))
  return say({ out_bill_no, transfer_bill_no, state: 'CANCELING' })
}

function open(twin: TwinState, said: Json): object {
  const wanted = read(twin, said)
  const known = twin.transfers.get(wanted.outBillNo)
  if (known !== undefined) {
    if (known.saidBefore !== wanted.saidBefore)
      throw new Refusal(400, 'INVALID_REQUEST', '商户单号已存在，且参数不一致')
    return opened(known)
  }
  if (twin.transferFunds_fen < wanted.amountFen) throw new Refusal(403, 'NOT_ENOUGH', '资金不足')
  const now = twin.book.now()
  const transfer: TwinTransfer = {
    ...wanted,
    transferBillNo: `13300${digits(twin.book, 23)}`,
    packageInfo: twin.book.random(24).toString('base64url'),
    createdAt: now,
    updatedAt: now,
    state: 'WAIT_USER_CONFIRM',
  }
  twin.transferFunds_fen -= wanted.amountFen
  twin.transfers.set(transfer.outBillNo, transfer)
  twin.transfersChanged()
  later(twin.notifier, DAY_MS, () => endTransfer(twin, transfer.outBillNo, 'FAIL', 'OVERDUE_CLOSE'))
  return opened(transfer)
}

const opened = ({ outBillNo, transferBillNo, createdAt, state, packageInfo }: TwinTransfer): object => ({
  out_bill_no: outBillNo,
  transfer_bill_no: transferBillNo,
  create_time: rfc3339(createdAt),
  state,
  ...(state === 'WAIT_USER_CONFIRM' ? { package_info: packageInfo } : {}),
})

function read(twin: TwinState, said: Json) {
  const outBillNo = textOf(said['out_bill_no'])
  const amountFen = Number(said['transfer_amount'])
  const remark = textOf(said['transfer_remark'])
  const openId = textOf(said['openid'])
  mustBe(said['appid'] === twin.appId, 'appid')
  mustBe(BILL_NO.test(outBillNo), 'out_bill_no')
  mustBe(/^\d{4}$/.test(textOf(said['transfer_scene_id'])), 'transfer_scene_id')
  mustBe(openId !== '', 'openid')
  mustBe(Number.isSafeInteger(amountFen) && amountFen > 0 && amountFen <= MOST_FEN, 'transfer_amount')
  mustBe(remark !== '' && Array.from(remark).length <= 32, 'transfer_remark')
  const infos = said['transfer_scene_report_infos']
  const isTold = (one: unknown): boolean =>
    [asJson(one)['info_type'], asJson(one)['info_content']].every((words) => textOf(words) !== '')
  mustBe(Array.isArray(infos) && infos.length > 0 && infos.every(isTold), 'transfer_scene_report_infos')
  const sealed = said['user_name']
  mustBe(sealed !== undefined || amountFen < NAME_FROM_FEN, 'user_name')
  mustBe(sealed === undefined || amountFen >= NO_NAME_BELOW_FEN, 'user_name')
  const name = sealed === undefined ? undefined : openSealed(twin.keys, textOf(sealed))
  const known = twin.names.get(openId)
  if (name !== undefined && known !== undefined && known !== name)
    throw new Refusal(400, 'INVALID_REQUEST', '收款用户姓名与实名不符')
  const { user_name: _sealed, ...plain } = said
  const notifyUrl = said['notify_url'] === undefined ? undefined : textOf(said['notify_url'])
  const saidBefore = `${canonical(plain)} ${name ?? ''}`
  return { outBillNo, openId, amountFen, remark, notifyUrl, saidBefore }
}

/** Ends a transfer and tells the merchant; false where it has ended already. */
export function endTransfer(
  twin: TwinState,
  outBillNo: string,
  state: 'SUCCESS' | 'FAIL' | 'CANCELLED',
  failReason?: string,
): boolean {
  const transfer = twin.transfers.get(outBillNo)
  if (transfer === undefined || transfer.state !== 'WAIT_USER_CONFIRM') return false
  transfer.state = state
  transfer.updatedAt = twin.book.now()
  if (failReason !== undefined) transfer.failReason = failReason
  if (state !== 'SUCCESS') twin.transferFunds_fen += transfer.amountFen
  twin.transfersChanged()
  if (transfer.notifyUrl === undefined) return true
  announce(twin.notifier, {
    type: 'MCHTRANSFER.BILL.FINISHED',
    outTradeNo: outBillNo,
    url: transfer.notifyUrl,
    resource: wireOf(twin, transfer),
  })
  return true
}

function find(twin: TwinState, outBillNo: string): TwinTransfer {
  const transfer = twin.transfers.get(outBillNo)
  if (transfer === undefined) throw new Refusal(404, 'NOT_FOUND', '记录不存在')
  return transfer
}

const wireOf = (twin: TwinState, transfer: TwinTransfer): Record<string, unknown> => ({
  mch_id: twin.mchId,
  appid: twin.appId,
  out_bill_no: transfer.outBillNo,
  transfer_bill_no: transfer.transferBillNo,
  state: transfer.state,
  transfer_amount: transfer.amountFen,
  transfer_remark: transfer.remark,
  openid: transfer.openId,
  create_time: rfc3339(transfer.createdAt),
  update_time: rfc3339(transfer.updatedAt),
  ...(transfer.failReason === undefined ? {} : { fail_reason: transfer.failReason }),
})

const say = (body: object): TwinAnswer => ({ status: 200, body: JSON.stringify(body) })
