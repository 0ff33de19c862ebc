/**
 * The payment channels as the one suite for all of them sees them. A new channel joins with one entry: how it
 * is met, what its twin can be told, and which forgeries it knows.
 */
import { FORGE_KINDS as ALIPAY_FORGERIES, type ForgeKind as AlipayForgery } from '@tiantou/alipay/twin'
import { FORGE_KINDS as ECNY_FORGERIES, type ForgeKind as EcnyForgery } from '@tiantou/ecny/twin'
import { FORGE_KINDS as UNIONPAY_FORGERIES, type ForgeKind as UnionpayForgery } from '@tiantou/unionpay/twin'
import { FORGE_KINDS, type ForgeKind } from '@tiantou/wechat-pay/twin'
import { must, type TestPlatform } from './platform.ts'
import type { Shopper } from './sale.ts'

type Plan = 'lose' | 'hold' | 'twice' | { readonly delay_ms: number }
type Operation = 'start' | 'close' | 'refund'
/** `away` does nothing and says so; the others do the work, and say an error or nothing in time. */
type Failing = 'away' | 'done-but-error' | 'done-but-silent'

interface TwinRefund {
  readonly outRefundNo: string
  readonly refundFen: number
  readonly isDone: boolean
}

interface Ticket {
  readonly url?: string
  readonly codeUrl?: string
  readonly orderText?: string
  readonly form?: Readonly<Record<string, string>>
}

export interface ChannelUnderTest {
  readonly name: 'wechat-pay' | 'alipay' | 'unionpay' | 'ecny'
  readonly scene: string
  /** Another way to meet it, for a second attempt. */
  readonly otherScene: string
  /** Whether an attempt can be closed there, or ends by its time alone. */
  readonly closes: boolean
  /** What it takes for an answer to a notice. */
  readonly taken: number
  /** Forgeries that must be refused, and such as are rightly signed and say wrong things. */
  readonly neverBelieved: readonly string[]
  readonly signedButWrong: Readonly<Record<string, string>>
  /** Forgeries by the kind: about an order of nobody, and the last true notice once more. */
  readonly orderOfNobody: string
  readonly replay: string
  /** The twin as it is driven. */
  twin(test: TestPlatform): {
    /** The payer comes to the cashier: our number there. */
    meet(ticket: Ticket): string
    pay(outTradeNo: string): void
    /** The time to pay is over. */
    expire(outTradeNo: string): void
    isClosed(outTradeNo: string): boolean
    planNotice(plan: Plan): void
    repeatNotice(outTradeNo: string): Promise<number>
    forge(outTradeNo: string, kind: string): Promise<number>
    fail(operation: Operation, failing: Failing, times: number): void
    refunds(outTradeNo: string): readonly TwinRefund[]
    behave(): void
  }
}

const without = <K extends string>(kinds: readonly K[], ...known: readonly string[]): K[] =>
  kinds.filter((kind) => !known.includes(kind))

const WECHAT_WRONG = {
  amount: 'amount_mismatch',
  mchid: 'merchant_mismatch',
  appid: 'merchant_mismatch',
}
const WECHAT_PATHS = { start: '/transactions/', close: '/close', refund: '/refunds' }
const WECHAT_FAULTS = {
  away: 'error-500',
  'done-but-error': 'commit-error-500',
  'done-but-silent': 'commit-timeout',
} as const

export const wechatPay: ChannelUnderTest = {
  name: 'wechat-pay',
  scene: 'native',
  otherScene: 'h5',
  closes: true,
  taken: 204,
  neverBelieved: without(FORGE_KINDS, ...Object.keys(WECHAT_WRONG), 'order', 'replay'),
  signedButWrong: WECHAT_WRONG,
  orderOfNobody: 'order',
  replay: 'replay',
  twin: ({ sandbox }) => {
    const twin = sandbox.wechatPay.control
    return {
      ...twin,
      meet: ({ codeUrl, url = '' }) => {
        const ticket = codeUrl ?? new URL(url).searchParams.get('prepay_id') ?? ''
        return twin.byTicket(ticket)?.outTradeNo ?? ''
      },
      pay: (no) => void twin.pay(no),
      expire: (no) => void twin.expire(no),
      isClosed: (no) => twin.order(no)?.state === 'CLOSED',
      forge: (no, kind) => twin.forge(no, kind as ForgeKind),
      fail: (operation, failing, times) =>
        twin.failNext({ kind: WECHAT_FAULTS[failing], times, path: WECHAT_PATHS[operation] }),
      refunds: (no) =>
        (twin.order(no)?.refunds ?? []).map(({ outRefundNo, refundFen, status }) => ({
          outRefundNo,
          refundFen,
          isDone: status === 'SUCCESS',
        })),
    }
  },
}

const ALIPAY_WRONG = {
  amount: 'amount_mismatch',
  seller: 'merchant_mismatch',
  appid: 'merchant_mismatch',
}
const ALIPAY_METHODS = {
  start: 'alipay.trade.precreate',
  close: 'alipay.trade.close',
  refund: 'alipay.trade.refund',
}
const ALIPAY_FAULTS = {
  away: 'system-error',
  'done-but-error': 'commit-system-error',
  'done-but-silent': 'commit-timeout',
} as const

