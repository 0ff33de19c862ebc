/** Orders, lots and photographs as the house tells module claim of them, and who claims and decides. */
import { type InputOf, makeId } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import type { Claim } from '../src/contract.ts'

const bornAt = Date.UTC(2026, 6, 1)

/** An id that nothing has. */
export const idOf = (prefix: string): string => makeId(prefix, bornAt, randomBytes(10))

export const anybody = () => ({ kind: 'user', id: idOf('usr'), sessionId: 'ses_1' }) as const
const permissions = ['claim.decide', 'claim.arbitrate']
export const judge = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions } as const
export const other = { kind: 'staff', id: 'stf_2', sessionId: 'ses_1', permissions } as const

type Open = InputOf<typeof Claim.commands.open>
type Line = Open['order']['lines'][number]

/** Ten apples of 200 g for 20 yuan. */
export const apples = (changes: Partial<Line> = {}): Line => ({
  skuId: idOf('sku'),
  supplierId: idOf('sup'),
  title: '洛川苹果',
  spec: '10 枚',
  image: 'apple',
  pieces: 10,
  grams: 2_000,
  leftFen: 2_000,
  backs: [],
  claimWindowHours: 24,
  ...changes,
})

/** A photograph that nobody took before. */
export const photoOf = (userId: string, changes: Partial<Open['pictures'][number]> = {}) => ({
  name: `prv-${randomBytes(20).toString('hex')}`,
  owner: `user:${userId}`,
  purpose: 'claim',
  state: 'ready',
  look: randomBytes(8).toString('hex'),
  ...changes,
})

/** Two bruised apples of an order that was delivered now, with a photograph. */
export const aClaim = (
  house: TestHouse,
  userId: string,
  changes: Partial<Open> = {},
  line: Line = apples(),
): Open => {
  const photo = photoOf(userId)
  const now = house.clock.now()
  const lot = { skuId: line.skuId, lotId: idOf('lot'), lotNo: 'A1', title: line.title, pieces: line.pieces }
  return {
    orderId: idOf('ord'),
    order: {
      orderNo: '2026070100000001',
      userId,
      fulfilment: 'delivered',
      shippedAt: now,
      deliveredAt: now,
      lines: [line],
    },
    lots: [lot],
    pictures: [photo],
    photos: [photo.name],
    skuId: line.skuId,
    cause: 'bruised',
    text: '',
    ...('grams' in changes ? {} : { pieces: 2 }),
    ...changes,
  }
}
