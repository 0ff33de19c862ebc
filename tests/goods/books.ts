/**
 * What the house says of itself, row by row, beside what the model says; and what must hold whatever anybody
 * says: nothing below zero, nothing out that never came in, no earlier lot passed over, no fen back that was
 * not paid.
 */
import { Ledger } from '@tiantou/ledger/contract'
import assert from 'node:assert/strict'
import type { Life as Whole } from './life.ts'
import { allocatedOf, availableOf, goneBack, isPromised, lineState, type Order, promisedOf } from './model.ts'
import { isDenied, takenOf } from './steps-claims.ts'
import { SELLER } from './world.ts'
import { isWeighed } from './worth.ts'

type Life = Pick<Whole, 'm' | 'w'>
type Row = Readonly<Record<string, unknown>>

/** All rows of a table, as objects whose numbers are numbers. */
const rowsOf = async ({ w }: Life, table: string): Promise<Row[]> =>
  w.house.database
    .reader(table.slice(0, table.indexOf('_')), true)
    .selectFrom(table)
    .selectAll()
    .execute()

const num = (row: Row | undefined, column: string): number => Number(row?.[column] ?? 0)
const total = (rows: readonly Row[], column: string): number =>
  rows.reduce((sum, row) => sum + num(row, column), 0)
const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join(' ')).toSorted()
const picked = (rows: readonly Row[], ...columns: string[]) =>
  sorted(rows.map((row) => columns.map((column) => row[column])))

const OPEN = new Set(['allocated', 'packed'])

const compareStock = async (life: Life): Promise<void> => {
  const { m } = life
  const lots = await rowsOf(life, 'inventory_lot')
  const places = await rowsOf(life, 'inventory_place')
  const stock = await rowsOf(life, 'inventory_stock')
  const reservations = await rowsOf(life, 'inventory_reservation')
  assert.deepEqual(picked(lots, 'id', 'state'), sorted(m.lots.map((lot) => [lot.id, lot.state])))
  const lying = m.lots.filter((lot) => lot.pieces > 0)
  assert.deepEqual(
    picked(places, 'lot_id', 'pieces', 'weight_g', 'held', 'allocated'),
    sorted(
      lying.map((lot) => [
        lot.id,
        lot.pieces,
        lot.grams,
        lot.state === 'sellable' ? 0 : 1,
        allocatedOf(m, lot),
      ]),
    ),
  )
  const known = m.kinds.filter((kind) => m.lots.some((lot) => lot.kind === kind))
  assert.deepEqual(
    picked(stock, 'sku_id', 'available'),
    sorted(known.map((kind) => [kind.skuId, availableOf(m, kind)])),
  )
  for (const kind of known) {
    const own = reservations.filter(
      (row) => row['sku_id'] === kind.skuId && ['held', 'sold'].includes(String(row['state'])),
    )
    assert.equal(total(own, 'pieces'), promisedOf(m, kind))
  }
  const allocations = (await rowsOf(life, 'inventory_allocation')).filter((row) =>
    OPEN.has(String(row['state'])),
  )
  const parts = m.orders.filter(isPromised).flatMap((order) => {
    const own = Map.groupBy(
      order.lines.flatMap((line) => line.parts),
      (part) => part.lot.id,
    )
    return [...own].map(([id, list]) => [order.id, id, list.reduce((sum, part) => sum + part.pieces, 0)])
  })
  assert.deepEqual(picked(allocations, 'order_id', 'lot_id', 'pieces'), sorted(parts))
}

const shortageState = (state: string): string =>
  state === 'open' || state === 'accepted' || state === 'declined' || state === 'timed_out'
    ? `stuck ${state}`
    : state

