/**
 * What a shop that grows costs each shopper: the same reads and the same checkout among 1,000, 10,000 and
 * 100,000 products, and ten orders a product up to a million. The ratio is the median at the largest over the
 * median at the smallest. In process and without caches: a cache would hide what grows. Rows are loaded in
 * bulk here and nowhere else.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Checkout } from '@tiantou/between/flows/checkout.contract'
import { Inventory } from '@tiantou/inventory/contract'
import { type Actor, system } from '@tiantou/kernel'
import type { House } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Search, type SearchFeed } from '@tiantou/search/contract'
import { catalogueOf, GRADED } from '@tiantou/search/testing'
import { copyRows, oldId, settleFile } from '../bulk.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import { PRICE_FEN, setStage, type Stage } from '../stage.ts'

const SIZES = [1_000, 10_000, 100_000]
const ORDERS_A_PRODUCT = 10
const TIMES = 400
const PAGE = 500
const CARDS = 20
const FREIGHT_FEN = 800
const actor = system('bench')
const CATEGORIES = ['fruit', 'vegetable', 'mushroom', 'grain-oil', 'poultry-egg', 'meat', 'seafood', 'tea']

type Case = 'list' | 'page' | 'search' | 'checkout'

const addProducts = async (house: House, from: number, count: number): Promise<void> => {
  const rows = { from, count, where: "id LIKE 'prd_01%'" }
  const category = CATEGORIES.map((code, i) => `WHEN ${i} THEN '${code}'`).join(' ')
  await copyRows(house, 'product_product', rows, {
    id: oldId('prd'),
    category: `CASE n % ${CATEGORIES.length} ${category} END`,
    season_mask: '(7 << (n % 10))',
    created_at: '1700000000000 + n',
    // As if long indexed: the feed of the search, which runs beside, has nothing to follow.
    change_no: '0',
  })
  const [sku_id, lot_id] = [oldId('sku'), oldId('lot')]
  await copyRows(
    house,
    'product_sku',
    { ...rows, where: "product_id LIKE 'prd_01%'" },
    { id: sku_id, product_id: oldId('prd') },
  )
  const real = { ...rows, where: "sku_id LIKE 'sku_01%'" }
  await copyRows(house, 'inventory_stock', real, { sku_id })
  await copyRows(house, 'inventory_lot', real, { id: lot_id, sku_id })
  await copyRows(house, 'inventory_place', real, { lot_id, sku_id })
}

const addOrders = async (house: House, from: number, count: number, products: number): Promise<void> => {
  const rows = (key: string, prefix: string) => ({ from, count, where: `${key} LIKE '${prefix}_01%'` })
  const user_id = oldId('usr', `(n % ${Math.max(1, Math.floor(count / 8))})`)
  const [order_id, payment_id] = [oldId('ord'), oldId('pay')]
  const sku_id = oldId('sku', `(1 + n % ${products})`)
  const closed = { state: "'completed'", payment: "'paid'", fulfilment: "'delivered'" }
  const order_no = "printf('%020d', n)"
  await copyRows(house, 'order_order', rows('id', 'ord'), { id: order_id, user_id, order_no, ...closed })
  await copyRows(house, 'order_line', rows('order_id', 'ord'), { order_id, sku_id, no: '1' })
  await copyRows(house, 'payment_payment', rows('id', 'pay'), {
    id: payment_id,
    order_id,
    user_id,
    state: "'paid'",
  })
  const attempt = { id: oldId('att'), payment_id, out_trade_no: "printf('%026d', n)", state: "'paid'" }
  await copyRows(house, 'payment_attempt', rows('payment_id', 'pay'), attempt)
  const held = { order_id, sku_id, line_no: '1', state: "'dispatched'" }
  await copyRows(house, 'inventory_reservation', rows('order_id', 'ord'), held)
}

const indexProducts = async (house: House, size: number): Promise<void> => {
  const { products } = catalogueOf(size)
  const index = house.corridor.indexes.of('search') as SearchFeed
  for (let from = 0; from < size; from += PAGE) {
    await index.shelves(0)[0]?.put(products.slice(from, from + PAGE), '0 ~', from + PAGE >= size)
  }
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

/** Half of the runs warm up, the others are timed. */
const timed = async (work: (turn: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  for (let turn = 0; turn < TIMES; turn += 1) {
    const at = performance.now()
    await work(turn)
    if (turn >= TIMES / 2) times.push(performance.now() - at)
  }
  return median(times)
}

const someSku = (size: number, turn: number): string =>
  `sku_0${String(1 + ((turn * 7_919) % size)).padStart(25, '0')}`

const checkout = async ({ platform, shoppers }: Stage, size: number, turn: number): Promise<void> => {
  const shopper = shoppers[turn % shoppers.length]
  if (shopper === undefined) throw new Error('There is no shopper.')
  const user: Actor = { kind: 'user', id: shopper.userId, sessionId: 'bench' }
  const lines = [{ skuId: someSku(size, turn), quantity: 1 }]
  const input = { lines, addressId: shopper.addressId, note: '', expectedTotalFen: PRICE_FEN + FREIGHT_FEN }
  const placed = await platform.house.run(Checkout, input, { actor: user, key: randomUUID() })
  if (!placed.ok) throw new Error(placed.code)
}

const measure = async (stage: Stage, size: number): Promise<Record<Case, number>> => {
  const { house } = stage.platform
  const availability = (skuIds: readonly string[]) =>
    house.ask(Inventory.queries.availability, { skuIds: [...skuIds] }, actor)
  const cards = async (turn: number) => {
    const category = turn % 2 === 0 ? {} : { category: CATEGORIES[turn % CATEGORIES.length] ?? '' }
    const first = await house.ask(Products.queries.cards, { limit: CARDS, ...category }, actor)
    const cursor = first.next === null ? {} : { cursor: first.next }
    const page = await house.ask(Products.queries.cards, { limit: CARDS, ...category, ...cursor }, actor)
    await availability(page.items.map((card) => card.skuId))
  }
  const product = async (turn: number) => {
    const productId = someSku(size, turn).replace('sku', 'prd')
    const found = await house.ask(Products.queries.get, { productId }, actor)
    if (found === null) throw new Error(`There is no ${productId}.`)
    await availability(found.skus.map((sku) => sku.skuId))
  }
  const search = (turn: number) =>
    house.ask(Search.queries.search, { q: GRADED[turn % GRADED.length]?.q ?? '' }, actor)
  return {
    list: await timed(cards),
    page: await timed(product),
    search: await timed(search),
    checkout: await timed((turn) => checkout(stage, size, turn)),
  }
}

const orderOf = async (stage: Stage): Promise<void> => {
  const [shopper] = stage.shoppers
  const [skuId] = stage.skuIds
  if (shopper === undefined || skuId === undefined) throw new Error('The stage is empty.')
  const user: Actor = { kind: 'user', id: shopper.userId, sessionId: 'bench' }
  const lines = [{ skuId, quantity: 1 }]
  const total = { expectedTotalFen: PRICE_FEN + FREIGHT_FEN, note: '', addressId: shopper.addressId }
  const pay = { channel: 'wechat-pay', scene: 'native' } as const
  const placed = await stage.platform.house.run(
    Checkout,
    { lines, ...total, pay },
    { actor: user, key: 'first' },
  )
  if (!placed.ok) throw new Error(placed.code)
}

/** Cases `list`, `page`, `search` and `checkout`: ms at the largest; the ratio to the smallest. */
export const growth = async (scratch: Scratch): Promise<Figure[]> => {
  const place = await scratch.place(false)
  const stage = await setStage({ ...place, products: 1, stock: 1_000_000, shoppers: 16, roles: 'web' })
  const { house } = stage.platform
  await orderOf(stage)
  const measured: Record<Case, number>[] = []
  let loaded = 0
  for (const size of SIZES) {
    await addProducts(house, loaded + 1, size - loaded)
    const [orders, before] = [size * ORDERS_A_PRODUCT, loaded * ORDERS_A_PRODUCT]
    await addOrders(house, before + 1, orders - before, size)
    settleFile(join(place.dataDir, 'tiantou.sqlite'))
    await indexProducts(house, size)
    loaded = size
    measured.push(await measure(stage, size))
  }
  await stage.platform.close()
  const [smallest, largest] = [measured[0], measured.at(-1)]
  if (smallest === undefined || largest === undefined) return []
  return (['list', 'page', 'search', 'checkout'] as const).map((name) => ({
    bench: 'growth',
    case: name,
    value: largest[name],
    unit: 'ms',
    limit: smallest[name],
    ratio: largest[name] / smallest[name],
    note: `p50 ${measured.map((one) => one[name].toFixed(3)).join(' → ')} ms at ${SIZES.join(', ')} products`,
  }))
}
