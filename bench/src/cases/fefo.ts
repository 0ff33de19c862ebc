/**
 * Lots for paid orders among a million of them: three lines an order, each of another SKU with five hundred
 * lots, a fifth of which are given away already. Against the bare statements that find one free place a line
 * and take from it, with a commit of their own, by turns on the same file.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Inventory } from '@tiantou/inventory/contract'
import { makeId, system } from '@tiantou/kernel'
import type { House } from '@tiantou/platform'
import { copyRows, oldId, settleFile } from '../bulk.ts'
import { median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import { setStage } from '../stage.ts'

const SKUS = 2_000
const LOTS = 1_000_000
const ORDERS = 1_500
const ROUNDS = 3
const LINES = 3
const day_ms = 86_400_000

const actor = system('bench')
const by = () => ({ actor, key: randomUUID() })
const newOrder = () => makeId('ord', Date.now(), crypto.getRandomValues(new Uint8Array(10)))
const skuNo = (n: number): string => `sku_0${String(n).padStart(25, '0')}`

/** A million lots of so many SKUs, the first fifth of each given away. */
const addLots = async (house: House): Promise<void> => {
  const where = "sku_id LIKE 'sku_01%'"
  const sku_id = oldId('sku', `(1 + n % ${SKUS})`)
  const use_by = `one.use_by + (n / ${SKUS}) * 3600000`
  await copyRows(
    house,
    'inventory_stock',
    { count: SKUS, where },
    { sku_id: oldId('sku'), available: '1000000' },
  )
  await copyRows(
    house,
    'inventory_lot',
    { count: LOTS, where },
    { id: oldId('lot'), lot_no: "'L' || n", sku_id, use_by },
  )
  await copyRows(
    house,
    'inventory_place',
    { count: LOTS, where },
    {
      lot_id: oldId('lot'),
      sku_id,
      use_by,
      pieces: '100',
      allocated: `CASE WHEN n < ${LOTS / 5} THEN 100 ELSE 0 END`,
    },
  )
}

const linesOf = (no: number) =>
  Array.from({ length: LINES }, (_, at) => ({ skuId: skuNo(1 + ((no * LINES + at) % SKUS)), pieces: 2 }))

const paidOrder = async (house: House, no: number): Promise<string> => {
  const orderId = newOrder()
  const { reserve, commit } = Inventory.commands
  const held = await house.run(reserve, { orderId, expiresAt: Date.now() + day_ms, lines: linesOf(no) }, by())
  if (!held.ok) throw new Error(held.code)
  await house.run(commit, { orderId }, by())
  return orderId
}

const allocate = async (house: House, orderId: string, no: number): Promise<void> => {
  const lines = linesOf(no).map((line) => ({ ...line, useByFrom: Date.now() }))
  const said = await house.run(Inventory.commands.allocate, { orderId, lines }, by())
  if (!said.ok || said.value.missing.length > 0) throw new Error('No lot was found.')
}

const openBare = (path: string) => {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA synchronous = FULL')
  const find = db.prepare(`SELECT lot_id, location FROM inventory_place WHERE sku_id = ? AND held = 0
    AND use_by >= ? AND pieces > allocated ORDER BY use_by, lot_id, location LIMIT 1`)
  const take = db.prepare(
    'UPDATE inventory_place SET allocated = allocated + ? WHERE lot_id = ? AND location = ?',
  )
  const keep = db.prepare("INSERT INTO inventory_allocation VALUES (?, ?, ?, ?, ?, 'allocated')")
  const once = (no: number): void => {
    const orderId = newOrder()
    db.exec('BEGIN IMMEDIATE')
    for (const { skuId, pieces } of linesOf(no)) {
      const place = find.get(skuId, Date.now()) as { lot_id: string; location: string }
      take.run(pieces, place.lot_id, place.location)
      keep.run(orderId, skuId, place.lot_id, place.location, pieces)
    }
    db.exec('COMMIT')
  }
  return { once, close: () => db.close() }
}

const timesOf = async (count: number, once: (at: number) => Promise<void> | void): Promise<number[]> => {
  const times: number[] = []
  for (let at = 0; at < count; at += 1) {
    const began = performance.now()
    await once(at)
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)
}
const p = (times: readonly number[], share: number): number => times[Math.floor(times.length * share)] ?? 0

/** Case `allocate p99`, in milliseconds. */
export const fefo = async (scratch: Scratch, only?: string): Promise<Figure[]> => {
  if (only !== undefined && only !== 'allocate p99') return []
  const place = await scratch.place(false)
  const { platform } = await setStage({ ...place, products: 1, stock: 100, shoppers: 0, roles: 'web' })
  const { house } = platform
  await addLots(house)
  const path = join(place.dataDir, 'tiantou.sqlite')
  settleFile(path)
  const bare = openBare(path)
  const rounds: { mine: number[]; limit: number[] }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const orders: string[] = []
    for (let no = 0; no < ORDERS; no += 1) orders.push(await paidOrder(house, no))
    const mine = await timesOf(ORDERS, (at) => allocate(house, orders[at] ?? '', at))
    const limit = await timesOf(ORDERS, (at) => bare.once(at))
    rounds.push({ mine, limit })
  }
  bare.close()
  await platform.close()
  const of = (side: 'mine' | 'limit', share: number) => median(rounds.map((round) => p(round[side], share)))
  return [
    {
      bench: 'fefo',
      case: 'allocate p99',
      value: of('mine', 0.99),
      unit: 'ms',
      limit: of('limit', 0.99),
      ratio: of('mine', 0.5) / of('limit', 0.5),
      p50_ms: of('mine', 0.5),
      p99_ms: of('mine', 0.99),
      note: `${LOTS} lots of ${SKUS} SKUs, ${LINES} lines an order; the ratio is of the medians`,
    },
  ]
}
