/** Orders to pack for suites: lines, lots, a scale that may be believed, and who packs. */
import { type InputOf, makeId } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import { Fulfilment } from '../src/contract.ts'

const bornAt = Date.UTC(2026, 6, 1)
const day_ms = 86_400_000

/** An id that nothing has. */
export const idOf = (prefix: string): string => makeId(prefix, bornAt, randomBytes(10))

export type Bought = InputOf<typeof Fulfilment.commands.open>['lines'][number]

/** Five 斤 of apples at 13.96 a kilogram, 10 g a piece more or less. */
export const apples = (changes: Partial<Bought> = {}): Bought => ({
  skuId: idOf('sku'),
  productId: idOf('prd'),
  title: '洛川苹果',
  spec: '散装 1 斤',
  priceMode: 'weight',
  storageClass: 'ambient',
  nominalG: 500,
  toleranceMinusG: 10,
  tolerancePlusG: 20,
  priceFen: 1_396,
  pieceFen: 698,
  shelfLifeDays: 60,
  pieces: 5,
  paidFen: 3_490,
  ifShort: 'refund',
  ...changes,
})

/** Eggs, which nobody weighs. */
export const eggs = (changes: Partial<Bought> = {}): Bought => ({
  ...apples(),
  title: '土鸡蛋',
  spec: '30 枚',
  priceMode: 'piece',
  storageClass: 'chilled',
  nominalG: 1_500,
  toleranceMinusG: 0,
  tolerancePlusG: 0,
  priceFen: 4_500,
  pieceFen: 4_500,
  pieces: 2,
  paidFen: 9_000,
  ...changes,
})

export const packer = {
  kind: 'staff',
  id: 'stf_1',
  sessionId: 'ses_1',
  permissions: ['fulfilment.pack', 'fulfilment.send', 'fulfilment.scales'],
} as const

/** An order to pack within a day. */
export const opened = async (
  house: TestHouse,
  lines: readonly Bought[],
  arrival: InputOf<typeof Fulfilment.commands.open>['arrival'] = null,
): Promise<string> => {
  const orderId = idOf('ord')
  const input = { orderId, orderNo: orderId.slice(-12), paidAt: house.clock.now() }
  await house.must(Fulfilment.commands.open, { ...input, arrival, lines: [...lines] })
  return orderId
}

/** A lot for one line that lasts ten days, allocated to it. */
export const lotFor = async (house: TestHouse, orderId: string, skuId: string, pieces: number) => {
  const part = {
    skuId,
    lotId: idOf('lot'),
    lotNo: 'A1',
    location: 'main',
    useBy: house.clock.now() + 10 * day_ms,
    pieces,
  }
  await house.must(Fulfilment.commands.recordAllocation, { orderId, parts: [part] })
  return part
}

/** An order whose lines all have a lot: `part` of the first line, `other` of the last. */
export const ready = async (house: TestHouse, lines: readonly Bought[]) => {
  const orderId = await opened(house, lines)
  const parts = []
  for (const line of lines) parts.push(await lotFor(house, orderId, line.skuId, line.pieces))
  const [part] = parts
  const other = parts.at(-1)
  if (part === undefined || other === undefined) throw new Error('An order has a line at least.')
  return { orderId, part, other }
}

/** A scale of 5 g steps that was checked now. */
export const goodScale = async (house: TestHouse): Promise<string> => {
  const scale = `s-${randomBytes(4).toString('hex')}`
  await house.must(Fulfilment.commands.addScale, { scale, name: '秤', divisionGrams: 5 })
  const check = { scale, referenceGrams: 2_000, shownGrams: 2_000 }
  await house.must(Fulfilment.commands.checkScale, check)
  return scale
}

/** The order as the packing station shows it. */
export const see = (house: TestHouse, orderId: string) => house.ask(Fulfilment.queries.task, { orderId })
