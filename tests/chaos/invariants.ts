/**
 * What must be true of stock, orders, payments, the books and outbox at rest, read straight from the tables
 * of one database.
 */
import { system } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import type { House } from '@tiantou/platform'
import { checkBalances, dueOfSuppliers } from './payouts.ts'

type Row = Readonly<Record<string, unknown>>

const all = (house: House, table: string): Promise<Row[]> => {
  const module = table.slice(0, table.indexOf('_'))
  return house.corridor.database.reader(module, true).selectFrom(table).selectAll().execute()
}

const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0)
const by = (rows: readonly Row[], column: string): Map<string, Row[]> =>
  Map.groupBy(rows, (row) => String(row[column]))

/** How the stock of an order must stand, by how the order stands. */
const expectedReservation = (order: Row): string => {
  if (order['state'] === 'cancelled') return 'released'
  if (['shipped', 'delivered'].includes(String(order['fulfilment']))) return 'dispatched'
  return order['payment'] === 'paid' ? 'sold' : 'held'
}

const checkStock = async (house: House, orders: ReadonlyMap<string, Row>): Promise<string[]> => {
  const wrong: string[] = []
  const stock = await all(house, 'inventory_stock')
  const reservations = await all(house, 'inventory_reservation')
  const received = by(await all(house, 'inventory_lot'), 'sku_id')
  const bySku = by(reservations, 'sku_id')
  const places = by(await all(house, 'inventory_place'), 'sku_id')
  for (const row of stock) {
    const skuId = String(row['sku_id'])
    const taken = (bySku.get(skuId) ?? []).filter((one) => one['state'] !== 'released')
    const whole = sum(received.get(skuId) ?? [], 'pieces')
    const left = Number(row['available'])
    if (left + sum(taken, 'pieces') !== whole) {
      wrong.push(`${skuId}: ${left} left + ${sum(taken, 'pieces')} taken is not ${whole} received`)
    }
    const promised = sum(
      taken.filter((one) => one['state'] !== 'dispatched'),
      'pieces',
    )
    const lies = sum(places.get(skuId) ?? [], 'pieces')
    if (left + promised !== lies) {
      wrong.push(`${skuId}: ${left} left + ${promised} promised is not the ${lies} that lie there`)
    }
  }
  for (const row of reservations) {
    const order = orders.get(String(row['order_id']))
    if (order === undefined) wrong.push(`a reservation of ${String(row['order_id'])}, which does not exist`)
    else if (row['state'] !== expectedReservation(order)) {
      const axes = `${String(order['state'])}/${String(order['payment'])}`
      wrong.push(`${String(row['order_id'])} is ${axes}, its stock ${String(row['state'])}`)
    }
  }
  return [...wrong, ...checkLines(await all(house, 'order_line'), reservations)]
}

/** Every line of every order has its one reservation, and none is for anything else. */
const checkLines = (lines: readonly Row[], reservations: readonly Row[]): string[] => {
  const wanted = lines.map(
    (row) => `${String(row['order_id'])} ${String(row['sku_id'])} ${String(row['quantity'])}`,
  )
  const found = reservations.map(
    (row) => `${String(row['order_id'])} ${String(row['sku_id'])} ${String(row['pieces'])}`,
  )
  const [sorted, other] = [wanted.toSorted(), found.toSorted()]
  return sorted.join() === other.join()
    ? []
    : [`lines and reservations differ: ${sorted.length}, ${other.length}`]
}

const FINAL = new Set(['paid', 'refunded', 'cancelled', 'closed'])

/** What happens once in the life of an order or a payment has happened once. */
const checkHistory = async (house: House): Promise<string[]> => {
  const rows = [...(await all(house, 'order_history')), ...(await all(house, 'payment_history'))]
  const moves = rows
    .filter((row) => FINAL.has(String(row['to_state'])))
    .map((row) => `${String(row['subject_id'])} ${String(row['axis'])} ${String(row['to_state'])}`)
  return [...Map.groupBy(moves, (move) => move)].flatMap(([move, { length }]) =>
    length > 1 ? [`${move}: ${length} times`] : [],
  )
}

const checkPayments = async (house: House, orders: ReadonlyMap<string, Row>): Promise<string[]> => {
  const wrong: string[] = []
  const payments = by(await all(house, 'payment_payment'), 'order_id')
  const attempts = by(await all(house, 'payment_attempt'), 'payment_id')
  const lines = by(await all(house, 'order_line'), 'order_id')
  for (const [orderId, order] of orders) {
    const [payment, ...more] = payments.get(orderId) ?? []
    if (payment === undefined || more.length > 0) {
      wrong.push(`${orderId} has ${more.length + (payment === undefined ? 0 : 1)} payments`)
      continue
    }
    const goods = sum(lines.get(orderId) ?? [], 'amount_fen')
    if (goods + Number(order['freight_fen']) !== Number(order['total_fen']))
      wrong.push(`${orderId} does not add up`)
    if (Number(payment['amount_fen']) !== Number(order['total_fen']))
      wrong.push(`${orderId} asks another amount`)
    const isPaid = ['paid', 'partly_refunded'].includes(String(payment['state']))
    if (isPaid !== (order['payment'] === 'paid')) {
      wrong.push(`${orderId} is ${String(order['payment'])}, its payment ${String(payment['state'])}`)
    }
    const paid = (attempts.get(String(payment['id'])) ?? []).filter((attempt) => attempt['state'] === 'paid')
    if (payment['state'] === 'paid' && paid.length === 0) wrong.push(`${orderId} is paid by no attempt`)
  }
  if (payments.size !== orders.size) wrong.push(`${payments.size} payments for ${orders.size} orders`)
  return wrong
}

