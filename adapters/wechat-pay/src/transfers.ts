/**
 * Transfers to a WeChat user (商家转账), who has to confirm each of them: what a supplier or a distributor
 * takes out. Our number is the idempotency key: while nothing definite is known it must never be changed.
 * Source: pay.weixin.qq.com, 商家转账, 用户确认模式.
 */
import type { PayoutAnswer, PayoutChannel, TransferReport, TransferState } from '@tiantou/supplier/port'
import { openCallback } from './callback.ts'
import { call, type Merchant, understand } from './client.ts'
import { openKeyRing, sealingKey } from './keys.ts'
import type { ClientDeps } from './send.ts'
import type { WechatTransferConfig } from './transfer-config.ts'
import { cutChars, integer, text, type Wire } from './wire.ts'

type Transfer = Parameters<PayoutChannel['submit']>[0]

const PATH = '/v3/fund-app/mch-transfer/transfer-bills'
const FINISHED = 'MCHTRANSFER.BILL.FINISHED'
const REMARK_CHARS = 32
/** From here on the provider wants the name, and compares it; below 0.30 it takes none. */
const NAME_FROM_FEN = 200_000
const NO_NAME_BELOW_FEN = 30
const UNKNOWN_BILL = new Set(['NOT_FOUND', 'RESOURCE_NOT_EXISTS', 'ORDER_NOT_EXIST'])

/** Whatever is neither waited for nor over is on its way: also one that is being cancelled. */
const STATES: Readonly<Record<string, TransferState>> = {
  ACCEPTED: 'processing',
  PROCESSING: 'processing',
  WAIT_USER_CONFIRM: 'wait_user_confirm',
  TRANSFERING: 'processing',
  SUCCESS: 'succeeded',
  FAIL: 'failed',
  CANCELING: 'processing',
  CANCELLED: 'cancelled',
}

/**
 * Opens the transfers of a merchant. Codes of its own beside the provider's: `user_name_missing` (from
 * 2,000 yuan on the payee must be named).
 */
export function createWechatTransfers(config: WechatTransferConfig, deps: ClientDeps): PayoutChannel {
  const merchant: Merchant = { config: config.merchant, keys: openKeyRing(config.merchant, deps) }
  return {
    name: 'wechat-transfer',
    submit: (transfer) => submit(config, merchant, transfer, deps),
    query: (transferId) => query(merchant, transferId, deps),
    cancel: async (transferId) => {
      const path = `${billPath(transferId)}/cancel`
      const answer = await call(merchant, { method: 'POST', path, body: {} }, deps)
      return understand(answer, (wire) => reportOf(wire, transferId))
    },
    readCallback: async (callback) => {
      const { apiV3Key, mchId } = config.merchant
      await merchant.keys.fresh()
      const opened = openCallback(apiV3Key, merchant.keys.held, callback, deps.now())
      if (opened.kind === 'bad') {
        if (opened.code === 'serial_unknown') void merchant.keys.renew()
        return { kind: 'refused', code: opened.code }
      }
      const { event, resource } = opened
      const isOurs = text(resource, 'mch_id') === mchId && event === FINISHED
      const transferId = idOfBill(text(resource, 'out_bill_no') ?? '')
      const report = isOurs && transferId !== undefined ? reportOf(resource, transferId) : undefined
      return report?.amountFen === undefined
        ? { kind: 'refused', code: 'not_understood' }
        : { kind: 'ok', value: report }
    },
  }
}

async function submit(
  config: WechatTransferConfig,
  merchant: Merchant,
  transfer: Transfer,
  deps: ClientDeps,
): Promise<PayoutAnswer<TransferReport>> {
  const { transferId, amountFen, openid, userName, remark } = transfer
  if (amountFen >= NAME_FROM_FEN && userName === undefined)
    return { kind: 'refused', code: 'user_name_missing', message: 'from 2,000 yuan on the payee is named' }
  const seal = await sealingKey(merchant.keys)
  if (seal === undefined) return { kind: 'unknown', message: 'no key of the provider yet' }
  const isNamed = userName !== undefined && amountFen >= NO_NAME_BELOW_FEN
  const body = {
    appid: merchant.config.appId,
    out_bill_no: billNo(transferId),
    transfer_scene_id: config.sceneId,
    openid,
    ...(isNamed ? { user_name: seal(userName) } : {}),
    transfer_amount: amountFen,
    transfer_remark: cutChars(remark, REMARK_CHARS),
    notify_url: config.notifyUrl,
    transfer_scene_report_infos: config.sceneInfo.map(([info_type, info_content]) => ({
      info_type,
      info_content,
    })),
  }
  const answer = await call(merchant, { method: 'POST', path: PATH, body }, deps)
  return understand(answer, (wire) => reportOf({ transfer_amount: amountFen, ...wire }, transferId))
}

async function query(
  merchant: Merchant,
  transferId: string,
  deps: ClientDeps,
): Promise<PayoutAnswer<TransferReport | null>> {
  const answer = await call(merchant, { method: 'GET', path: billPath(transferId) }, deps)
  if (answer.kind === 'refused' && UNKNOWN_BILL.has(answer.code)) return { kind: 'ok', value: null }
  return understand(answer, (wire) =>
    text(wire, 'mch_id') === merchant.config.mchId ? reportOf(wire, transferId) : undefined,
  )
}

function reportOf(wire: Wire, transferId: string): TransferReport | undefined {
  const channelRef = text(wire, 'transfer_bill_no')
  const said = text(wire, 'state') ?? ''
  const state = Object.hasOwn(STATES, said) ? STATES[said] : undefined
  if (text(wire, 'out_bill_no') !== billNo(transferId) || channelRef === undefined || state === undefined)
    return undefined
  const amountFen = integer(wire, 'transfer_amount')
  const failCode = text(wire, 'fail_reason')
  const packageInfo = text(wire, 'package_info')
  return {
    transferId,
    channelRef,
    state,
    ...(amountFen === undefined ? {} : { amountFen }),
    ...(failCode === undefined ? {} : { failCode }),
    ...(packageInfo === undefined ? {} : { packageInfo }),
  }
}

const billPath = (transferId: string): string => `${PATH}/out-bill-no/${billNo(transferId)}`

/** The provider's numbers are letters and digits alone: ours without its line, and with it again. */
const billNo = (transferId: string): string => transferId.replace('_', '')
const idOfBill = (no: string): string | undefined => /^([a-z]{3})([0-9a-zA-Z]+)$/.exec(no)?.slice(1).join('_')
