/** Steps of shoppers before anything is packed: they buy, pay, answer, call off. */
import { AnswerShortage } from '@tiantou/between/flows/fulfil.contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { at, by, type Life, says, step, which } from './life.ts'
import { allocate, availableOf, callOff, type Line, type Model } from './model.ts'
import type { Order as OrderModel } from './model.ts'
import { giveUp, replace } from './shortages.ts'
import type { Kind } from './worth.ts'

const hour_ms = 3_600_000
const receiver = {
  name: '张三',
  phone: '13800138000',
  province: '北京市',
  city: '北京市',
  county: '东城区',
  detail: '一号',
}
export const shopper = (id: string) => by({ kind: 'user', id, sessionId: 'ses_1' })

const wanted = fc.record({
  kind: which,
  pieces: fc.integer({ min: 1, max: 6 }),
  rule: fc.constantFrom('refund' as const, 'similar' as const, 'ask' as const, 'ask' as const),
  /** Not more than there is. */
  isModest: fc.integer({ min: 0, max: 7 }).map((one) => one > 0),
  /** Per cent off the list price. */
  off: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
})
type Wanted = typeof wanted extends fc.Arbitrary<infer W> ? W : never
const basket = fc.record({
  user: fc.nat(1),
  lines: fc.array(wanted, { minLength: 1, maxLength: 3 }),
  freight: fc.constantFrom(0, 800, 1_001),
  pays: fc.integer({ min: 0, max: 9 }).map((one) => one > 0),
})

const quoteLine = (kind: Kind, pieces: number, paid: number, ifShort: Line['rule']) => ({
  skuId: kind.skuId,
  productId: kind.productId,
  productVersion: 1,
  supplierId: kind.seller,
  title: kind.name,
  spec: '一份',
  image: 'pic',
  priceMode: kind.mode,
  storageClass: kind.storage,
  quantity: pieces,
  nominalG: kind.nominal_g,
  priceFen: kind.price,
  perJinFen: kind.price,
  pieceFen: kind.each,
  amountFen: paid,
  toleranceMinusG: kind.minus_g,
  tolerancePlusG: kind.plus_g,
  shelfLifeDays: kind.shelf_d,
  claimWindowHours: kind.claim_h,
  ifShort,
})

/** Lines of different kinds, mostly of what there is. */
const linesOf = (m: Model, asked: readonly Wanted[]): Line[] => {
  const lines = new Map<Kind, Line>()
  for (const { kind: no, pieces: most, isModest, off, rule } of asked) {
    const stocked = m.kinds.filter((one) => availableOf(m, one) > 0)
    const kind = (isModest ? at(stocked, no) : undefined) ?? at(m.kinds, no)
    if (kind === undefined || lines.has(kind)) continue
    const pieces = isModest ? Math.max(1, Math.min(most, availableOf(m, kind))) : most
    const list = kind.each * pieces
    const paid = Math.max(1, Math.floor((list * (100 - off)) / 100))
    const fresh = { short: 0, insteadOf: null, parts: [], isDropped: false }
    lines.set(kind, { kind, no: lines.size + 1, pieces, list, paid, rule, ...fresh })
  }
  return [...lines.values()]
}

const pay = async ({ m, w }: Life, order: OrderModel): Promise<void> => {
  await w.house.must(Payment.commands.recordFact, {
    channel: 'wechat-pay',
    outTradeNo: order.attemptId,
    merchantId: 'm',
    ours: true,
    state: 'paid',
    transactionId: `t${order.attemptId}`,
    amountFen: order.total,
    paidAt: m.now,
  })
  order.payment = 'paid'
  order.task = 'waiting'
  order.packBy = m.now + 24 * hour_ms
  order.arriveTo = order.packBy + 48 * hour_ms
  order.lookAt = m.now
  allocate(m, order)
}