const checkCorridor = async (house: House): Promise<string[]> => {
  const events = (await all(house, 'platform_outbox')).filter((row) => row['state'] !== 'sent')
  const flows = (await all(house, 'platform_flow')).filter(
    (row) => row['state'] === 'running' || row['state'] === 'undoing',
  )
  const open = (await all(house, 'platform_done')).filter((row) => row['output'] === null)
  return [
    ...events.map(
      (row) => `event ${String(row['name'])} is ${String(row['state'])}: ${String(row['error'])}`,
    ),
    ...flows.map((row) => `flow ${String(row['flow'])} is ${String(row['state'])}: ${String(row['error'])}`),
    ...open.map((row) => `${String(row['op'])} ${String(row['key'])} has no answer`),
  ]
}

/** What of payments, refunds and suppliers must be booked, each once. */
const dueJournals = async (house: House): Promise<string[]> => {
  const payments = (await all(house, 'payment_payment')).filter((row) => row['paid_at'] !== null)
  const refunds = await all(house, 'payment_refund')
  return [
    ...(await dueOfSuppliers(house)),
    ...payments.map((row) => `paid ${String(row['id'])}`),
    ...refunds.map((row) =>
      row['reason'] === 'late' || row['reason'] === 'duplicate'
        ? `surplus ${String(row['attempt_id'])}`
        : `refund ${String(row['id'])}`,
    ),
    ...refunds.filter((row) => row['finished_at'] !== null).map((row) => `refund_paid ${String(row['id'])}`),
  ]
}

/** Whatever moved is booked once, nothing else is, and the books hold their own invariants. */
const checkBooks = async (house: House): Promise<string[]> => {
  const due = (await dueJournals(house)).toSorted()
  const booked = (await all(house, 'ledger_journal'))
    .map((row) => `${String(row['kind'])} ${String(row['about'])}`)
    .toSorted()
  const { items } = await house.ask(Ledger.queries.invariants, {}, system('chaos'))
  return [
    ...due.filter((one) => !booked.includes(one)).map((one) => `${one} is not booked`),
    ...(booked.length === due.length ? [] : [`${booked.length} journals for ${due.length} movements`]),
    ...items.flatMap(({ name, violations }) => (violations > 0 ? [`ledger ${name}: ${violations}`] : [])),
  ]
}

/** Every violation, in words; empty when all is well. */
export const violations = async (house: House): Promise<string[]> => {
  const orders = new Map((await all(house, 'order_order')).map((row) => [String(row['id']), row]))
  return [
    ...(await checkStock(house, orders)),
    ...(await checkPayments(house, orders)),
    ...(await checkHistory(house)),
    ...(await checkBooks(house)),
    ...(await checkBalances(house)),
    ...(await checkCorridor(house)),
  ]
}

/** What our books say of one number at the channel. */
export interface Money {
  readonly outTradeNo: string
  readonly orderId: string
  readonly orderState: string
  readonly attempt: string
  readonly amountFen: number
  /** Of the whole payment. */
  readonly refundedFen: number
}

/** Our books by the channel's numbers. */
export const moneyIn = async (house: House): Promise<Money[]> => {
  const orders = new Map((await all(house, 'order_order')).map((row) => [row['id'], row]))
  const payments = new Map((await all(house, 'payment_payment')).map((row) => [row['id'], row]))
  return (await all(house, 'payment_attempt')).map((attempt) => {
    const payment = payments.get(attempt['payment_id'])
    return {
      outTradeNo: String(attempt['out_trade_no']),
      orderId: String(payment?.['order_id']),
      orderState: String(orders.get(payment?.['order_id'])?.['state']),
      attempt: String(attempt['state']),
      amountFen: Number(payment?.['amount_fen']),
      refundedFen: Number(payment?.['refunded_fen']),
    }
  })
}

/** An order at the channel, as far as it is compared. */
interface AtChannel {
  readonly outTradeNo: string
  readonly totalFen: number
  readonly transactionId?: string
  readonly refunds: readonly { readonly refundFen: number; readonly status: string }[]
}

/**
 * Our books against the channel's: what was paid there is paid here or went back, whole and once; of some
 * orders just these parts.
 */
export const differences = (
  ours: readonly Money[],
  theirs: readonly AtChannel[],
  owed: ReadonlyMap<string, readonly number[]>,
): string[] => {
  const books = new Map(ours.map((row) => [row.outTradeNo, row]))
  return theirs.flatMap(({ outTradeNo, totalFen, transactionId, refunds }) => {
    const row = books.get(outTradeNo)
    if (row === undefined) return [`${outTradeNo} is known at the channel only`]
    const sent = refunds.map((refund) => refund.refundFen).toSorted((a, b) => a - b)
    const back = sent.reduce((total, fen) => total + fen, 0)
    const paid = transactionId !== undefined
    const parts = paid && row.orderState === 'cancelled' ? [totalFen] : (owed.get(row.orderId) ?? [])
    const due = parts.reduce((total, fen) => total + fen, 0)
    const told = JSON.stringify({ ...row, totalFen, paid, back })
    return [
      ...(paid === (row.attempt === 'paid') ? [] : [`paid in one book only: ${told}`]),
      ...(row.amountFen === totalFen ? [] : [`another amount: ${told}`]),
      ...(sent.join() === parts.toSorted((a, b) => a - b).join() && row.refundedFen === due
        ? []
        : [`refunds of ${parts.join()} are due: ${told}`]),
      ...(refunds.every(({ status }) => status === 'SUCCESS') ? [] : [`a refund is open: ${told}`]),
    ]
  })
}

/** Ids of all orders. */
export const orderIds = async (house: House): Promise<string[]> =>
  (await all(house, 'order_order')).map((row) => String(row['id']))
