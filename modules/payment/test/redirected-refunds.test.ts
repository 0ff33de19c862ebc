/**
 * Refunds that a channel sends elsewhere, on every database: to a card of the shopper they are done, to us
 * they are not, and the bank must send them.
 */
import type { PayloadOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Payment } from '../src/contract.ts'
import { paymentModule } from '../src/index.ts'
import type { ChannelAnswer, PaymentChannel, RedirectRefund, RefundFact } from '../src/port.ts'
import { idOf, paid, refundWord, staff } from './factory.ts'

const { refund, recordRefund, retryRefund, refundByHand, confirmByHand, beginRedirect } = Payment.commands
const { redirectAtChannel, redirectOffered } = Payment.effects
const { failedRefunds, refunds, trades, tradesByNumber } = Payment.queries
const other = { ...staff, id: 'stf_other' } as const
const card = { bank: 'ICBC_DEBIT', account: '6222021234567890123', name: '张三丰' }

eachDatabase((_name, open) => {
  let house: TestHouse
  let count = 0
  const told: PayloadOf<typeof Payment.events.refunded>[] = []
  const back: PayloadOf<typeof Payment.events.refund_came_back>[] = []
  const suspicions: PayloadOf<typeof Payment.events.suspicious>[] = []
  /** What the channel says next, and what it was told. */
  let answer: ChannelAnswer<RefundFact>
  let asked: ChannelAnswer<RefundFact>
  let sent: RedirectRefund[]
  const channel = {
    redirectRefund: async (request: RedirectRefund) => {
      sent.push(request)
      return answer
    },
    queryRefund: async () => asked,
  } as unknown as PaymentChannel

  beforeAll(async () => {
    const ports = { 'wechat-pay': undefined, alipay: channel }
    house = await open({ modules: [paymentModule], ports: { payment: ports } })
    house.house.listen(Payment.events.refunded, (event) => told.push(event))
    house.house.listen(Payment.events.refund_came_back, (event) => back.push(event))
    house.house.listen(Payment.events.suspicious, (event) => suspicions.push(event))
  })
  beforeEach(() => {
    sent = []
    answer = { kind: 'unknown', message: '' }
    asked = { kind: 'unknown', message: '' }
  })

  /** A refund of 30 yuan that the channel could not bring home. */
  const abnormal = async (channelRefundId: string | undefined = 'c-1') => {
    const { paymentId } = await paid(house, (count += 1))
    const wanted = { paymentId, refundFen: 3_000, reason: '烂果', bizKey: 'claim-1' }
    const { refundId } = await house.must(refund, wanted, { actor: staff })
    const known = channelRefundId === undefined ? {} : { channelRefundId }
    await house.must(recordRefund, refundWord(refundId, { state: 'abnormal', ...known }))
    return { paymentId, refundId }
  }
  const begin = (refundId: string, to: 'card' | 'merchant', key = `begin ${refundId} ${to}`) =>
    house.run(beginRedirect, { refundId, to }, { key })
  const hear = (refundId: string, change: object) =>
    house.must(recordRefund, refundWord(refundId, { refundFen: 3_000, ...change }))
  const listed = async (state: 'abnormal' | 'returned' | 'by_hand', refundId: string) => {
    const { items } = await house.ask(failedRefunds, { state, limit: 50 }, { actor: staff })
    return items.some((one) => one.refundId === refundId)
  }
  const audited = async (refundId: string) =>
    (await house.ask(refunds, { limit: 500 })).items.find((one) => one.refundId === refundId)
  const onBill = async (refundId: string) => {
    const { items } = await house.ask(tradesByNumber, { channel: 'alipay', numbers: [refundId] })
    return items[0]?.at
  }
  /** One that came back to us. */
  const returned = async () => {
    const { paymentId, refundId } = await abnormal()
    await begin(refundId, 'merchant')
    await hear(refundId, { toMerchant: true, finishedAt: 77 })
    return { paymentId, refundId }
  }

  test('to a card end like any other, and the card is kept nowhere', async () => {
    const { refundId } = await abnormal()
    expect(await house.effect(redirectOffered, { refundId })).toEqual({ offered: true })
    expect(await begin(refundId, 'card')).toMatchObject({ ok: true })
    expect(await begin(refundId, 'card')).toMatchObject({ ok: true })
    answer = { kind: 'ok', value: { outRefundNo: refundId, state: 'processing', refundId: 'c-1' } }
    const word = await house.effect(redirectAtChannel, { refundId, card })
    expect(word).toMatchObject({ outRefundNo: refundId, state: 'processing' })
    expect(sent).toMatchObject([{ outRefundNo: refundId, channelRefundId: 'c-1', card }])
    await house.must(recordRefund, word)
    await hear(refundId, { toMerchant: false })
    expect(told.filter((one) => one.refundId === refundId)).toMatchObject([{ refundFen: 3_000, all: false }])
    expect(back.some((one) => one.refundId === refundId)).toBe(false)
    expect(await audited(refundId)).toMatchObject({ finishedAt: 9, byHand: false, cameBackAt: null })
    const rows = await house.database
      .reader('payment', true)
      .selectFrom('payment_refund')
      .selectAll()
      .execute()
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${card.account}|${card.name}`))
  })

  test('to us are not done: the bank sends them, and two people say so', async () => {
    const { paymentId, refundId } = await returned()
    expect(back.filter((one) => one.refundId === refundId)).toEqual([
      { refundId, paymentId, channel: 'alipay', refundFen: 3_000, at: 77 },
    ])
    expect(told.some((one) => one.refundId === refundId)).toBe(false)
    expect(await listed('returned', refundId)).toBe(true)
    expect(await onBill(refundId)).toBe(77)
    const voucher = `ICBC-${count}`
    await house.must(refundByHand, { refundId, voucher }, { actor: staff })
    await house.must(confirmByHand, { refundId, voucher }, { actor: other })
    expect(told.filter((one) => one.refundId === refundId)).toMatchObject([{ byHand: true }])
    expect(await audited(refundId)).toMatchObject({ byHand: true, cameBackAt: 77 })
    const day = { channel: 'alipay', kind: 'refund', from: 77, before: 78, limit: 50 } as const
    expect((await house.ask(trades, day)).items.some((one) => one.number === refundId)).toBe(true)
    // The channel says it once more, and nothing is doubled.
    await hear(refundId, { toMerchant: true, finishedAt: 77, channelRefundId: 'c-1' })
    expect(suspicions).not.toContainEqual({ outTradeNo: refundId, code: 'refunded_twice' })
  })

  test('to us are taken from the bank’s number back to where they lie, not to the channel', async () => {
    const { refundId } = await returned()
    const again = () => house.run(retryRefund, { refundId }, { actor: staff })
    expect(await again()).toMatchObject({ code: 'payment.wrong_state', data: { state: 'returned' } })
    await house.must(refundByHand, { refundId, voucher: `WRONG-${count}` }, { actor: staff })
    expect(await again()).toMatchObject({ ok: true })
    expect(await listed('returned', refundId)).toBe(true)
    expect(await begin(refundId, 'card')).toMatchObject({ data: { state: 'returned' } })
    // What the channel said before, once more.
    await hear(refundId, { toMerchant: true, finishedAt: 77, channelRefundId: 'c-1' })
    expect(back.filter((one) => one.refundId === refundId)).toHaveLength(1)
  })

  test('that a channel gave to us without naming the receiver are ours by what was asked for', async () => {
    const { refundId } = await abnormal()
    await begin(refundId, 'merchant')
    await hear(refundId, {})
    expect(await listed('returned', refundId)).toBe(true)
  })

  test('that came back to us while somebody noted the bank’s number wait for the bank', async () => {
    const { refundId } = await abnormal()
    await begin(refundId, 'merchant')
    await hear(refundId, { state: 'abnormal' })
    await house.must(refundByHand, { refundId, voucher: `EARLY-${count}` }, { actor: staff })
    await hear(refundId, { toMerchant: true, finishedAt: 78 })
    expect(await listed('returned', refundId)).toBe(true)
    expect(await audited(refundId)).toMatchObject({ byHand: false, finishedAt: null, cameBackAt: 78 })
  })

  test('are refused where nothing failed, where there is none, or the channel holds none', async () => {
    const { refundId } = await abnormal()
    expect(await begin(idOf('rfd', 404), 'card')).toMatchObject({ code: 'payment.no_such_refund' })
    await begin(refundId, 'card')
    expect(await begin(refundId, 'merchant')).toMatchObject({ data: { state: 'processing' } })
    const { paymentId } = await paid(house, (count += 1))
    const wanted = { paymentId, refundFen: 3_000, reason: '烂果', bizKey: 'claim-1' }
    const refused = await house.must(refund, wanted, { actor: staff })
    await house.must(recordRefund, refundWord(refused.refundId, { state: 'refused', code: 'NOT_ENOUGH' }))
    expect(await begin(refused.refundId, 'card')).toMatchObject({ code: 'payment.not_at_channel' })
    expect(await listed('abnormal', refused.refundId)).toBe(true)
  })

  test('that the channel does not take fail again, unless it took them before', async () => {
    const { refundId } = await abnormal()
    await begin(refundId, 'card')
    const call = () => house.effect(redirectAtChannel, { refundId, card })
    const numbers = { outRefundNo: refundId, channel: 'alipay' }
    expect(await call()).toMatchObject({ ...numbers, state: 'unknown' })
    answer = { kind: 'refused', code: 'INVALID_REQUEST', message: '' }
    expect(await call()).toMatchObject({ state: 'unknown' })
    asked = { kind: 'ok', value: { outRefundNo: refundId, state: 'succeeded', refundFen: 3_000 } }
    expect(await call()).toMatchObject({ state: 'succeeded' })
    asked = { kind: 'ok', value: { outRefundNo: refundId, state: 'abnormal' } }
    const word = await call()
    expect(word).toMatchObject({ state: 'refused', code: 'INVALID_REQUEST' })
    await house.must(recordRefund, word)
    expect(await listed('abnormal', refundId)).toBe(true)
  })

  test('are never offered where the channel cannot', async () => {
    expect(await house.effect(redirectOffered, { refundId: idOf('rfd', 404) })).toEqual({ offered: true })
    const { refundId } = await abnormal()
    const { redirectRefund } = channel
    Object.assign(channel, { redirectRefund: undefined })
    expect(await house.effect(redirectOffered, { refundId })).toEqual({ offered: false })
    expect(await house.effect(redirectAtChannel, { refundId, card: null })).toMatchObject({
      state: 'refused',
      code: 'not_offered',
    })
    Object.assign(channel, { redirectRefund })
  })
})
