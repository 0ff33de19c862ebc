/** A supplier who is paid by sharing, over HTTP and against the twin; the books balance after each step. */
import { auditOf } from '@tiantou/server'
import { beforeAll, expect, test } from 'vitest'
import { type Caller, eachPlatform, must, type TestPlatform, until } from './platform.ts'
import type { Shopper } from './sale.ts'
import { apply, assign, buy, complete, linkWechat, staffOf } from './supplying.ts'

interface Share {
  readonly orderId: string
  readonly shareId: string
  readonly kind: string
  readonly state: string
  readonly code: string
  readonly amountFen: number
}

/** Shares go by a timer, and are asked about a moment later. */
const PATIENCE_MS = 60_000

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  let cards: { readonly skuId: string; readonly productId: string }[]

  beforeAll(async () => {
    // A minute from the payment to its first share is long for a test; the twin waits as little.
    t = await open({ settings: 'supplier: { shareAfter_s: 0, shareMostBp: 10000 }\n' })
    staff = await t.staff()
    cards = must(await t.as().get('/catalogue')).items
    sharing().waitFor(0)
    sharing().allow(10_000)
  })
  const twin = () => t.sandbox.wechatPay.control
  const sharing = () => twin().sharing
  const card = (at: number) => cards[at] ?? { skuId: '', productId: '' }

  const isWell = async () => {
    await t.platform.house.relay.settle()
    const { lines, isWell: well } = await auditOf(t.platform.house)
    expect(lines.filter((line) => line.startsWith('NOT'))).toEqual([])
    expect(well).toBe(true)
  }
  const owned = async (code: string, owner?: string): Promise<number> => {
    await t.platform.house.relay.settle()
    const whose = owner === undefined ? '' : `&owner=${owner}`
    const { items } = must(await staff.get(`/staff/ledger/accounts/${code}/entries?limit=100${whose}`))
    return (items as { amountFen: number }[]).reduce((sum, one) => sum + one.amountFen, 0) || 0
  }
  /** Taken in under a contract of 10 % that is paid by sharing, sells the goods of a card. */
  const selling = async (at: number): Promise<{ owner: Shopper; supplierId: string }> => {
    const owner = await t.shopper()
    const supplierId = await apply(owner)
    const path = `/staff/suppliers/${supplierId}`
    must(await staff.post(`${path}/review`))
    for (const kind of ['identity', 'bank_account'])
      must(await staff.post(`${path}/requirements/${kind}/accept`))
    must(await staff.post(`${path}/accept`))
    const now = Date.now()
    const period = { validFrom: now - 1_000, validTo: now + 1e10 }
    const terms = { ...period, commissionBp: 1_000, paymentDays: 0, grades: [], payBy: 'sharing' }
    const { contractId } = must(await staff.post(`${path}/contracts`, terms))
    must(await staff.post(`${path}/contracts/${contractId}/sign`, { signedBy: '王小明' }))
    must(await assign(staff, card(at).productId, supplierId))
    return { owner, supplierId }
  }
  const named = (supplierId: string, merchantNo: string | null) =>
    staff.post(`/staff/suppliers/${supplierId}/receiver`, { merchantNo })
  const shares = async (orderId: string): Promise<Share[]> => {
    const { items } = must(await staff.get('/staff/shares?limit=100'))
    return (items as Share[]).filter((one) => one.orderId === orderId)
  }
  const ended = (orderId: string, kind: string) =>
    until(
      async () => (await shares(orderId)).find((one) => one.kind === kind),
      (one) => one?.state === 'succeeded' || one?.state === 'failed',
      30_000,
    )
  const sold = async (at: number) => {
    const bought = await buy(t, [card(at).skuId])
    const { lines } = must(await bought.shopper.get(`/orders/${bought.orderId}`))
    const goods = (lines as { amountFen: number }[]).reduce((sum, one) => sum + one.amountFen, 0)
    const order = twin()
      .orders()
      .find((one) => one.state === 'SUCCESS')
    return { ...bought, goods, net: goods - Math.round(goods / 10), outTradeNo: order?.outTradeNo ?? '' }
  }

  test(
    'what an order earns is shared to the supplier’s merchant, and the rest is set free',
    async () => {
      const { owner, supplierId } = await selling(0)
      expect(must(await named(supplierId, '1900001234'))).toEqual({ state: 'added', code: '' })
      const { shopper, orderId, net, outTradeNo } = await sold(0)
      await complete(staff, shopper, orderId)
      expect(await ended(orderId, 'share')).toMatchObject({ state: 'succeeded', amountFen: net })
      expect(await ended(orderId, 'unfreeze')).toMatchObject({ state: 'succeeded' })
      const { rounds } = sharing().of(outTradeNo)
      expect(rounds.map(({ setsFree, receivers }) => [setsFree, receivers[0]?.amountFen])).toEqual([
        [false, net],
        [true, undefined],
      ])
      expect([await owned('2002', supplierId), await owned('2008')]).toEqual([0, 0])
      expect(must(await owner.get('/supplier/balance'))).toMatchObject({ accruingFen: 0, withdrawableFen: 0 })
      expect(must(await owner.get('/supplier/shares')).items).toMatchObject([{ amountFen: net }])
      await isWell()
      const paymentId = must(await shopper.get(`/orders/${orderId}/payment`)).paymentId as string
      const before = await owned('1001')
      const back = { refundFen: 500, reason: '烂果', bizKey: 'claim-1' }
      must(await staff.post(`/staff/payments/${paymentId}/refunds`, back))
      expect(await ended(orderId, 'return')).toMatchObject({ state: 'succeeded' })
      await until(
        async () => twin().order(outTradeNo)?.refunds[0]?.status,
        (status) => status === 'SUCCESS',
        30_000,
      )
      await until(
        async () => owned('2007'),
        (fen) => fen === 0,
        20_000,
      )
      const returned = (await shares(orderId)).find((one) => one.kind === 'return')?.amountFen ?? 0
      expect(returned).toBeGreaterThan(0)
      expect((await owned('1001')) - before).toBe(returned - 500)
      expect(await owned('2002', supplierId)).toBe(0)
      await isWell()
    },
    PATIENCE_MS,
  )

  test(
    'the owner’s own WeChat may be paid; what a person got cannot be had back and is owed',
    async () => {
      const { owner, supplierId } = await selling(1)
      const unlinked = await named(supplierId, null)
      expect([unlinked.status, unlinked.body.code]).toEqual([409, 'name-receiver.wechat_needed'])
      await linkWechat(t, owner, '王小明')
      expect(must(await named(supplierId, null))).toMatchObject({ state: 'added' })
      const { shopper, orderId } = await sold(1)
      await complete(staff, shopper, orderId)
      expect(await ended(orderId, 'share')).toMatchObject({ state: 'succeeded' })
      await ended(orderId, 'unfreeze')
      const paymentId = must(await shopper.get(`/orders/${orderId}/payment`)).paymentId as string
      const back = { refundFen: 300, reason: '烂果', bizKey: 'claim-1' }
      must(await staff.post(`/staff/payments/${paymentId}/refunds`, back))
      expect(await ended(orderId, 'return')).toMatchObject({ state: 'failed', code: 'person' })
      expect(must(await owner.get('/supplier/balance')).accruingFen).toBeLessThan(0)
      await isWell()
    },
    PATIENCE_MS,
  )

  test(
    'what the channel does not share goes by the next statement',
    async () => {
      const { owner, supplierId } = await selling(2)
      must(await named(supplierId, '1900005678'))
      sharing().plan({ reason: 'ACCOUNT_ABNORMAL' })
      const { shopper, orderId, net } = await sold(2)
      await complete(staff, shopper, orderId)
      expect(await ended(orderId, 'share')).toMatchObject({ state: 'failed', code: 'ACCOUNT_ABNORMAL' })
      await ended(orderId, 'unfreeze')
      expect(must(await owner.get('/supplier/balance')).accruingFen).toBe(net)
      expect([await owned('2002', supplierId), await owned('2008')]).toEqual([-net, 0])
      await isWell()
    },
    PATIENCE_MS,
  )

  test('receivers are for who may make contracts, and can be taken away again', async () => {
    const { supplierId } = await selling(3)
    const reader = await staffOf(t, 'reader', ['supplier.read'])
    const at = `/staff/suppliers/${supplierId}/receiver`
    for (const [status, caller] of [
      [403, reader],
      [403, await t.shopper()],
      [401, t.as()],
    ] as const)
      expect((await caller.post(at, { merchantNo: '1900001234' })).status).toBe(status)
    expect((await named(`sup_${'0'.repeat(26)}`, '1900001234')).status).toBe(404)
    must(await named(supplierId, '1900009999'))
    expect(must(await staff.get(at)).receiver).toMatchObject({ account: '******9999', state: 'added' })
    const key = { 'idempotency-key': crypto.randomUUID() }
    expect((await staff.send('DELETE', at, undefined, key)).status).toBe(200)
    expect(sharing().receivers()).not.toContainEqual(expect.objectContaining({ account: '1900009999' }))
    expect(must(await staff.get(at)).receiver).toBe(null)
    const again = { 'idempotency-key': crypto.randomUUID() }
    expect((await staff.send('DELETE', at, undefined, again)).status).toBe(404)
  })
})
