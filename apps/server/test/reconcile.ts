/**
 * A house with two channels' twins behind it and no shop in front: trades are made by hand at a moment of the
 * clock, bills are fetched as in earnest.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAlipay, createAlipayBills, parseAlipayConfig } from '@tiantou/alipay'
import {
  type BillSeed as AlipaySeed,
  generateTwinKeys as generateAlipayKeys,
  startAlipayTwin,
} from '@tiantou/alipay/twin'
import { ReconcileDay } from '@tiantou/between/flows/reconcile.contract'
import { makeId, system } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import { Payment } from '@tiantou/payment/contract'
import type { PaymentChannel } from '@tiantou/payment/port'
import { openFiles } from '@tiantou/platform'
import { type OpenHouse, testClock, type TestHouse } from '@tiantou/platform/testing'
import { Reconcile } from '@tiantou/reconcile/contract'
import { createWechatPay, createWechatPayBills, parseWechatPayConfig } from '@tiantou/wechat-pay'
import {
  type BillSeed as WechatSeed,
  generateTwinKeys as generateWechatKeys,
  startWechatPayTwin,
} from '@tiantou/wechat-pay/twin'
import { type Adapters, houseParts } from '../src/house.ts'
import { openOwnTrades } from '../src/own-trades.ts'

export type ChannelName = 'wechat-pay' | 'alipay'
export const CHANNELS = ['wechat-pay', 'alipay'] as const

const HOUR_MS = 3_600_000
/** A moment of a day in China. */
export const moment = (day: string, hour = 0, minute = 0): number =>
  Temporal.PlainDate.from(day).toZonedDateTime('+08:00').epochMilliseconds + hour * HOUR_MS + minute * 60_000
export const dayAfter = (day: string, days = 1): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

export interface Trade {
  readonly channel: ChannelName
  readonly paymentId: string
  readonly number: string
  readonly fen: number
}

export interface Desk {
  readonly house: TestHouse
  readonly twins: Awaited<ReturnType<typeof openTwins>>
  /** Somebody comes to the cashier and goes again. */
  open(channel: ChannelName, fen: number): Promise<Trade>
  /** Somebody pays now; `told` false keeps the news from us. */
  pay(channel: ChannelName, fen: number, told?: boolean): Promise<Trade>
  /** What the channel would have told us. */
  tell(trade: Trade): Promise<void>
  /** Money goes back now. */
  refund(trade: Trade, fen: number): Promise<string>
  /** Tells the channel to write something wrong; answers how it puts it right again. */
  seed(channel: ChannelName, day: string, kind: string): () => void
  /** Runs the comparison of a day in the morning behind it. */
  run(channel: ChannelName, day: string, hour?: number): Promise<{ is: string; code?: string | undefined }>
  day(channel: ChannelName, day: string): Promise<DayView>
  cases(day?: string): Promise<CaseView[]>
  suspense(): Promise<number>
  /** What moved on the channel's clearing account that day, by our books. */
  moved(channel: ChannelName, day: string): Promise<number>
  close(): Promise<void>
}

export type DayView = Awaited<ReturnType<typeof askDay>>
export type CaseView = Awaited<ReturnType<typeof askCases>>['items'][number]

const askDay = (house: TestHouse, channel: ChannelName, day: string) =>
  house.ask(Reconcile.queries.day, { channel, day })
const askCases = (house: TestHouse, cursor: string | null, day?: string) =>
  house.ask(Reconcile.queries.cases, {
    limit: 100,
    ...(cursor === null ? {} : { cursor }),
    ...(day === undefined ? {} : { day }),
  })

const nobody = { notifyUrl: 'http://127.0.0.1:9/notify', returnUrl: 'http://shop.local/cashier/{payment}' }

const wechatKeys = generateWechatKeys(randomBytes)
const alipayKeys = generateAlipayKeys()

const openTwins = async (clock: { now(): number }) => {
  const common = {
    now: () => clock.now(),
    random: randomBytes,
    retryScale: 0,
    schedule: () => () => undefined,
  }
  return {
    'wechat-pay': await startWechatPayTwin({ ...common, keys: await wechatKeys }),
    alipay: await startAlipayTwin({ ...common, keys: await alipayKeys }),
  }
}

let drawn = 0
const idOf = (prefix: string): string => makeId(prefix, (drawn += 1), randomBytes(10))

/** Opens a house on one kind of database. */
export const openDesk = async (open: OpenHouse): Promise<Desk> => {
  const clock = testClock(moment('2026-11-01', 9))
  const twins = await openTwins(clock)
  const folder = await mkdtemp(join(tmpdir(), 'tiantou-bills-'))
  const files = await openFiles(folder, clock)
  const wechat = parseWechatPayConfig({
    ...twins['wechat-pay'].config,
    ...nobody,
    refundNotifyUrl: nobody.notifyUrl,
  })
  const alipay = parseAlipayConfig({
    ...twins.alipay.config,
    ...nobody,
    pageUrl: `${twins.alipay.url}/gateway.do`,
  })
  const channels: Record<ChannelName, PaymentChannel> = {
    'wechat-pay': createWechatPay(wechat, clock),
    alipay: createAlipay(alipay, clock),
  }
  const bills = {
    'wechat-pay': createWechatPayBills(wechat, clock),
    alipay: createAlipayBills(alipay, clock),
  }
  const books = openOwnTrades()
  const parts = houseParts({ channels, bills } as unknown as Adapters, {} as never, undefined, {
    files,
    books,
  })
  const amounts = new Map<string, number>()
  const moduleOf = (name: string) => {
    const found = parts.modules.find(({ contract }) => contract.module === name)
    if (found === undefined) throw new Error(`There is no module ${name}.`)
    return found
  }
  const order = moduleOf('order')
  // There is no shop here: an order is worth what was paid for it.
  const partsOf = (({ orderId }: { orderId: string }) => {
    const totalFen = amounts.get(orderId) ?? 0
    const goods = [{ skuId: idOf('sku'), supplierId: null, fen: totalFen }]
    return Promise.resolve({ placedAt: 0, goods, freightFen: 0, totalFen })
  }) as never
  const house = await open({
    modules: [
      moduleOf('payment'),
      moduleOf('ledger'),
      moduleOf('reconcile'),
      { ...order, queries: { ...order.queries, parts: partsOf } },
    ],
    flows: (parts.flows ?? []).filter(({ declaration: { name } }) => /^(reconcile|match-late)/.test(name)),
    reactions: (parts.reactions ?? []).filter(({ name }) => /^(ledger|reconcile)\./.test(name)),
    ports: { ...parts.ports },
    clock,
  })
  books.of(house.house)
  return deskOf({ house, twins, channels, amounts, folder })
}