const comparePacking = async (life: Life): Promise<void> => {
  const tasks = life.m.orders.filter((order) => order.task !== 'none')
  const lines = await rowsOf(life, 'fulfilment_line')
  const byNo = new Map(lines.map((row) => [row['id'], row['no']]))
  assert.deepEqual(
    picked(await rowsOf(life, 'fulfilment_task'), 'id', 'state'),
    sorted(tasks.map((order) => [order.id, order.task])),
  )
  assert.deepEqual(
    picked(lines, 'order_id', 'no', 'sku_id', 'state', 'pieces', 'short_pieces', 'list_fen', 'paid_fen'),
    sorted(
      tasks.flatMap((order) =>
        order.lines.map((line) => {
          const { no, kind, pieces, short, list, paid } = line
          return [order.id, no, kind.skuId, lineState(order, line), pieces, short, list, paid]
        }),
      ),
    ),
  )
  const parts = (await rowsOf(life, 'fulfilment_part')).filter((row) => num(row, 'pieces') !== 0)
  assert.deepEqual(
    sorted(
      parts.map((row) => [
        row['order_id'],
        byNo.get(row['line_id']),
        row['lot_id'],
        row['pieces'],
        row['got_pieces'],
        row['got_g'],
      ]),
    ),
    sorted(
      tasks.flatMap((order) =>
        order.lines.flatMap((line) =>
          line.parts.map((part) => [order.id, line.no, part.lot.id, part.pieces, part.got, part.grams]),
        ),
      ),
    ),
  )
  const shortages = await rowsOf(life, 'fulfilment_shortage')
  assert.deepEqual(
    sorted(
      shortages.map((row) => [
        row['order_id'],
        byNo.get(row['line_id']),
        row['pieces'],
        shortageState(String(row['state'])),
      ]),
    ),
    sorted(
      tasks.flatMap((order) => order.shortages.map((one) => [order.id, one.line.no, one.pieces, one.state])),
    ),
  )
}

const refundsOf = (order: Order): [string, number, boolean][] =>
  [...Map.groupBy(order.backs, (back) => back.key)].map(([key, own]) => [
    key === 'packing' ? `packing-${order.id}` : key,
    own.reduce((sum, back) => sum + back.fen, 0),
    own.every((back) => back.arrived),
  ])

const compareMoney = async (life: Life): Promise<void> => {
  const { m, w } = life
  assert.deepEqual(
    picked(await rowsOf(life, 'order_order'), 'id', 'state', 'payment', 'fulfilment'),
    sorted(m.orders.map((order) => [order.id, order.state, order.payment, order.goods])),
  )
  const payments = await rowsOf(life, 'payment_payment')
  const arrived = (order: Order) =>
    order.backs.reduce((sum, back) => (back.arrived ? sum + back.fen : sum), 0)
  assert.deepEqual(
    picked(payments, 'order_id', 'claimed_fen', 'refunded_fen'),
    sorted(m.orders.map((order) => [order.id, goneBack(order), arrived(order)])),
  )
  const orderOf = new Map(payments.map((row) => [row['id'], row['order_id']]))
  const refunds = await rowsOf(life, 'payment_refund')
  assert.deepEqual(
    sorted(
      refunds.map((row) => [
        orderOf.get(row['payment_id']),
        row['biz_key'],
        row['refund_fen'],
        row['state'] === 'succeeded',
      ]),
    ),
    sorted(m.orders.flatMap((order) => refundsOf(order).map((refund) => [order.id, ...refund]))),
  )
  // The channel has sent each once, to the fen.
  const sent = [...w.bank.refunds].map(([no, { fen }]) => [no, fen])
  assert.deepEqual(picked(refunds, 'out_refund_no', 'refund_fen'), sorted(sent))
  for (const order of m.orders) assert.ok(goneBack(order) <= order.total)
}

const compareClaims = async (life: Life): Promise<void> => {
  const { m } = life
  const claims = m.orders.flatMap((order) => order.claims.map((claim) => ({ order, claim })))
  assert.deepEqual(
    picked(await rowsOf(life, 'claim_claim'), 'id', 'state', 'amount_fen', 'paid_fen', 'farm_fen', 'bad_g'),
    sorted(
      claims.map(({ claim: { id, state, fen, paid, farm, bad_g } }) => [id, state, fen, paid, farm, bad_g]),
    ),
  )
  for (const row of await rowsOf(life, 'claim_line')) {
    const order = m.orders.find((one) => one.id === row['order_id'])
    const line = order?.lines.find((one) => one.insteadOf === null && one.kind.skuId === row['sku_id'])
    assert(order && line)
    const taken = takenOf(order, line)
    assert.deepEqual([num(row, 'taken_fen'), num(row, 'taken_g')], [taken.fen, taken.grams])
    const back = order.backs.filter((one) => one.line === line).reduce((sum, one) => sum + one.fen, 0)
    assert.ok(back <= line.paid, 'More came back of a line than was paid for it.')
  }
  assert.ok(claims.every(({ claim }) => claim.paid <= claim.fen || isDenied(claim)))
}

