/** Abnormal refunds against the twin: sent to a card of the payer or to the merchant, and refused. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, openBench, payment, value } from './kit.ts'

const card = { bank: 'ICBC_DEBIT', account: '6222021234567890123', name: '张三丰' }
let bench: Bench
let numbers: { outTradeNo: string; outRefundNo: string; channelRefundId: string }

beforeEach(async () => {
  bench = await openBench()
  const wanted = payment()
  const { outTradeNo, amountFen } = wanted
  value(await bench.channel.start(wanted))
  bench.twin.control.pay(outTradeNo, 'oPayer')
  bench.twin.control.planRefund('ABNORMAL')
  const outRefundNo = `R${outTradeNo}`
  const asked = { outTradeNo, outRefundNo, refundFen: 500, totalFen: amountFen, reason: '烂果' }
  const { refundId: channelRefundId = '' } = value(await bench.channel.refund(asked))
  await bench.pass(0)
  numbers = { outTradeNo, outRefundNo, channelRefundId }
})
afterEach(() => bench.close())

const redirect = (to: typeof card | null, change: object = {}) =>
  bench.channel.redirectRefund?.({ ...numbers, card: to, ...change })
const asked = async () => value(await bench.channel.queryRefund(numbers))
const heard = () => bench.heard.at(-1)?.verified

test('A refund goes to the card of its payer, sealed for the provider alone', async () => {
  bench.twin.control.setName('oPayer', card.name)
  expect(value((await redirect(card)) ?? { kind: 'unknown' })).toMatchObject({ state: 'processing' })
  await bench.pass(0)
  expect(await asked()).toMatchObject({ state: 'succeeded', refundFen: 500, toMerchant: false })
  expect(heard()).toMatchObject({ kind: 'refund', fact: { state: 'succeeded', toMerchant: false } })
})

test('A refund goes to the merchant, and says so', async () => {
  value((await redirect(null)) ?? { kind: 'unknown' })
  await bench.pass(0)
  expect(await asked()).toMatchObject({ state: 'succeeded', toMerchant: true })
  expect(heard()).toMatchObject({ fact: { toMerchant: true } })
})

test('Sent twice it is one; elsewhere, once it is on its way, it is refused', async () => {
  bench.twin.control.planRefund('PROCESSING')
  bench.twin.control.failNext({ kind: 'commit-timeout', times: 1, path: 'apply-abnormal-refund' })
  expect(await redirect(card)).toMatchObject({ kind: 'unknown' })
  expect(await redirect(card)).toMatchObject({ kind: 'ok', value: { state: 'processing' } })
  expect(await redirect(null)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
})

test('A card of somebody else, a card that is none, and a refund of another number are refused', async () => {
  bench.twin.control.setName('oPayer', '李四')
  expect(await redirect(card)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
  expect(await redirect({ ...card, account: '12' })).toMatchObject({ code: 'PARAM_ERROR' })
  expect(await redirect(null, { channelRefundId: '50300' })).toMatchObject({ code: 'RESOURCE_NOT_EXISTS' })
  expect((await asked()).state).toBe('abnormal')
})

test('It may end abnormal again, and is sent elsewhere once more', async () => {
  bench.twin.control.planRefund('ABNORMAL')
  value((await redirect(card)) ?? { kind: 'unknown' })
  await bench.pass(0)
  expect((await asked()).state).toBe('abnormal')
  value((await redirect(null)) ?? { kind: 'unknown' })
  await bench.pass(0)
  expect(await asked()).toMatchObject({ state: 'succeeded', toMerchant: true })
})
