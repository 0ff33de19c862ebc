// Every operation of the channel against the twin, when all goes well and when the provider says no.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBench, payment, START_OF_TIME, value, type Bench } from './kit.ts'

let bench: Bench
beforeAll(async () => void (bench = await openBench()))
afterAll(() => bench.close())

const refundOf = (outTradeNo: string, outRefundNo: string, refundFen: number, totalFen = 2990) => ({
  outTradeNo,
  outRefundNo,
  refundFen,
  totalFen,
  reason: '坏果',
})

describe('start', () => {
  it('jsapi gives signed parameters that lead to the order', async () => {
    const request = payment({ scene: 'jsapi', openId: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' })
    const ticket = value(await bench.channel.start(request))
    if (ticket.scene !== 'jsapi') throw new Error('wrong scene')
    expect(ticket.params).toMatchObject({ appId: bench.channel.appId, signType: 'RSA' })
    const prepayId = (ticket.params['package'] ?? '').replace('prepay_id=', '')
    expect(bench.twin.control.byTicket(prepayId)).toMatchObject({
      outTradeNo: request.outTradeNo,
      totalFen: 2990,
    })
  })

  it('jsapi without an openid is refused without asking', async () => {
    expect(await bench.channel.start(payment({ scene: 'jsapi' }))).toMatchObject({
      kind: 'refused',
      code: 'openid_missing',
    })
  })

  it('h5 leads to the cashier page, native to a code', async () => {
    const h5 = value(await bench.channel.start(payment({ scene: 'h5' })))
    expect(h5).toMatchObject({
      scene: 'h5',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1\/sandbox\/pay\?prepay_id=wx/),
    })
    const native = value(await bench.channel.start(payment()))
    if (native.scene !== 'native') throw new Error('wrong scene')
    expect(native.codeUrl).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=/)
    expect(bench.twin.control.byTicket(native.codeUrl)).toBeDefined()
  })

  it('again with the same facts gives a fresh ticket, with others INVALID_REQUEST', async () => {
    const request = payment()
    const first = value(await bench.channel.start(request))
    const second = value(await bench.channel.start(request))
    expect(second).not.toEqual(first)
    expect(await bench.channel.start({ ...request, amountFen: 1 })).toMatchObject({
      kind: 'refused',
      code: 'INVALID_REQUEST',
    })
    expect(bench.twin.control.order(request.outTradeNo)?.totalFen).toBe(2990)
  })

  it('of a paid or closed number is refused', async () => {
    const paid = payment()
    await bench.channel.start(paid)
    bench.twin.control.pay(paid.outTradeNo)
    expect(await bench.channel.start(paid)).toMatchObject({ kind: 'refused', code: 'ORDERPAID' })
    const closed = payment()
    await bench.channel.start(closed)
    value(await bench.channel.close(closed.outTradeNo))
    expect(await bench.channel.start(closed)).toMatchObject({ kind: 'refused', code: 'ORDER_CLOSED' })
  })

  it('cuts a long description without breaking a character', async () => {
    const request = payment({ description: '桃'.repeat(200) })
    value(await bench.channel.start(request))
    expect(bench.twin.control.order(request.outTradeNo)?.description).toBe('桃'.repeat(42))
  })

  it('with a time already over is refused', async () => {
    const answer = await bench.channel.start(payment({ expiresAt: START_OF_TIME }))
    expect(answer).toMatchObject({ kind: 'refused', code: 'PARAM_ERROR' })
  })
})