/** What came to a lot and left it, by the list of movements, which nobody ever changes. */
const conserve = async (life: Life): Promise<void> => {
  const movements = Map.groupBy(await rowsOf(life, 'inventory_movement'), (row) => row['lot_id'])
  const shipped = life.m.orders.filter((order) => order.shippedAt > 0)
  for (const lot of life.m.lots) {
    const rows = movements.get(lot.id) ?? []
    assert.deepEqual([total(rows, 'pieces'), total(rows, 'weight_g')], [lot.pieces, lot.grams])
    assert.ok(lot.pieces >= 0 && lot.grams >= 0)
    const out = rows.filter((row) => row['kind'] === 'dispatched')
    const came = rows.filter((row) => num(row, 'pieces') > 0 || num(row, 'weight_g') > 0)
    assert.ok(
      0 - total(out, 'pieces') <= total(came, 'pieces') &&
        0 - total(out, 'weight_g') <= total(came, 'weight_g'),
    )
    const parts = shipped
      .flatMap((order) => order.lines.flatMap((line) => line.parts))
      .filter((part) => part.lot === lot)
    assert.equal(
      0 - total(out, 'pieces'),
      parts.reduce((sum, part) => sum + part.got, 0),
    )
    if (isWeighed(lot.kind))
      assert.equal(
        0 - total(out, 'weight_g'),
        parts.reduce((sum, part) => sum + part.grams, 0),
      )
  }
}

/** What is left at the channel, what it owes back, and what sellers are owed, by nothing but additions. */
const expectedBooks = ({ m }: Life) => {
  const paid = m.orders.filter((order) => order.payment !== 'unpaid')
  const sum = (of: (order: Order) => number) => paid.reduce((all, order) => all + of(order), 0)
  const all = sum((order) => order.total)
  const back = sum((order) => order.backs.reduce((fen, one) => (one.arrived ? fen + one.fen : fen), 0))
  const due = sum(goneBack)
  const farm = sum((order) => {
    const isOff = order.state === 'cancelled'
    const sold = order.lines.filter((line) => line.insteadOf === null && line.kind.seller === SELLER)
    const own = order.backs.filter((one) => one.line !== undefined && sold.includes(one.line))
    const lost = own.reduce((fen, one) => fen + one.fen - (one.house ?? 0), 0)
    return isOff ? 0 : sold.reduce((fen, line) => fen + line.paid, 0) - lost
  })
  return { sum: 0, '1001': all - back, '2007': back - due, '2002': 0 - farm }
}

const compareBooks = async (life: Life): Promise<void> => {
  const { accounts, sumFen } = await life.w.house.ask(Ledger.queries.trialBalance, {})
  const of = (code: string) => accounts.find((one) => one.code === code)?.balanceFen ?? 0
  const ours = { sum: sumFen, '1001': of('1001'), '2007': of('2007'), '2002': of('2002') }
  assert.deepEqual(ours, expectedBooks(life))
}

/** Nothing waits to be delivered or was set aside. */
const isQuiet = async (life: Life): Promise<void> => {
  const left = (await rowsOf(life, 'platform_outbox')).filter((row) => row['state'] !== 'sent')
  assert.deepEqual(picked(left, 'name', 'error'), [])
}

/** House and model say the same, and what must hold holds. */
export const compare = async (life: Life): Promise<void> => {
  await isQuiet(life)
  await comparePacking(life)
  await compareStock(life)
  await compareMoney(life)
  await compareClaims(life)
  await conserve(life)
  await compareBooks(life)
}

/** At the end of a life all invariants of the books. */
export const audit = async ({ w }: Life): Promise<void> => {
  await w.house.must(Ledger.commands.link, { all: true })
  const { items } = await w.house.ask(Ledger.queries.invariants, {})
  assert.deepEqual(
    items.filter((one) => one.violations > 0),
    [],
  )
}