const buy = step(
  'buy',
  basket,
  () => true,
  async (life, { user, lines: asked, freight, pays }) => {
    const { m, w } = life
    const [id, userId] = [w.id('ord'), `usr_${String(user).padStart(26, '0')}`]
    const lines = linesOf(m, asked)
    const fits = lines.every((line) => availableOf(m, line.kind) >= line.pieces)
    const expiresAt = m.now + hour_ms
    const held = lines.map(({ kind, pieces }) => ({ skuId: kind.skuId, pieces }))
    const said = await w.house.run(Inventory.commands.reserve, { orderId: id, expiresAt, lines: held })
    if (!says(said, fits ? 'ok' : 'inventory.out_of_stock')) return
    const itemsFen = lines.reduce((sum, line) => sum + line.paid, 0)
    const total = itemsFen + freight
    const quoted = lines.map(({ kind, pieces, paid, rule }) => quoteLine(kind, pieces, paid, rule))
    const quote = { lines: quoted, itemsFen, freightFen: freight, toFreeFreightFen: 0, totalFen: total }
    const placing = { orderId: id, userId, receiver, note: '', quote, expectedTotalFen: total }
    await w.house.must(Order.commands.place, placing)
    const way = { channel: 'wechat-pay', scene: 'native', clientIp: '203.0.113.7' } as const
    const payment = {
      paymentId: w.id('pay'),
      orderId: id,
      userId,
      amountFen: total,
      description: '果',
      expiresAt,
    }
    const { attemptId } = await w.house.must(Payment.commands.open, { ...payment, attempt: way })
    const order: OrderModel = {
      id,
      userId,
      attemptId: attemptId ?? '',
      placedAt: m.now,
      freight,
      total,
      lines,
      state: 'open',
      payment: 'unpaid',
      goods: 'waiting',
      task: 'none',
      inWave: false,
      packBy: 0,
      arriveTo: 0,
      lookAt: 0,
      shippedAt: 0,
      deliveredAt: 0,
      parcelIds: [],
      shortages: [],
      weighings: [],
      claims: [],
      backs: [],
    }
    m.orders.push(order)
    if (pays) await pay(life, order)
  },
)

const unpaid = (m: Model) => m.orders.filter((order) => order.payment === 'unpaid' && order.state === 'open')
const payLate = step(
  'pay',
  which,
  (m) => unpaid(m).length > 0,
  async (life, no) => {
    const order = at(unpaid(life.m), no)
    assert(order)
    await pay(life, order)
  },
)

const cancel = step(
  'cancel',
  which,
  (m) => m.orders.length > 0,
  async ({ m, w }, no) => {
    const order = at(m.orders, no)
    assert(order)
    const may = order.state === 'open' && order.goods === 'waiting'
    const asked = { orderId: order.id, reason: 'other' as const }
    const said = await w.house.run(Order.commands.cancel, asked, shopper(order.userId))
    if (says(said, may ? 'ok' : 'order.wrong_state')) callOff(m, order)
  },
)

const asksOf = (m: Model) =>
  m.orders.flatMap((order) =>
    order.shortages
      .map((shortage, no) => ({ order, shortage, no }))
      .filter(({ shortage }) => shortage.offer !== null),
  )

const answer = step(
  'answer',
  fc.record({
    which,
    accept: fc.boolean(),
    isStranger: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  }),
  (m) => asksOf(m).length > 0,
  async ({ m, w }, { which: no, accept, isStranger }) => {
    const open = asksOf(m).filter(({ shortage }) => shortage.state === 'asked')
    const asked = at(open, no) ?? at(asksOf(m), no)
    assert(asked)
    const { order, shortage } = asked
    const { line, pieces, offer } = shortage
    const who = isStranger ? `usr_${'9'.repeat(26)}` : order.userId
    const shortageId = await w.shortageId(order.id, asked.no)
    const said = await w.house.run(AnswerShortage, { shortageId, accept }, shopper(who))
    const isOpen = shortage.state === 'asked'
    const code = isStranger ? 'fulfilment.no_such_shortage' : isOpen ? 'ok' : 'fulfilment.decided'
    if (!says(said, code) || offer === null) return
    shortage.state = 'refunded'
    if (!accept) giveUp(m, order, line, pieces)
    else if (replace(m, order, line, pieces, offer)) shortage.state = 'substituted'
  },
)

export const orderSteps = [
  { weight: 10, arbitrary: buy },
  { weight: 1, arbitrary: payLate },
  { weight: 2, arbitrary: cancel },
  { weight: 4, arbitrary: answer },
]