describe('query and close', () => {
  it('tells unpaid, paid, refunded and closed apart', async () => {
    const request = payment({ scene: 'jsapi', openId: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' })
    const { outTradeNo } = request
    await bench.channel.start(request)
    expect(value(await bench.channel.query(outTradeNo))).toEqual({ outTradeNo, state: 'unpaid' })
    bench.twin.control.pay(outTradeNo)
    expect(value(await bench.channel.query(outTradeNo))).toEqual({
      outTradeNo,
      state: 'paid',
      transactionId: bench.twin.control.order(outTradeNo)?.transactionId,
      amountFen: 2990,
      paidAt: START_OF_TIME,
      payerId: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    })
    value(await bench.channel.refund(refundOf(outTradeNo, `R${outTradeNo}`, 100)))
    expect(value(await bench.channel.query(outTradeNo))).toMatchObject({ state: 'refunded', amountFen: 2990 })
  })

  it('a number nobody knows is refused', async () => {
    expect(await bench.channel.query('T99999999')).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_EXIST' })
    expect(await bench.channel.close('T99999999')).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_EXIST' })
  })

  it('closing twice is one closing; closing what was paid says `paid`', async () => {
    const request = payment()
    await bench.channel.start(request)
    expect(await bench.channel.close(request.outTradeNo)).toEqual({ kind: 'ok', value: { closed: true } })
    expect(await bench.channel.close(request.outTradeNo)).toEqual({ kind: 'ok', value: { closed: true } })
    expect(value(await bench.channel.query(request.outTradeNo)).state).toBe('closed')
    const paid = payment()
    await bench.channel.start(paid)
    bench.twin.control.pay(paid.outTradeNo)
    expect(await bench.channel.close(paid.outTradeNo)).toMatchObject({ kind: 'refused', code: 'paid' })
  })

  it('a declined card leaves the order payable, a time run out closes it', async () => {
    const own = await openBench()
    const request = payment()
    await own.channel.start(request)
    expect(own.twin.control.decline(request.outTradeNo).declined).toBe(1)
    expect(value(await own.channel.query(request.outTradeNo)).state).toBe('unpaid')
    await own.pass(15 * 60_000)
    expect(value(await own.channel.query(request.outTradeNo)).state).toBe('closed')
    expect(() => own.twin.control.pay(request.outTradeNo)).toThrow('已关闭')
    await own.close()
  })
})

describe('refund', () => {
  async function paidOrder(): Promise<string> {
    const request = payment()
    await bench.channel.start(request)
    bench.twin.control.pay(request.outTradeNo)
    return request.outTradeNo
  }

  it('is booked, then done; the same number repeats its answer', async () => {
    const no = await paidOrder()
    const first = value(await bench.channel.refund(refundOf(no, `R1${no}`, 1000)))
    expect(first).toMatchObject({ outRefundNo: `R1${no}`, state: 'processing', refundFen: 1000 })
    await bench.pass(0)
    const again = value(await bench.channel.refund(refundOf(no, `R1${no}`, 1000)))
    expect(again).toMatchObject({ refundId: first.refundId, state: 'succeeded' })
    expect(value(await bench.channel.queryRefund({ outTradeNo: no, outRefundNo: `R1${no}` }))).toEqual(again)
    expect(bench.twin.control.order(no)?.refunds).toHaveLength(1)
  })

  it('never exceeds the order, in sum or in number of pieces', async () => {
    const no = await paidOrder()
    value(await bench.channel.refund(refundOf(no, `R1${no}`, 2000)))
    const over = await bench.channel.refund(refundOf(no, `R2${no}`, 991))
    expect(over).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
    value(await bench.channel.refund(refundOf(no, `R3${no}`, 990)))
    const many = await paidOrder()
    for (let index = 0; index < 50; index += 1)
      value(await bench.channel.refund(refundOf(many, `M${index}-${many}`, 1)))
    expect(await bench.channel.refund(refundOf(many, `M50-${many}`, 1))).toMatchObject({ kind: 'refused' })
  })

  it('of another amount under a used number, of an unpaid order or of a wrong total is refused', async () => {
    const no = await paidOrder()
    value(await bench.channel.refund(refundOf(no, `R1${no}`, 10)))
    expect(await bench.channel.refund(refundOf(no, `R1${no}`, 11))).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(await bench.channel.refund(refundOf(no, `R2${no}`, 10, 3000))).toMatchObject({
      code: 'INVALID_REQUEST',
    })
    const unpaid = payment()
    await bench.channel.start(unpaid)
    const answer = await bench.channel.refund(refundOf(unpaid.outTradeNo, `R${unpaid.outTradeNo}`, 10))
    expect(answer).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' })
    expect(
      await bench.channel.queryRefund({ outTradeNo: 'T-nobody', outRefundNo: 'R-nobody' }),
    ).toMatchObject({
      kind: 'refused',
      code: 'RESOURCE_NOT_EXISTS',
    })
  })

  it('ends closed or abnormal when the provider says so', async () => {
    const no = await paidOrder()
    bench.twin.control.planRefund('ABNORMAL')
    bench.twin.control.planRefund('CLOSED')
    value(await bench.channel.refund(refundOf(no, `R1${no}`, 10)))
    value(await bench.channel.refund(refundOf(no, `R2${no}`, 20)))
    await bench.pass(0)
    expect(value(await bench.channel.queryRefund({ outTradeNo: no, outRefundNo: `R1${no}` })).state).toBe(
      'abnormal',
    )
    expect(value(await bench.channel.queryRefund({ outTradeNo: no, outRefundNo: `R2${no}` })).state).toBe(
      'closed',
    )
  })
})
