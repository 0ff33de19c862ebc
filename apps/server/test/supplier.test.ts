/** Suppliers over HTTP: taken in, selling, settled, paid by two people; the books balance after each step. */
import { AssignSupplier, VerifySupplier } from '@tiantou/between/flows/supplier.contract'
import { auditOf } from '@tiantou/server'
import { Supplier } from '@tiantou/supplier/contract'
import { beforeAll, expect, test } from 'vitest'
import { type Caller, eachPlatform, freshPhone, must, type TestPlatform, until } from './platform.ts'
import { seeOrder, type Shopper } from './sale.ts'
import { accept, apply, assign, buy, complete, linkWechat, put, sendPicture, staffOf } from './supplying.ts'

/** What ids of a route are of. */
const PREFIX: Readonly<Record<string, string>> = {
  productId: 'prd',
  contractId: 'ctr',
  statementId: 'stm',
  payoutId: 'pob',
  withdrawalId: 'wdr',
}

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  let second: Caller
  let cards: { readonly skuId: string; readonly productId: string }[]

  beforeAll(async () => {
    t = await open()
    staff = await t.staff()
    second = await staffOf(t, 'checker', ['supplier.payout', 'supplier.read'])
    cards = must(await t.as().get('/catalogue')).items
  })
  const card = (at: number) => cards[at] ?? { skuId: '', productId: '' }

  const isWell = async () => {
    await t.platform.house.relay.settle()
    const { lines, isWell: well } = await auditOf(t.platform.house)
    expect(lines.filter((line) => line.startsWith('NOT'))).toEqual([])
    expect(well).toBe(true)
  }
  const owned = async (code: string, owner: string): Promise<number> => {
    await t.platform.house.relay.settle()
    const { items } = must(await staff.get(`/staff/ledger/accounts/${code}/entries?owner=${owner}&limit=100`))
    return (items as { amountFen: number }[]).reduce((sum, one) => sum + one.amountFen, 0) || 0
  }
  const takenIn = async (name?: string): Promise<{ owner: Shopper; supplierId: string }> => {
    const owner = await t.shopper()
    const supplierId = await apply(owner, name)
    await accept(staff, supplierId)
    return { owner, supplierId }
  }
  const goodsOf = async (shopper: Shopper, orderId: string): Promise<Record<string, number>> => {
    const { lines } = must(await shopper.get(`/orders/${orderId}`))
    return Object.fromEntries(
      (lines as { skuId: string; amountFen: number }[]).map((line) => [line.skuId, line.amountFen]),
    )
  }
  const settle = async (owner: Shopper, supplierId: string) => {
    await t.platform.house.relay.settle()
    const periodTo = Date.now()
    const statement = must(await staff.post(`/staff/suppliers/${supplierId}/statements`, { periodTo }))
    const { state } = must(await owner.post(`/supplier/statements/${statement.statementId}/confirm`))
    if (state === 'netted') return 0
    const { payoutId, totalFen } = must(
      await staff.post('/staff/payouts', { statementIds: [statement.statementId] }),
    )
    const same = await staff.post(`/staff/payouts/${payoutId}/approve`)
    expect([same.status, same.body.code]).toEqual([403, 'supplier.same_person'])
    must(await second.post(`/staff/payouts/${payoutId}/approve`))
    return totalFen as number
  }

  test('a supplier is taken in, sells, is settled by two people and withdraws to the bank', async () => {
    const { owner, supplierId } = await takenIn()
    must(await assign(staff, card(0).productId, supplierId))
    await isWell()
    const { shopper, orderId } = await buy(t, [card(0).skuId])
    const goods = (await goodsOf(shopper, orderId))[card(0).skuId] ?? 0
    expect(await owned('2002', supplierId)).toBe(-goods)
    await isWell()
    await complete(staff, shopper, orderId)
    const net = goods - Math.round(goods / 10)
    expect(await owned('2002', supplierId)).toBe(-net)
    expect(must(await owner.get('/supplier/balance')).accruingFen).toBe(net)
    expect(await settle(owner, supplierId)).toBe(net)
    expect([await owned('2002', supplierId), await owned('2003', supplierId)]).toEqual([0, -net])
    await isWell()
    const { withdrawalId } = must(await owner.post('/supplier/withdrawals', { amountFen: net, way: 'bank' }))
    expect(await owned('2003', supplierId)).toBe(0)
    must(await staff.post(`/staff/withdrawals/${withdrawalId}/approve`))
    must(await second.post(`/staff/withdrawals/${withdrawalId}/submit`))
    must(
      await second.post(`/staff/withdrawals/${withdrawalId}/slip`, { word: 'succeeded', voucher: 'SLIP-1' }),
    )
    await isWell()
    const { items } = must(await staff.get(`/staff/ledger/journals?about=${withdrawalId}`))
    expect(items.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual([
      'withdrawal',
      'withdrawal_paid',
    ])
  })

  test('a withdrawal to WeChat waits for the owner’s confirmation, and succeeds with it', async () => {
    const { owner, supplierId } = await takenIn()
    must(await assign(staff, card(9).productId, supplierId))
    const { shopper, orderId } = await buy(t, [card(9).skuId])
    await complete(staff, shopper, orderId)
    const net = await settle(owner, supplierId)
    const request = { amountFen: net, way: 'wechat-transfer' }
    const unknown = await owner.post('/supplier/withdrawals', request)
    expect([unknown.status, unknown.body.code]).toEqual([409, 'request-withdrawal.wechat_needed'])
    await linkWechat(t, owner, '王小明')
    const { withdrawalId } = must(await owner.post('/supplier/withdrawals', request))
    must(await staff.post(`/staff/withdrawals/${withdrawalId}/approve`))
    must(await second.post(`/staff/withdrawals/${withdrawalId}/submit`))
    const own = async () =>
      must(await owner.get('/supplier/withdrawals')).items.find(
        (one: { withdrawalId: string }) => one.withdrawalId === withdrawalId,
      )
    const waiting = await until(own, ({ state }) => state === 'wait_user_confirm', 20_000)
    expect(waiting.confirmBy).toBeGreaterThan(Date.now())
    const at = `/supplier/withdrawals/${withdrawalId}/confirmation`
    expect(must(await owner.get(at))).toMatchObject({ package: expect.stringMatching(/^[\w-]{32}$/) })
    expect((await shopper.get(at)).status).toBe(404)
    expect(await owned('2003', supplierId)).toBe(0)
    await isWell()
    t.sandbox.wechatPay.control.confirmTransfer(withdrawalId.replace('_', ''))
    await until(own, ({ state }) => state === 'succeeded')
    await isWell()
    const { items } = must(await staff.get(`/staff/ledger/journals?about=${withdrawalId}`))
    expect(items).toHaveLength(2)
    expect((await owner.get(at)).body.code).toBe('supplier.wrong_state')
    const forged = await fetch(`${t.origin}/api/v1/callbacks/wechat-transfer`, { method: 'POST', body: '{}' })
    expect(forged.status).toBe(401)
  })

  test('defect 9: an item of shop A in an order of shop B earns shop A', async () => {
    const [a, b] = [await takenIn('甲'), await takenIn('乙')]
    must(await assign(staff, card(1).productId, a.supplierId))
    must(await assign(staff, card(2).productId, b.supplierId))
    const { shopper, orderId } = await buy(t, [card(1).skuId, card(2).skuId, card(3).skuId])
    const goods = await goodsOf(shopper, orderId)
    await complete(staff, shopper, orderId)
    const earned = async (skuId: string) => (goods[skuId] ?? 0) - Math.round((goods[skuId] ?? 0) / 10)
    expect(await owned('2002', a.supplierId)).toBe(-(await earned(card(1).skuId)))
    expect(await owned('2002', b.supplierId)).toBe(-(await earned(card(2).skuId)))
    await isWell()
  })

  test('defect 19: what goes back goes back to whose it was when it was bought', async () => {
    const [before, after] = [await takenIn('前'), await takenIn('后')]
    must(await assign(staff, card(4).productId, before.supplierId))
    const { shopper, orderId } = await buy(t, [card(4).skuId])
    must(await assign(staff, card(4).productId, after.supplierId))
    must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
    await until(seeOrder(shopper, orderId), (seen) => seen.payment === 'refunded', 40_000)
    expect([await owned('2002', before.supplierId), await owned('2002', after.supplierId)]).toEqual([0, 0])
    await isWell()
  })

  test('defect 14: a refund after the payout is owed once, and netted by the next sale', async () => {
    const { owner, supplierId } = await takenIn()
    must(await assign(staff, card(5).productId, supplierId))
    const one = await buy(t, [card(5).skuId])
    await complete(staff, one.shopper, one.orderId)
    const paid = await settle(owner, supplierId)
    must(
      await staff.post(`/staff/payments/${one.paymentId}/refunds`, {
        refundFen: one.totalFen,
        reason: '坏果',
        bizKey: 'claim-1',
      }),
    )
    await t.platform.house.relay.settle()
    const { accruingFen } = must(await owner.get('/supplier/balance'))
    expect(accruingFen).toBe(-paid)
    const blocked = await owner.post('/supplier/withdrawals', { amountFen: 1, way: 'bank' })
    expect([blocked.status, blocked.body.code]).toEqual([409, 'supplier.above_balance'])
    expect(await settle(owner, supplierId)).toBe(0)
    expect([await owned('1020', supplierId), await owned('2002', supplierId)]).toEqual([paid, 0])
    const two = await buy(t, [card(5).skuId, card(6).skuId])
    await complete(staff, two.shopper, two.orderId)
    expect(await settle(owner, supplierId)).toBe(0)
    expect([await owned('1020', supplierId), await owned('2002', supplierId)]).toEqual([0, 0])
    await isWell()
  })

  test('a balance that is not what made it, and a withdrawal that is not booked, are found', async () => {
    const { owner, supplierId } = await takenIn()
    must(await assign(staff, card(10).productId, supplierId))
    const { shopper, orderId } = await buy(t, [card(10).skuId])
    await complete(staff, shopper, orderId)
    const net = await settle(owner, supplierId)
    const request = { amountFen: net, way: 'bank' }
    const { withdrawalId } = must(await owner.post('/supplier/withdrawals', request))
    await isWell()
    const rewrite = (table: string, id: string, set: Record<string, unknown>) =>
      t.platform.house.corridor.database.transact(async (unit) => {
        const [rows, key] = [
          unit.handle('supplier').updateTable(table),
          table.endsWith('balance') ? 'supplier_id' : 'id',
        ]
        await rows.set(set).where(key, '=', id).execute()
        return { keep: true, value: undefined }
      })
    const findings = async () => must(await staff.get('/staff/ledger/audit')).findings
    await rewrite('supplier_balance', supplierId, { withdrawable_fen: 1 })
    expect(await findings()).toEqual([{ about: supplierId, kind: 'balance', wrong: 'other_amount' }])
    await rewrite('supplier_balance', supplierId, { withdrawable_fen: 0 })
    await rewrite('supplier_withdrawal', withdrawalId, { amount_fen: net + 1 })
    // Its booking may have been put off by a deadlock.
    await expect.poll(findings, { timeout: 10_000 }).toContainEqual({
      about: withdrawalId,
      kind: 'withdrawal',
      wrong: 'other_amount',
    })
    await rewrite('supplier_withdrawal', withdrawalId, { amount_fen: net })
    await isWell()
  })

  test('a document shows a picture that its own sender sent for it', async () => {
    const [owner, other] = [await t.shopper(), await t.shopper()]
    must(await owner.post('/supplier/application', { kind: 'farm', party: 'person', name: '园' }))
    const handIn = async (picture: string) => {
      const document = { number: 'A1', issuer: '公安局', validTo: null, picture }
      const { status, body } = await put(owner, '/supplier/documents/identity', document)
      return [status, body?.code]
    }
    expect(await handIn(await sendPicture(other, 'supplier'))).toEqual([
      404,
      'hand-in-document.no_such_picture',
    ])
    expect(await handIn(await sendPicture(owner, 'claim'))).toEqual([404, 'hand-in-document.no_such_picture'])
    expect((await handIn(await sendPicture(owner, 'supplier')))[0]).toBe(200)
  })

  test('what staff does with suppliers is for those who may', async () => {
    const shopper = await t.shopper()
    const reader = await staffOf(t, 'reader', ['order.read'])
    const ids: Record<string, string> = { kind: 'identity', what: 'identity' }
    const none = (name: string) => ids[name] ?? `${PREFIX[name] ?? 'sup'}_${'0'.repeat(26)}`
    const operations = [...Object.values(Supplier.commands), ...Object.values(Supplier.queries)]
    const routes = [...operations, AssignSupplier, VerifySupplier].flatMap((one) =>
      'route' in one && typeof one.who === 'object' ? [one.route] : [],
    )
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, path } of routes) {
      const to = path.replaceAll(/:(\w+)/g, (_all, name: string) => none(name))
      const body = method === 'GET' ? undefined : {}
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const codes: number[] = []
      for (const caller of [t.as(), shopper, reader])
        codes.push((await caller.send(method, to, body, headers)).status)
      expect([path, codes]).toEqual([path, [401, 403, 403]])
    }
  })

  test('an owner cannot end his account before his supplier; one who left is forgotten', async () => {
    const phone = freshPhone()
    const owner = await t.shopper(phone)
    const supplierId = await apply(owner)
    await accept(staff, supplierId)
    const confirmed = async () => {
      const { requestId } = must(await owner.post('/user/confirmations/codes'))
      const [message] = t.sandbox.sms.control.messages(`+86${phone}`)
      const code = /\d{6}/.exec(JSON.stringify(message?.params ?? message))?.[0] ?? ''
      return must(await owner.post('/user/confirmations', { requestId, code })) as { confirmationId: string }
    }
    const { confirmationId } = await confirmed()
    const copy = must(await owner.get(`/user/export?confirmationId=${confirmationId}`))
    expect(copy.supplier).toMatchObject({ role: 'owner', application: { idNumber: '11010519491231002X' } })
    const no = await owner.post('/user/erase', { confirmationId })
    expect([no.status, no.body.code]).toEqual([409, 'erase-account.supplier_not_left'])
    must(await staff.post(`/staff/suppliers/${supplierId}/state`, { change: 'close', reason: '退出' }))
    must(await owner.post('/user/erase', { confirmationId }))
    expect(must(await staff.get(`/staff/suppliers/${supplierId}`))).toMatchObject({
      name: '',
      personName: null,
      idNumber: null,
      bankAccount: null,
      requirements: [{ number: '' }, { number: '' }],
    })
  })

  test('a product of a supplier who may not sell now is not sold', async () => {
    const { supplierId } = await takenIn()
    must(await assign(staff, card(7).productId, supplierId))
    must(await staff.post(`/staff/suppliers/${supplierId}/state`, { change: 'suspend', reason: '抽检' }))
    const shopper = await t.shopper()
    const lines = [{ skuId: card(7).skuId, quantity: 1 }]
    const input = { lines, addressId: shopper.addressId, expectedTotalFen: 1, note: '' }
    expect((await shopper.post('/checkout', input)).body.code).toBe('checkout.sku_off_sale')
    const assigned = await assign(staff, card(8).productId, supplierId)
    expect([assigned.status, assigned.body.code]).toEqual([409, 'assign-supplier.supplier_not_active'])
  })
})
