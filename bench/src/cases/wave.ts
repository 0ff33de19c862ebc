/**
 * Ten thousand orders of one night into waves and their pick lists: forty groups of slot, route and cold,
 * three lines an order. Against one bare statement that reads the same rows in the order of the walk.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { makeId, system } from '@tiantou/kernel'
import type { House } from '@tiantou/platform'
import { copyRows, oldId, settleFile } from '../bulk.ts'
import { median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import { setStage } from '../stage.ts'

const ORDERS = 10_000
const GROUPS = 40
const LINES = 3
const LOTS = 300
const ROUNDS = 3

const actor = system('bench')
const by = () => ({ actor, key: randomUUID() })
const newId = (prefix: string) => makeId(prefix, Date.now(), crypto.getRandomValues(new Uint8Array(10)))

/** One real order, from which the others are copied. */
const first = async (house: House): Promise<void> => {
  const [orderId, skuId] = [newId('ord'), newId('sku')]
  const line = {
    skuId,
    productId: newId('prd'),
    title: '洛川苹果',
    spec: '散装 1 斤',
    priceMode: 'weight' as const,
    storageClass: 'ambient' as const,
    nominalG: 500,
    toleranceMinusG: 10,
    tolerancePlusG: 20,
    priceFen: 1_396,
    pieceFen: 698,
    shelfLifeDays: 60,
    pieces: 5,
    paidFen: 3_490,
    ifShort: 'refund' as const,
  }
  const { open, recordAllocation } = Fulfilment.commands
  const order = { orderId, orderNo: '1', paidAt: Date.now(), arrival: null, lines: [line] }
  await house.run(open, order, by())
  const useBy = Date.now() + 10 * 86_400_000
  const part = { skuId, lotId: newId('lot'), lotNo: 'A1', location: 'main', useBy, pieces: 5 }
  await house.run(recordAllocation, { orderId, parts: [part] }, by())
}

const addOrders = async (house: House): Promise<void> => {
  const where = (key: string, prefix: string) => `${key} LIKE '${prefix}_01%'`
  const order = oldId('ord', `(1 + (n - 1) / ${LINES})`)
  await copyRows(
    house,
    'fulfilment_task',
    { count: ORDERS, where: where('id', 'ord') },
    {
      id: oldId('ord'),
      order_no: "'N' || n",
      route: `'线路' || (n % ${GROUPS})`,
      pack_by: `${Date.now()}`,
      wave_id: 'NULL',
    },
  )
  const rows = { count: ORDERS * LINES, where: where('order_id', 'ord') }
  await copyRows(house, 'fulfilment_line', rows, {
    id: oldId('fln'),
    order_id: order,
    no: `1 + (n - 1) % ${LINES}`,
    sku_id: oldId('sku', `(n % ${LOTS})`),
  })
  const lot_id = oldId('lot', `(n % ${LOTS})`)
  await copyRows(house, 'fulfilment_part', rows, { line_id: oldId('fln'), order_id: order, lot_id })
}

/** Plans the waves and reads every pick list; seconds. */
const plan = async (house: House): Promise<{ seconds: number; orders: number; pieces: number }> => {
  const began = performance.now()
  const planned = await house.run(Fulfilment.commands.planWaves, {}, by())
  if (!planned.ok) throw new Error('No wave was planned.')
  let pieces = 0
  for (let cursor: string | undefined; ;) {
    const page = await house.ask(
      Fulfilment.queries.waves,
      { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
      actor,
    )
    for (const { waveId } of page.items) {
      const list = await house.ask(Fulfilment.queries.pickList, { waveId }, actor)
      pieces += list.goods.reduce((sum, one) => sum + one.pieces, 0)
    }
    if (page.next === null) break
    cursor = page.next
  }
  return { seconds: (performance.now() - began) / 1_000, orders: planned.value.orders, pieces }
}

const bare = (path: string): number => {
  const db = new DatabaseSync(path)
  const began = performance.now()
  const rows = db
    .prepare(
      `SELECT task.route, part.location, part.lot_id, line.title, task.order_no, line.no, part.pieces
       FROM fulfilment_task AS task JOIN fulfilment_part AS part ON part.order_id = task.id
       JOIN fulfilment_line AS line ON line.id = part.line_id
       ORDER BY task.route, part.location, line.title, part.lot_id, task.id`,
    )
    .all()
  const seconds = (performance.now() - began) / 1_000
  db.close()
  return rows.length > 0 ? seconds : 0
}

const measure = async (scratch: Scratch) => {
  const place = await scratch.place(false)
  const { platform } = await setStage({ ...place, products: 1, stock: 1, shoppers: 0, roles: 'web' })
  await first(platform.house)
  await addOrders(platform.house)
  const path = join(place.dataDir, 'tiantou.sqlite')
  settleFile(path)
  const mine = await plan(platform.house)
  const limit = bare(path)
  await platform.close()
  return { mine, limit }
}

/** Case `seconds`. */
export const wave = async (scratch: Scratch, only?: string): Promise<Figure[]> => {
  if (only !== undefined && only !== 'seconds') return []
  const rounds = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(scratch))
  const [one] = rounds
  return [
    {
      bench: 'wave',
      case: 'seconds',
      value: median(rounds.map(({ mine }) => mine.seconds)),
      unit: 's',
      limit: median(rounds.map(({ limit }) => limit)),
      ratio: median(rounds.map(({ mine, limit }) => mine.seconds / limit)),
      note: `${one?.mine.orders} orders in ${GROUPS} waves, ${one?.mine.pieces} pieces on the lists`,
    },
  ]
}
