/**
 * The sandbox: the third parties' twins and a page for a person to play the outside world with. Trial
 * profile and tests only; production refuses to load it. It shows one-time codes and moves play money, so
 * it must never be reachable in earnest.
 */
import type { FastifyInstance } from 'fastify'
import { type AlipayTwin, startAlipayTwin, type TwinTrade } from '@tiantou/alipay/twin'
import { type EcnyTwin, startEcnyTwin, type TwinOrder as EcnyOrder } from '@tiantou/ecny/twin'
import { startTencentSmsTwin, type TencentSmsTwin } from '@tiantou/tencent-sms/twin'
import { startTencentVerifyTwin, type TencentVerifyTwin } from '@tiantou/tencent-verify/twin'
import { startUnionpayTwin, type TwinOrder as UnionpayOrder, type UnionpayTwin } from '@tiantou/unionpay/twin'
import { startWechatOpenTwin, type WechatOpenTwin } from '@tiantou/wechat-open/twin'
import {
  startWechatPayTwin,
  type TwinOrder,
  type TwinTransfer,
  type WechatPayTwin,
} from '@tiantou/wechat-pay/twin'
import { readAssets } from './assets.ts'
import { createKeep } from './keep.ts'
import { mountSandbox } from './routes.ts'

export interface SandboxOptions {
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /**
   * Where shoppers' browsers find this server, `http://localhost:3000`; h5_url leads to its
   * `/sandbox/pay`.
   */
  readonly publicOrigin: string
  /** Shown at the cashier; 田头 when absent. */
  readonly merchantName?: string
  /** Put into the warehouse's sign-in form, so that the person need only add the password. */
  readonly staffAccount?: string
  /** A JSON file that keeps the play payments over a restart; forgotten when absent. */
  readonly dataFile?: string
  /** Factor on the channels' ladders of notices (15 s, 15 s, 30 s, 3 min …); 0.05 when absent. */
  readonly retryScale?: number
  /** From asking for a refund to its notice; 1500 when absent. */
  readonly refundDelay_ms?: number
}

export interface Sandbox {
  readonly wechatPay: WechatPayTwin
  readonly alipay: AlipayTwin
  readonly unionpay: UnionpayTwin
  readonly ecny: EcnyTwin
  readonly sms: TencentSmsTwin
  readonly verify: TencentVerifyTwin
  readonly wechatOpen: WechatOpenTwin
  /** Mounts page and JSON below `/sandbox`. Call it once, before the server listens. */
  readonly routes: (app: FastifyInstance) => void
  close(): Promise<void>
}

/** Prepares a sandbox; `start` opens the twins on ports of 127.0.0.1. */
export function createSandbox(options: SandboxOptions): { start(): Promise<Sandbox> } {
  return { start: () => start(options) }
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  const { now, random, retryScale = 0.05, refundDelay_ms = 1500, merchantName = '田头' } = options
  const { dataFile } = options
  const orders = createKeep<TwinOrder>(dataFile)
  const beside = (name: string) => dataFile?.replace(/(\.json)?$/, `-${name}.json`)
  const trades = createKeep<TwinTrade>(beside('alipay'))
  const cards = createKeep<UnionpayOrder>(beside('unionpay'))
  const coins = createKeep<EcnyOrder>(beside('ecny'))
  const transfers = createKeep<TwinTransfer>(beside('transfers'))
  const keeps = [orders, trades, cards, coins, transfers] as const
  const [saved, savedTrades, savedCards, savedCoins, savedTransfers, assets] = await Promise.all([
    orders.load(),
    trades.load(),
    cards.load(),
    coins.load(),
    transfers.load(),
    readAssets(),
  ])
  const page = (path: string) => new URL(path, options.publicOrigin).href
  const common = { now, random, retryScale }
  const [wechatPay, alipay, unionpay, ecny, sms, verify] = await Promise.all([
    startWechatPayTwin({
      ...common,
      refundDelay_ms,
      cashierUrl: page('/sandbox/pay'),
      saved,
      changed: orders.save,
      savedTransfers,
      transfersChanged: transfers.save,
    }),
    startAlipayTwin({
      ...common,
      cashierUrl: page('/sandbox/alipay'),
      saved: savedTrades,
      changed: trades.save,
    }),
    startUnionpayTwin({
      ...common,
      refundDelay_ms,
      cashierUrl: page('/sandbox/unionpay'),
      saved: savedCards,
      changed: cards.save,
    }),
    startEcnyTwin({
      ...common,
      refundDelay_ms,
      cashierUrl: page('/sandbox/ecny'),
      saved: savedCoins,
      changed: coins.save,
    }),
    startTencentSmsTwin({ now, random }),
    startTencentVerifyTwin({ now, random, believes: true }),
  ])
  // The play merchant charges under the official account, so that one can pay where one has signed in.
  const officialAppId = wechatPay.config.appId
  const hosts = [new URL(options.publicOrigin).hostname]
  const wechatOpen = await startWechatOpenTwin({ now, random, hosts, officialAppId })
  const staffAccount = options.staffAccount ?? ''
  return {
    wechatPay,
    alipay,
    unionpay,
    ecny,
    sms,
    verify,
    wechatOpen,
    routes: (app) =>
      mountSandbox(app, {
        pay: wechatPay.control,
        alipay: alipay.control,
        unionpay: unionpay.control,
        ecny: ecny.control,
        sms: sms.control,
        wechat: wechatOpen.control,
        assets,
        merchantName,
        staffAccount,
        now,
      }),
    close: async () => {
      await Promise.all(
        [wechatPay, alipay, unionpay, ecny, sms, verify, wechatOpen].map((twin) => twin.close()),
      )
      await Promise.all(keeps.map((keep) => keep.flush()))
    },
  }
}