export const alipay: ChannelUnderTest = {
  name: 'alipay',
  scene: 'native',
  otherScene: 'page',
  closes: true,
  taken: 200,
  neverBelieved: without(ALIPAY_FORGERIES, ...Object.keys(ALIPAY_WRONG), 'order', 'replay'),
  signedButWrong: ALIPAY_WRONG,
  orderOfNobody: 'order',
  replay: 'replay',
  twin: ({ sandbox }) => {
    const twin = sandbox.alipay.control
    return {
      ...twin,
      meet: ({ codeUrl, url = '' }) =>
        (codeUrl === undefined ? twin.enter(new URL(url).search) : twin.scan(codeUrl))?.outTradeNo ?? '',
      pay: (no) => void twin.pay(no),
      expire: (no) => void twin.expire(no),
      isClosed: (no) => twin.trade(no)?.state === 'TRADE_CLOSED',
      forge: (no, kind) => twin.forge(no, kind as AlipayForgery),
      fail: (operation, failing, times) =>
        twin.failNext({ kind: ALIPAY_FAULTS[failing], times, on: ALIPAY_METHODS[operation] }),
      refunds: (no) => (twin.trade(no)?.refunds ?? []).map((refund) => ({ ...refund, isDone: true })),
    }
  },
}

const UNIONPAY_WRONG = { amount: 'amount_mismatch', merchant: 'merchant_mismatch' }
const UNIONPAY_PATHS = { start: 'appTransReq', close: 'nothing', refund: 'backTransReq' }

/** UnionPay and the bank take letters and digits alone. */
const bare = (no: string): string => no.replace('_', '')
const ours = (no = ''): string => no.replace('att', 'att_')

export const unionpay: ChannelUnderTest = {
  name: 'unionpay',
  scene: 'app',
  otherScene: 'page',
  closes: false,
  taken: 200,
  neverBelieved: without(UNIONPAY_FORGERIES, ...Object.keys(UNIONPAY_WRONG), 'order', 'replay'),
  signedButWrong: UNIONPAY_WRONG,
  orderOfNobody: 'order',
  replay: 'replay',
  twin: ({ sandbox }) => {
    const twin = sandbox.unionpay.control
    return {
      ...twin,
      meet: ({ orderText = '', form }) => {
        const order =
          form === undefined ? twin.byTicket(orderText) : twin.enter(new URLSearchParams(form).toString())
        return ours(order?.outTradeNo)
      },
      pay: (no) => void twin.pay(bare(no)),
      expire: (no) => void twin.expire(bare(no)),
      isClosed: (no) => twin.order(bare(no))?.state === 'expired',
      repeatNotice: (no) => twin.repeatNotice(bare(no)),
      forge: (no, kind) => twin.forge(bare(no), kind as UnionpayForgery),
      fail: (operation, failing, times) =>
        twin.failNext({ kind: ALIPAY_FAULTS[failing], times, on: UNIONPAY_PATHS[operation] }),
      refunds: (no) =>
        (twin.order(bare(no))?.refunds ?? []).map(({ code, ...refund }) => ({
          ...refund,
          isDone: code === '00',
        })),
    }
  },
}

const ECNY_PATHS = { start: '/unifiedOrder', close: '/close', refund: '/refund' }

export const ecny: ChannelUnderTest = {
  name: 'ecny',
  scene: 'native',
  otherScene: 'h5',
  closes: true,
  taken: 200,
  neverBelieved: without(ECNY_FORGERIES, ...Object.keys(UNIONPAY_WRONG), 'order', 'replay'),
  signedButWrong: UNIONPAY_WRONG,
  orderOfNobody: 'order',
  replay: 'replay',
  twin: ({ sandbox }) => {
    const twin = sandbox.ecny.control
    return {
      ...twin,
      meet: ({ codeUrl, url = '' }) => ours(twin.byTicket(codeUrl ?? url)?.outTradeNo),
      pay: (no) => void twin.pay(bare(no)),
      expire: (no) => void twin.expire(bare(no)),
      isClosed: (no) => twin.order(bare(no))?.state === 'closed',
      repeatNotice: (no) => twin.repeatNotice(bare(no)),
      forge: (no, kind) => twin.forge(bare(no), kind as EcnyForgery),
      fail: (operation, failing, times) =>
        twin.failNext({ kind: ALIPAY_FAULTS[failing], times, on: ECNY_PATHS[operation] }),
      refunds: (no) =>
        (twin.order(bare(no))?.refunds ?? []).map(({ state, ...refund }) => ({
          ...refund,
          isDone: state === 'S',
        })),
    }
  },
}

/** Every channel that is offered anywhere. */
export const CHANNELS: readonly ChannelUnderTest[] = [wechatPay, alipay, unionpay, ecny]

/** Asks for a channel's cashier and comes to it: our number there. */
export const meetCashier = async (
  test: TestPlatform,
  shopper: Shopper,
  {
    paymentId,
    channel,
    scene = channel.scene,
  }: {
    readonly paymentId: string
    readonly channel: ChannelUnderTest
    readonly scene?: string
  },
): Promise<string> => {
  const way = { channel: channel.name, scene }
  const { ticket } = must(await shopper.post(`/payments/${paymentId}/attempts`, way))
  return channel.twin(test).meet(ticket)
}
