/**
 * Refunds that a channel refused or could not bring home, on every database: asked for again, or sent by the
 * bank, which takes two people, and never both without a trace.
 */
import type { PayloadOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Payment } from '../src/contract.ts'
import { paymentModule } from '../src/index.ts'
import { idOf, paid, refundWord, staff } from './factory.ts'

const { refund, recordRefund, retryRefund, refundByHand, confirmByHand } = Payment.commands
const { failedRefunds, pendingRefunds, refunds } = Payment.queries
const other = { ...staff, id: 'stf_other' } as const

eachDatabase((_name, open) => {
  let house: TestHouse
  let count = 0
  const told: PayloadOf<typeof Payment.events.refunded>[] = []
  const suspicions: PayloadOf<typeof Payment.events.suspicious>[] = []

  beforeAll(async () => {
    house = await open({ modules: [paymentModule], ports: { payment: { 'wechat-pay': undefined } } })
    house.house.listen(Payment.events.refunded, (event) => told.push(event))
    house.house.listen(Payment.events.suspicious, (event) => suspicions.push(event))
  })

  /** A refund of 30 yuan that the channel refused. */
  const failed = async () => {
    const { paymentId } = await paid(house, (count += 1))
    const wanted = { paymentId, refundFen: 3_000, reason: '烂果', bizKey: 'claim-1' }
    const { refundId } = await house.must(refund, wanted, { actor: staff })
    await house.must(recordRefund, refundWord(refundId, { state: 'refused', code: 'NOT_ENOUGH' }))
    return { paymentId, refundId }
  }
  const listed = async (state: 'abnormal' | 'by_hand') =>
    (await house.ask(failedRefunds, { state, limit: 50 }, { actor: staff })).items
  const voucherOf = (refundId: string) => `ICBC-${refundId.slice(-8)}-${count}`
  const noted = async () => {
    const { paymentId, refundId } = await failed()
    const voucher = voucherOf(refundId)
    await house.must(refundByHand, { refundId, voucher }, { actor: staff, key: `note ${refundId}` })
    return { paymentId, refundId, voucher }
  }
  const audited = async (refundId: string) => {
    const { items } = await house.ask(refunds, { limit: 500 })
    return items.find((one) => one.refundId === refundId)
  }

  test('are listed with the word of the channel, page by page', async () => {
    const [first, second] = [await failed(), await failed()]
    const read = (cursor?: string) =>
      house.ask(
        failedRefunds,
        { state: 'abnormal', limit: 1, ...(cursor ? { cursor } : {}) },
        { actor: staff },
      )
    const newest = await read()
    expect(newest.items).toMatchObject([
      {
        refundId: second.refundId,
        channel: 'alipay',
        refundFen: 3_000,
        reason: 'agreed',
        code: 'NOT_ENOUGH',
      },
    ])
    expect((await read(newest.next ?? '')).items[0]?.refundId).toBe(first.refundId)
  })

  test('are asked for again under a key of their own, and may go well', async () => {
    const { refundId } = await failed()
    await house.must(retryRefund, { refundId }, { actor: staff, key: 'again' })
    await house.must(retryRefund, { refundId }, { actor: staff, key: 'again' })
    const due = async () =>
      (await house.ask(pendingRefunds, { limit: 500 })).items.find((one) => one.refundId === refundId)
    expect(await due()).toEqual({ refundId, asks: 1 })
    expect(await house.run(retryRefund, { refundId }, { actor: staff })).toMatchObject({
      code: 'payment.wrong_state',
      data: { state: 'requested' },
    })
    await house.must(recordRefund, refundWord(refundId, { state: 'refused' }), { key: 'no again' })
    await house.must(retryRefund, { refundId }, { actor: staff, key: 'and again' })
    expect(await due()).toEqual({ refundId, asks: 2 })
    await house.must(recordRefund, refundWord(refundId, { refundFen: 3_000 }), { key: 'yes' })
    expect(await audited(refundId)).toMatchObject({ finishedAt: 9, byHand: false })
  })

  test('are done once two people say that the bank sent the money', async () => {
    const { paymentId, refundId, voucher } = await noted()
    expect((await listed('by_hand')).some((one) => one.refundId === refundId)).toBe(true)
    const confirm = () =>
      house.must(confirmByHand, { refundId, voucher }, { actor: other, key: `confirm ${refundId}` })
    await confirm()
    await confirm()
    expect(told.filter((one) => one.refundId === refundId)).toMatchObject([
      { paymentId, refundFen: 3_000, remainingFen: 7_000, all: false, byHand: true },
    ])
    expect(await audited(refundId)).toMatchObject({ byHand: true, finishedAt: house.clock.now() })
  })

  test('are not done by one person, by another voucher, or unnoted', async () => {
    const { refundId } = await failed()
    const voucher = voucherOf(refundId)
    const confirm = (actor: typeof staff | typeof other, by = voucher, id = refundId) =>
      house.run(confirmByHand, { refundId: id, voucher: by }, { actor })
    expect(await confirm(other)).toMatchObject({ code: 'payment.wrong_state', data: { state: 'abnormal' } })
    await house.must(refundByHand, { refundId, voucher }, { actor: staff })
    expect(await confirm(staff)).toMatchObject({ code: 'payment.same_person' })
    expect(await confirm(other, 'ICBC-0000')).toMatchObject({ code: 'payment.other_voucher' })
    expect(await confirm(other, voucher, idOf('rfd', 404))).toMatchObject({ code: 'payment.no_such_refund' })
    expect(told.some((one) => one.refundId === refundId)).toBe(false)
  })

  test('cannot be noted twice, by a voucher that sent another, or where nothing failed', async () => {
    const { refundId, voucher } = await noted()
    const note = (id: string, by: string) =>
      house.run(refundByHand, { refundId: id, voucher: by }, { actor: staff })
    expect(await note(refundId, 'ICBC-1111')).toMatchObject({ data: { state: 'by_hand' } })
    expect(await note((await failed()).refundId, voucher)).toMatchObject({ code: 'payment.voucher_taken' })
    expect(await note(idOf('rfd', 404), 'ICBC-2222')).toMatchObject({ code: 'payment.no_such_refund' })
    expect(await house.run(retryRefund, { refundId: idOf('rfd', 404) }, { actor: staff })).toMatchObject({
      code: 'payment.no_such_refund',
    })
  })

  test('that were noted by mistake are asked for at the channel again', async () => {
    const { refundId, voucher } = await noted()
    await house.must(retryRefund, { refundId }, { actor: staff })
    const confirmed = await house.run(confirmByHand, { refundId, voucher }, { actor: other })
    expect(confirmed).toMatchObject({ code: 'payment.wrong_state', data: { state: 'requested' } })
  })

  test('that the channel finishes meanwhile need no confirming', async () => {
    const { refundId, voucher } = await noted()
    await house.must(recordRefund, refundWord(refundId, { refundFen: 3_000 }), { key: `late ${refundId}` })
    const confirmed = await house.run(confirmByHand, { refundId, voucher }, { actor: other })
    expect(confirmed).toMatchObject({ code: 'payment.wrong_state', data: { state: 'succeeded' } })
    expect(told.filter((one) => one.refundId === refundId)).toHaveLength(1)
    expect(await audited(refundId)).toMatchObject({ byHand: false })
  })

  test('that went by hand and by the channel are a suspicion, and told once', async () => {
    const { refundId, voucher } = await noted()
    await house.must(confirmByHand, { refundId, voucher }, { actor: other })
    await house.must(recordRefund, refundWord(refundId, { refundFen: 3_000 }), { key: `both ${refundId}` })
    expect(suspicions.filter((one) => one.outTradeNo === refundId)).toContainEqual({
      outTradeNo: refundId,
      code: 'refunded_twice',
    })
    expect(told.filter((one) => one.refundId === refundId)).toHaveLength(1)
  })

  test('that ten people confirm at once end once', async () => {
    const { paymentId, refundId, voucher } = await noted()
    const hands = Array.from({ length: 10 }, (_, n) =>
      house.run(confirmByHand, { refundId, voucher }, { actor: { ...other, id: `stf_${n}` } }),
    )
    const good = (await Promise.all(hands)).filter((one) => one.ok)
    expect(good).toHaveLength(1)
    const db = house.database.reader('payment', true)
    const [row] = await db.selectFrom('payment_payment').selectAll().where('id', '=', paymentId).execute()
    expect(Number(row?.['refunded_fen'])).toBe(3_000)
  })
})
