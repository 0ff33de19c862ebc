/** Money that really came and went, over HTTP and through the twin, as it stands in the books. */
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { auditOf } from '@tiantou/server'
import { CHANNELS, meetCashier } from './channels.ts'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { beginPay, placeOrder, seeOrder, seePayment, type Shopper, skuOf, untilPaid } from './sale.ts'

/** Where each channel's money lies until it is paid out. */
const CLEARING = { 'wechat-pay': '1001', alipay: '1002', unionpay: '1004', ecny: '1005' } as const

interface Account {
  readonly code: string
  readonly balanceFen: number
}

eachPlatform((_name, open) => {
  let t: TestPlatform
  let clerk: Awaited<ReturnType<TestPlatform['staff']>>
  let skuId: string
  beforeAll(async () => {
    t = await open()
    skuId = await skuOf(t)
    clerk = await t.staff()
  })

  const twin = () => t.sandbox.wechatPay.control
  const balances = async () => {
    await t.platform.house.relay.settle()
    const { accounts, sumFen } = must(await clerk.get('/staff/ledger/trial-balance'))
    expect(sumFen).toBe(0)
    return Object.fromEntries((accounts as Account[]).map(({ code, balanceFen }) => [code, balanceFen]))
  }
  const changed = async (act: () => Promise<unknown>) => {
    const before = await balances()
    await act()
    const after = await balances()
    const moves = Object.entries(after).map(([code, fen]) => [code, fen - (before[code] ?? 0)] as const)
    return Object.fromEntries(moves.filter(([, fen]) => fen !== 0))
  }
  const isWell = async () => {
    await t.platform.house.relay.settle()
    const { lines, isWell: well } = await auditOf(t.platform.house)
    expect(lines.filter((line) => line.startsWith('NOT'))).toEqual([])
    expect(well).toBe(true)
    expect(must(await clerk.get('/staff/ledger/audit')).findings).toEqual([])
  }
  const started = async () => {
    const shopper = await t.shopper()
    const placed = await placeOrder(shopper, skuId)
    return { shopper, ...placed, outTradeNo: await beginPay(t, shopper, placed.paymentId) }
  }
  const database = () => t.platform.house.corridor.database
  const paymentRow = (paymentId: string) => {
    const payments = database().reader('payment', true).selectFrom('payment_payment').selectAll()
    return payments.where('id', '=', paymentId).executeTakeFirstOrThrow()
  }
  const rewrite = (paymentId: string, set: Record<string, unknown>) =>
    database().transact(async (unit) => {
      const payments = unit.handle('payment').updateTable('payment_payment')
      await payments.set(set).where('id', '=', paymentId).execute()
      return { keep: true, value: undefined }
    })
  const found = async () => must(await clerk.get('/staff/ledger/audit')).findings
  const cancel = async (shopper: Shopper, orderId: string) =>
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))

  test('a payment is goods and freight, and a cancelled order gives both back', async () => {
    const { shopper, orderId, paymentId, totalFen, outTradeNo } = await started()
    const { freightFen } = await seeOrder(shopper, orderId)()
    const itemsFen = totalFen - freightFen
    const sold = { '1001': totalFen, '4000': -itemsFen, ...(freightFen === 0 ? {} : { '4002': -freightFen }) }
    const paying = async () => {
      twin().pay(outTradeNo)
      await untilPaid(shopper, orderId)
    }
    expect(await changed(paying)).toEqual(sold)
    const { items } = must(await clerk.get(`/staff/ledger/journals?about=${paymentId}`))
    expect(items).toMatchObject([{ kind: 'paid', about: paymentId }])
    await isWell()
    const refunding = async () => {
      await cancel(shopper, orderId)
      await until(seeOrder(shopper, orderId), (seen) => seen.payment === 'refunded', 40_000)
    }
    const back = Object.fromEntries(Object.entries(sold).map(([code, fen]) => [code, -fen]))
    expect(await changed(refunding)).toEqual(back)
    await isWell()
  })

  test.each(CHANNELS)('$name has an account of its own: money in, and out again', async (channel) => {
    const shopper = await t.shopper()
    const { orderId, paymentId, totalFen } = await placeOrder(shopper, skuId)
    const outTradeNo = await meetCashier(t, shopper, { paymentId, channel })
    const paying = async () => {
      channel.twin(t).pay(outTradeNo)
      await untilPaid(shopper, orderId)
    }
    const refunding = async () => {
      await cancel(shopper, orderId)
      await until(seeOrder(shopper, orderId), (seen) => seen.payment === 'refunded', 40_000)
    }
    const own = CLEARING[channel.name]
    expect((await changed(paying))[own]).toBe(totalFen)
    expect((await changed(refunding))[own]).toBe(-totalFen)
    await isWell()
  })

  test('money that came after the end was never a sale: in at the channel, and out again', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    const late = async () => {
      twin().failNext({ kind: 'error-500', times: 50, path: '/close' })
      await cancel(shopper, orderId)
      await until(seePayment(shopper, paymentId), (seen) => seen.state === 'closed')
      twin().pay(outTradeNo)
      await until(seePayment(shopper, paymentId), (seen) => seen.state === 'refunded', 20_000)
      twin().behave()
    }
    expect(await changed(late)).toEqual({})
    const { items } = must(await clerk.get('/staff/ledger/accounts/2007/entries'))
    expect(items.slice(0, 2).map((one: { kind: string }) => one.kind)).toEqual(['refund_paid', 'surplus'])
    await isWell()
  })

  test('money that came twice is one sale', async () => {
    const { shopper, orderId, paymentId, totalFen, outTradeNo } = await started()
    const way = { channel: 'wechat-pay', scene: 'h5' }
    const h5 = must(await shopper.post(`/payments/${paymentId}/attempts`, way))
    const ticket = new URL(h5.ticket.url).searchParams.get('prepay_id') ?? ''
    const second = twin().byTicket(ticket)?.outTradeNo ?? ''
    const twice = async () => {
      twin().pay(outTradeNo)
      await untilPaid(shopper, orderId)
      twin().pay(second)
      await until(
        async () => twin().order(second)?.refunds[0]?.status,
        (status) => status === 'SUCCESS',
        20_000,
      )
      await until(balances, (now) => now['2007'] === 0, 20_000)
    }
    expect((await changed(twice))['1001']).toBe(totalFen)
    await isWell()
  })

  test('a refund that the channel cannot bring home is sent by the bank, by two people', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    twin().pay(outTradeNo)
    await untilPaid(shopper, orderId)
    const failed = async () => {
      const { items } = must(await clerk.get('/staff/refunds/failed?state=abnormal'))
      return items.find((one: { paymentId: string }) => one.paymentId === paymentId)
    }
    const voucher = `ICBC-${orderId.slice(-12)}`
    const byHand = async () => {
      twin().planRefund('ABNORMAL')
      const wanted = { refundFen: 500, reason: '烂果', bizKey: 'claim-1' }
      const { refundId } = must(await clerk.post(`/staff/payments/${paymentId}/refunds`, wanted))
      const path = `/staff/refunds/${String(refundId)}`
      expect(await until(failed, (one) => one !== undefined, 20_000)).toMatchObject({
        refundId,
        refundFen: 500,
      })
      for (const rest of ['retry', 'by-hand', 'by-hand/confirm'])
        expect((await shopper.post(`${path}/${rest}`, { voucher })).status).toBe(403)
      must(await clerk.post(`${path}/by-hand`, { voucher }))
      const alone = await clerk.post(`${path}/by-hand/confirm`, { voucher })
      expect([alone.status, alone.body.code]).toEqual([403, 'payment.same_person'])
      const colleague = await t.colleague()
      must(await colleague.post(`${path}/by-hand/confirm`, { voucher }))
    }
    const moved = await changed(byHand)
    expect([moved['1001'], moved['1003'], moved['2007']]).toEqual([undefined, -500, undefined])
    expect((moved['4000'] ?? 0) + (moved['4002'] ?? 0)).toBe(500)
    await isWell()
  })

  test('a refund that the channel cannot bring home goes to a card, or back to us', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    twin().pay(outTradeNo)
    await untilPaid(shopper, orderId)
    const ofState = async (state: string, refundId: string) => {
      const { items } = must(await clerk.get(`/staff/refunds/failed?state=${state}`))
      return items.some((one: { refundId: string }) => one.refundId === refundId)
    }
    const abnormal = async (bizKey: string) => {
      twin().planRefund('ABNORMAL')
      const wanted = { refundFen: 500, reason: '烂果', bizKey }
      const { refundId } = must(await clerk.post(`/staff/payments/${paymentId}/refunds`, wanted))
      await until(() => ofState('abnormal', String(refundId)), Boolean, 20_000)
      return String(refundId)
    }
    const card = { bank: 'ICBC_DEBIT', account: '6222021234567890123', name: '张三丰' }
    const redirect = (by: Pick<Shopper, 'post'>, refundId: string, to: typeof card | null) =>
      by.post(`/staff/refunds/${refundId}/redirect`, { card: to })
    const toCard = async () => {
      const refundId = await abnormal('claim-card')
      expect((await redirect(shopper, refundId, card)).status).toBe(403)
      expect((await redirect(clerk, `rfd_${'0'.repeat(26)}`, card)).status).toBe(404)
      expect(must(await redirect(clerk, refundId, card)).state).toMatch(/processing|succeeded/)
      await until(
        async () => twin().order(outTradeNo)?.refunds.at(-1)?.status,
        (status) => status === 'SUCCESS',
        20_000,
      )
      await until(balances, (now) => now['2007'] === 0, 20_000)
    }
    expect((await changed(toCard))['1001']).toBe(-500)
    const toUs = async () => {
      const refundId = await abnormal('claim-us')
      must(await redirect(clerk, refundId, null))
      await until(() => ofState('returned', refundId), Boolean, 20_000)
      const voucher = `ABC-${orderId.slice(-12)}`
      must(await clerk.post(`/staff/refunds/${refundId}/by-hand`, { voucher }))
      const colleague = await t.colleague()
      must(await colleague.post(`/staff/refunds/${refundId}/by-hand/confirm`, { voucher }))
    }
    const moved = await changed(toUs)
    expect([moved['1001'], moved['1003'], moved['2007']]).toEqual([-500, undefined, undefined])
    const { rows } = await sql<{ text: string }>`SELECT input AS text FROM platform_flow
      UNION ALL SELECT memo AS text FROM platform_flow`.execute(database().reader('platform', true))
    expect(rows.filter(({ text }) => text.includes(card.account))).toEqual([])
    await isWell()
  })

  test('a forged notice moves nothing', async () => {
    const { outTradeNo } = await started()
    expect(
      await changed(async () => {
        await twin().forge(outTradeNo, 'signature')
        await twin().forge(outTradeNo, 'amount')
      }),
    ).toEqual({})
    await isWell()
  })

  test('the books are for those who may read them', async () => {
    const shopper = await t.shopper()
    for (const path of [
      'audit',
      'invariants',
      'trial-balance',
      'journals?about=x',
      'accounts/1001/entries',
    ]) {
      expect((await shopper.get(`/staff/ledger/${path}`)).status).toBe(403)
      expect((await t.as().get(`/staff/ledger/${path}`)).status).toBe(401)
      expect((await clerk.get(`/staff/ledger/${path}`)).status).toBe(200)
    }
    const nothing = await clerk.post(`/staff/ledger/journals/jrn_${'0'.repeat(26)}/reverse`)
    expect([nothing.status, nothing.body.code]).toEqual([404, 'ledger.no_such_journal'])
  })

  test('what is missing in the books is found, and what is there of nothing', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    twin().pay(outTradeNo)
    await untilPaid(shopper, orderId)
    await t.platform.house.relay.settle()
    const write = (set: Record<string, unknown>) => rewrite(paymentId, set)
    const { amount_fen: amountFen, paid_at: paidAt } = await paymentRow(paymentId)
    await write({ amount_fen: Number(amountFen) + 1 })
    expect(await found()).toEqual([{ about: paymentId, kind: 'paid', wrong: 'other_amount' }])
    await write({ amount_fen: amountFen, paid_at: null })
    expect(await found()).toEqual([{ about: '', kind: 'paid', wrong: 'of_nothing' }])
    expect((await auditOf(t.platform.house)).isWell).toBe(false)
    await write({ paid_at: paidAt })
    await isWell()
  })

  test('a payment whose journal was taken back is missing in the books, and the night says so', async () => {
    const { shopper, orderId, paymentId, outTradeNo } = await started()
    twin().pay(outTradeNo)
    await untilPaid(shopper, orderId)
    await isWell()
    const [paid] = must(await clerk.get(`/staff/ledger/journals?about=${paymentId}`)).items
    must(await clerk.post(`/staff/ledger/journals/${String(paid.journalId)}/reverse`))
    // What moved in the last minutes may still be on its way; this did not.
    await rewrite(paymentId, { paid_at: Number((await paymentRow(paymentId))['paid_at']) - 600_000 })
    expect(await found()).toEqual([{ about: paymentId, kind: 'paid', wrong: 'missing' }])
    const due = sql`UPDATE platform_job SET next_at = 0 WHERE name = 'ledger.audit'`
    await due.execute(database().owner())
    await t.platform.house.jobs.runDue()
    const jobs = () => database().reader('platform', true).selectFrom('platform_job').selectAll()
    const job = () => jobs().where('name', '=', 'ledger.audit').executeTakeFirstOrThrow()
    const said = await until(job, (row) => row['last_error'] !== null, 10_000)
    expect(said['last_error']).toBe('Error: The books differ from payments and refunds: 1 times.')
    const sum = (code: string): number => {
      const entries = paid.entries as { readonly account: string; readonly amountFen: number }[]
      return entries.find((one) => one.account === code)?.amountFen ?? 0
    }
    const goods = [{ seller: null, fen: -sum('4000') }]
    const parts = { fen: sum('1001'), goods, freightFen: -sum('4002'), subsidyFen: sum('5002') }
    const fact = { kind: 'paid', about: paymentId, channel: 'wechat-pay', ...parts }
    const path = `/staff/ledger/journals/${String(paid.journalId)}/correct`
    expect((await shopper.post(path, { fact })).status).toBe(403)
    must(await clerk.post(path, { fact }))
    await isWell()
  })
})
