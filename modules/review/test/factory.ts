/** Orders, lots and photographs as the house tells module review of them, checkers, and who moderates. */
import { type InputOf, makeId } from '@tiantou/kernel'
import { randomBytes } from 'node:crypto'
import type { Review } from '../src/contract.ts'
import type { CheckWord, ReviewPorts } from '../src/port.ts'

const bornAt = Date.UTC(2026, 6, 1)

/** An id that nothing has. */
export const idOf = (prefix: string): string => makeId(prefix, bornAt, randomBytes(10))

export const anybody = () => ({ kind: 'user', id: idOf('usr'), sessionId: 'ses_1' }) as const
const permissions = ['review.moderate', 'review.reply']
export const moderator = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions } as const

type Submit = InputOf<typeof Review.commands.submit>
type Line = Submit['order']['lines'][number]

/** What a checker says. */
export const word = (verdict: Submit['checked']['verdict'], ...labels: string[]): Submit['checked'] => ({
  verdict,
  labels,
})

/** Ten apples for 20 yuan. */
export const apples = (changes: Partial<Line> = {}): Line => ({
  skuId: idOf('sku'),
  productId: idOf('prd'),
  supplierId: idOf('sup'),
  title: '洛川苹果',
  spec: '10 枚',
  image: 'apple',
  pieces: 10,
  leftFen: 2_000,
  claimedFen: 0,
  ...changes,
})

/** A photograph for a review of one shopper. */
export const photoOf = (userId: string, changes: Partial<Submit['pictures'][number]> = {}) => ({
  name: `prv-${randomBytes(20).toString('hex')}`,
  owner: `user:${userId}`,
  purpose: 'review',
  state: 'ready',
  ...changes,
})

/** Five stars of an order that was delivered at that time, in words that passed. */
export const aReview = (
  userId: string,
  deliveredAt: number,
  changes: Partial<Submit> = {},
  line: Line = apples(),
): Submit => ({
  orderId: idOf('ord'),
  order: { userId, deliveredAt, lines: [line] },
  lots: [{ lotId: idOf('lot'), lotNo: 'A1', harvestedAt: bornAt }],
  nickname: '爱吃桃的人',
  pictures: [],
  checked: word('pass'),
  skuId: line.skuId,
  goods: 5,
  freshness: 5,
  delivery: 4,
  text: '脆甜，个头匀称',
  photos: [],
  anonymous: false,
  ...changes,
})

/** A checker that says what it is told to, and remembers what it was asked. */
export const aChecker = () => {
  const asked: string[] = []
  const says: Record<'text' | 'picture', CheckWord> = {
    text: { answer: 'pass', labels: [] },
    picture: { answer: 'pass', labels: [] },
  }
  const kept = new Map<string, Buffer>()
  const ports: ReviewPorts = {
    contentCheck: {
      name: 'test',
      text: ({ text }) => {
        asked.push(text)
        return Promise.resolve(says.text)
      },
      picture: ({ ref }) => {
        asked.push(ref)
        return Promise.resolve(says.picture)
      },
    },
    photographs: { get: (name) => Promise.resolve(kept.get(name) ?? null) },
  }
  return { asked, says, kept, ports }
}