interface Inside {
  readonly house: TestHouse
  readonly twins: Desk['twins']
  readonly channels: Record<ChannelName, PaymentChannel>
  readonly amounts: Map<string, number>
  readonly folder: string
}

const tradesOf = ({ house, twins, channels, amounts }: Inside) => {
  const open = async (channel: ChannelName, fen: number): Promise<Trade> => {
    const [paymentId, orderId] = [idOf('pay'), idOf('ord')]
    amounts.set(orderId, fen)
    const way = { channel, scene: 'native', clientIp: '203.0.113.7' } as const
    const expiresAt = house.clock.now() + 900_000
    const asked = {
      paymentId,
      orderId,
      userId: idOf('usr'),
      amountFen: fen,
      description: '桃,一箱',
      expiresAt,
    }
    const { attemptId } = await house.must(Payment.commands.open, { ...asked, attempt: way })
    const number = attemptId ?? ''
    const started = await channels[channel].start({ ...asked, ...way, outTradeNo: number })
    if (started.kind !== 'ok') throw new Error(JSON.stringify(started))
    if (channel === 'alipay' && started.value.scene === 'native')
      twins.alipay.control.scan(started.value.codeUrl)
    return { channel, paymentId, number, fen }
  }
  const tell = async ({ channel, number }: Trade): Promise<void> => {
    const said = await channels[channel].query(number)
    if (said.kind !== 'ok') throw new Error(JSON.stringify(said))
    const { payerId: _payer, ...fact } = said.value
    const { merchantId } = channels[channel]
    const told = { ...fact, channel, merchantId, ours: true }
    await house.must(Payment.commands.recordFact, told)
    await house.settle()
  }
  const refund = async (trade: Trade, fen: number): Promise<string> => {
    const { channel, paymentId, number, fen: totalFen } = trade
    const clerk = { kind: 'staff', id: 'stf_1', sessionId: 's', permissions: ['payment.refund'] } as const
    const asked = { paymentId, refundFen: fen, reason: '坏果', bizKey: idOf('biz') }
    const { refundId } = await house.must(Payment.commands.refund, asked, { actor: clerk })
    const send = { outTradeNo: number, outRefundNo: refundId, refundFen: fen, totalFen, reason: '坏果' }
    const said = await channels[channel].refund(send)
    if (said.kind !== 'ok') throw new Error(JSON.stringify(said))
    const { refundId: channelRefundId } = said.value
    await house.must(Payment.commands.recordRefund, {
      channel,
      outRefundNo: refundId,
      state: 'succeeded',
      finishedAt: house.clock.now(),
      ...(channelRefundId === undefined ? {} : { channelRefundId }),
    })
    await house.settle()
    return refundId
  }
  return { open, tell, refund }
}

const deskOf = (inside: Inside): Desk => {
  const { house, twins, folder } = inside
  const { open, tell, refund } = tradesOf(inside)
  return {
    house,
    twins,
    open,
    tell,
    refund,
    pay: async (channel, fen, told = true) => {
      const trade = await open(channel, fen)
      twins[channel].control.pay(trade.number)
      if (told) await tell(trade)
      return trade
    },
    seed: (channel, day, kind) =>
      channel === 'alipay'
        ? twins.alipay.control.seedBill(day, kind as AlipaySeed)
        : twins['wechat-pay'].control.seedBill(day, kind as WechatSeed),
    run: async (channel, day, hour = 10) => {
      const at = moment(dayAfter(day), hour)
      if (house.clock.now() < at) house.clock.set(at)
      const said = await house.must(ReconcileDay, { channel, day })
      await house.settle()
      return said
    },
    day: (channel, day) => askDay(house, channel, day),
    cases: async (day) => {
      const all: CaseView[] = []
      for (let cursor: string | null = null; ;) {
        const { items, next }: Awaited<ReturnType<typeof askCases>> = await askCases(house, cursor, day)
        all.push(...items)
        if (next === null) return all.toReversed()
        cursor = next
      }
    },
    suspense: async () => {
      const { accounts } = await house.ask(Ledger.queries.trialBalance, {}, { actor: system('test') })
      return accounts.find(({ code }) => code === '1010')?.balanceFen ?? 0
    },
    moved: async (channel, day) => {
      const within = { channel, from: moment(day), before: moment(dayAfter(day)) }
      const { items } = await house.ask(Ledger.queries.movements, within)
      return items.reduce((sum, { kind, fen }) => (kind === 'channel_settled' ? sum : sum + fen), 0)
    },
    close: async () => {
      await house.close()
      await twins['wechat-pay'].close()
      await twins.alipay.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
