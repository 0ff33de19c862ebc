/** A house with suppliers who are paid by sharing, over a channel in memory; and what suites ask of it. */
import type { PayloadOf } from '@tiantou/kernel'
import type { eachDatabase, TestHouse } from '@tiantou/platform/testing'
import { Supplier } from '../src/contract.ts'
import { supplierModule } from '../src/index.ts'
import type { ShareReceiver } from '../src/port.ts'
import { accepted, orderId, register, skuId, staff } from './factory.ts'
import { sharingChannel } from './sharing-channel.ts'

const { commands, effects, queries } = Supplier
const by = { actor: staff }
export const payment = { transactionId: '4200001', paidAt: 0 }

type Open = Parameters<Parameters<typeof eachDatabase>[0]>[1]
type Taken = Awaited<ReturnType<typeof accepted>>

/** Suppliers under such contracts, and orders of theirs. */
const stepsOf = (house: TestHouse) => {
  const named = async (supplierId: string, kind: ShareReceiver['kind'] = 'merchant') => {
    const account = kind === 'merchant' ? '1900001234' : 'oFarmer'
    const { receiverId } = await house.must(commands.beginReceiver, { supplierId, kind, account })
    const word = await house.effect(effects.addReceiver, { receiverId })
    await house.must(commands.recordReceiver, word)
    return receiverId
  }
  /** A supplier of 10 % commission who is paid by sharing, with a receiver unless told otherwise. */
  const sharing = async (kind: ShareReceiver['kind'] | null = 'merchant'): Promise<Taken> => {
    const taken = await accepted(house)
    const now = house.clock.now()
    const terms = { validFrom: now, validTo: now + 1e11, commissionBp: 1_000, paymentDays: 0, grades: [] }
    const { supplierId } = taken
    const draft = { supplierId, ...terms, payBy: 'sharing' as const }
    const { contractId } = await house.must(commands.draftContract, draft, by)
    await house.must(commands.signContract, { supplierId, contractId, signedBy: '王小明' }, by)
    if (kind !== null) await named(supplierId, kind)
    return taken
  }
  const collected = async (supplierIds: readonly string[], paidFen = 1_000) => {
    const order = orderId()
    const goods = supplierIds.map((supplierId) => ({ supplierId, skuId: skuId(), paidFen }))
    const sold = { orderId: order, placedAt: house.clock.now(), lines: goods }
    await house.must(commands.collect, sold, { key: `collect ${order}` })
    return { order, goods, sold }
  }
  return { named, sharing, collected }
}

/** What is asked of shares, and what the timer does. */
const asksOf = (house: TestHouse) => {
  const sharesOf = async (order: string) => {
    const { items } = await house.ask(queries.staffShares, { limit: 100 }, by)
    return items.filter((one) => one.orderId === order).toReversed()
  }
  const shareOf = async (order: string, kind: string) =>
    (await sharesOf(order)).findLast((one) => one.kind === kind)?.shareId ?? ''
  /** What the timer does: asks the channel and records its word. */
  const asked = async (shareId: string, of: typeof payment | null = payment) =>
    house.run(commands.recordShare, await house.effect(effects.shareAtChannel, { shareId, payment: of }))
  const advance = async (order: string, kind: string) => asked(await shareOf(order, kind))
  const accountOf = async (owner: Taken['owner']) =>
    (await house.ask(queries.myBalance, {}, { actor: owner })).accruingFen
  const refund = (order: string, good: { supplierId: string; skuId: string }, refundFen: number) => {
    const refundId = `rfd_${order.slice(4)}`
    const line = { supplierId: good.supplierId, skuId: good.skuId, refundFen }
    return house.must(commands.recordRefund, { orderId: order, refundId, lines: [line] })
  }
  const isDue = async (shareId: string) => {
    const { items } = await house.ask(queries.sharesDue, { limit: 500 })
    return items.some((one) => one.shareId === shareId)
  }
  return { sharesOf, shareOf, asked, advance, accountOf, refund, isDue }
}

interface Heard {
  readonly lines: readonly PayloadOf<typeof Supplier.events.line_earned>[]
  readonly paid: readonly PayloadOf<typeof Supplier.events.share_paid>[]
}

/** What lines and what arrived come to, and what shares say they must. */
const sumsOf = async (house: TestHouse, { lines, paid }: Heard) => {
  const { items } = await house.ask(queries.staffShares, { limit: 100 }, by)
  const net = (kind: string) =>
    lines.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.netFen, 0)
  const sum = (kind: string, state?: string) =>
    items
      .filter((one) => one.kind === kind && (state === undefined || one.state === state))
      .reduce((all, one) => all + one.amountFen, 0)
  const { items: made } = await house.ask(queries.sharesMade, { limit: 500 })
  const arrived = made.filter(({ paidAt }) => paidAt !== null)
  const whole = (list: readonly { readonly amountFen: number }[]) =>
    list.reduce((all, one) => all + one.amountFen, 0)
  const succeeded = sum('share', 'succeeded')
  return {
    found: [net('share'), net('share_failed'), net('share_back'), whole(paid), whole(arrived)],
    wanted: [0 - sum('share'), sum('share', 'failed'), sum('return', 'succeeded'), succeeded, succeeded],
  }
}

/** @param open as `eachDatabase` hands it out */
export const openSharing = async (open: Open, settingsYaml = 'supplier: { shareMostBp: 10000 }') => {
  const channel = sharingChannel()
  const lines: PayloadOf<typeof Supplier.events.line_earned>[] = []
  const paid: PayloadOf<typeof Supplier.events.share_paid>[] = []
  const stuck: PayloadOf<typeof Supplier.events.share_stuck>[] = []
  const ports = { ...register(), sharing: channel.port as typeof channel.port | undefined }
  const options = { settingsYaml }
  const house = await open({ modules: [supplierModule], ports: { supplier: ports }, options })
  house.house.listen(Supplier.events.line_earned, (event) => lines.push(event))
  house.house.listen(Supplier.events.share_paid, (event) => paid.push(event))
  house.house.listen(Supplier.events.share_stuck, (event) => stuck.push(event))
  return {
    ...stepsOf(house),
    ...asksOf(house),
    house,
    channel,
    ports,
    paid,
    stuck,
    sums: () => sumsOf(house, { lines, paid }),
  }
}
