/**
 * The sandbox: the third parties' twins and a page for a person to play the outside world with. Trial
 * profile and tests only; production refuses to load it. It shows one-time codes and moves play money, so
 * it must never be reachable in earnest.
 */
import type { FastifyInstance } from 'fastify'
import { type AlipayTwin, startAlipayTwin, type TwinTrade } from '@tiantou/alipay/twin'
import type { AmapTwin } from '@tiantou/amap/twin'
import { type EcnyTwin, startEcnyTwin, type TwinOrder as EcnyOrder } from '@tiantou/ecny/twin'
import type { Kuaidi100Twin } from '@tiantou/kuaidi100/twin'
import type { SfExpressTwin } from '@tiantou/sf-express/twin'
import type { TencentMapTwin } from '@tiantou/tencent-map/twin'
import { startTencentCheckTwin, type TencentCheckTwin } from '@tiantou/tencent-check/twin'
import { startTencentSmsTwin, type TencentSmsTwin } from '@tiantou/tencent-sms/twin'
import { startTencentVerifyTwin, type TencentVerifyTwin } from '@tiantou/tencent-verify/twin'
import { startUnionpayTwin, type TwinOrder as UnionpayOrder, type UnionpayTwin } from '@tiantou/unionpay/twin'
import { startWechatOpenTwin, type WechatOpenTwin } from '@tiantou/wechat-open/twin'
import {
  startWechatPayTwin,
  type TwinOrder,
  type TwinReceiver,
  type TwinTransfer,
  type WechatPayTwin,
} from '@tiantou/wechat-pay/twin'
import { readAssets } from './assets.ts'
import { createKeep } from './keep.ts'
import { OBJECTIONABLE } from './objectionable.data.ts'
import { startRoads } from './roads.ts'
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
  /** From one step of a parcel to the next; none moves by itself when absent. */
  readonly parcelPace_ms?: number
}

export interface Sandbox {
  readonly wechatPay: WechatPayTwin
  readonly alipay: AlipayTwin
  readonly unionpay: UnionpayTwin
  readonly ecny: EcnyTwin
  readonly sms: TencentSmsTwin
  readonly verify: TencentVerifyTwin
  /** Objects to a few words, see `objectionable.data.ts`. */
  readonly check: TencentCheckTwin
  readonly wechatOpen: WechatOpenTwin
  readonly tencentMap: TencentMapTwin
  readonly amap: AmapTwin
  readonly kuaidi100: Kuaidi100Twin
  readonly sfExpress: SfExpressTwin
  /** Mounts page and JSON below `/sandbox`. Call it once, before the server listens. */
  readonly routes: (app: FastifyInstance) => void
  close(): Promise<void>
}

/** Prepares a sandbox; `start` opens the twins on ports of 127.0.0.1. */
export function createSandbox(options: SandboxOptions): { start(): Promise<Sandbox> } {
  return { start: () => start(options) }
}

/** The channels' twins, each with what an earlier one kept, and the keeping of it. */
async function startChannels({ dataFile, ...options }: SandboxOptions) {
  const { now, random, retryScale = 0.05, refundDelay_ms = 1500, publicOrigin } = options
  const common = { now, random, retryScale, refundDelay_ms }
  const keeps: { flush(): Promise<void> }[] = []
  /** @param here the twin's page, and its file beside that of WeChat Pay's, the first there was */
  const kept = async <Order>(here: string, name?: string) => {
    const file = name === undefined ? dataFile : dataFile?.replace(/(\.json)?$/, `-${name}.json`)
    const keep = createKeep<Order>(file)
    keeps.push(keep)
    const cashierUrl = new URL(`/sandbox/${here}`, publicOrigin).href
    const keysFile = dataFile?.replace(/(\.json)?$/, `-${here}-keys.json`)
    const beside = keysFile === undefined ? {} : { keysFile }
    return { ...common, ...beside, cashierUrl, saved: await keep.load(), changed: keep.save }
  }
  const [wechatPay, alipay, unionpay, ecny] = await Promise.all([
    Promise.all([
      kept<TwinOrder>('pay'),
      kept<TwinTransfer>('transfers', 'transfers'),
      kept<TwinReceiver>('receivers', 'receivers'),
    ]).then(([orders, transfers, receivers]) =>
      startWechatPayTwin({
        ...orders,
        savedTransfers: transfers.saved,
        transfersChanged: transfers.changed,
        savedReceivers: receivers.saved,
        receiversChanged: receivers.changed,
      }),
    ),
    kept<TwinTrade>('alipay', 'alipay').then(startAlipayTwin),
    kept<UnionpayOrder>('unionpay', 'unionpay').then(startUnionpayTwin),
    kept<EcnyOrder>('ecny', 'ecny').then(startEcnyTwin),
  ])
  const flush = () => Promise.all(keeps.map((keep) => keep.flush()))
  return { wechatPay, alipay, unionpay, ecny, flush }
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  const { now, random, merchantName = '田头', staffAccount = '' } = options
  const [{ flush, ...channels }, { twins, closeRoads }, sms, verify, check, assets] = await Promise.all([
    startChannels(options),
    startRoads(options),
    startTencentSmsTwin({ now, random }),
    startTencentVerifyTwin({ now, random, believes: true }),
    startTencentCheckTwin({ now, random }),
    readAssets(),
  ])
  const { wechatPay, alipay, unionpay, ecny } = channels
  for (const [word, hit] of OBJECTIONABLE) check.control.lists.words.set(word, hit)
  // The play merchant charges under the official account, so that one can pay where one has signed in.
  const officialAppId = wechatPay.config.appId
  const hosts = [new URL(options.publicOrigin).hostname]
  const wechatOpen = await startWechatOpenTwin({ now, random, hosts, officialAppId })
  return {
    ...channels,
    ...twins,
    sms,
    verify,
    check,
    wechatOpen,
    routes: (app) =>
      mountSandbox(app, {
        pay: wechatPay.control,
        alipay: alipay.control,
        unionpay: unionpay.control,
        ecny: ecny.control,
        sms: sms.control,
        wechat: wechatOpen.control,
        carriers: { kuaidi100: twins.kuaidi100.control, 'sf-express': twins.sfExpress.control },
        assets,
        merchantName,
        staffAccount,
        now,
      }),
    close: async () => {
      await Promise.all(
        [wechatPay, alipay, unionpay, ecny, sms, verify, check, wechatOpen].map((twin) => twin.close()),
      )
      await closeRoads()
      await flush()
    },
  }
}
