/** Steps of shoppers whose goods came bad, and of those who judge it. */
import { OpenClaim } from '@tiantou/between/flows/claim.contract'
import { Claim } from '@tiantou/claim/contract'
import { Media } from '@tiantou/media/contract'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { by, type Life, mostly, says, step, which } from './life.ts'
import { type Claim as ClaimModel, type Line, type Model, type Order, sendBack } from './model.ts'
import { gotFor } from './outcome.ts'
import { shopper } from './steps-orders.ts'
import { STAFF } from './world.ts'
import { badOf, type Cause, CAUSES, farmOf, offerOf } from './worth.ts'

const hour_ms = 3_600_000
const { decide, deny, withdraw, appeal, arbitrate } = Claim.commands
const bought = (order: Order): Line[] => order.lines.filter((line) => line.insteadOf === null)
const standing = (order: Order, line: Line): ClaimModel[] =>
  order.claims.filter((claim) => claim.line === line && claim.state !== 'withdrawn' && !isDenied(claim))
/** Denied, and so nothing of it is taken, unless an appeal brought something. */
export const isDenied = ({ fen }: ClaimModel): boolean => fen === 0
const sum = (list: readonly ClaimModel[], of: (claim: ClaimModel) => number): number =>
  list.reduce((total, one) => total + of(one), 0)
export const takenOf = (order: Order, line: Line) => ({
  fen: sum(standing(order, line), (claim) => claim.fen),
  grams: sum(standing(order, line), (claim) => claim.bad_g),
})

/** A photograph that nobody sent before. */
const photograph = async ({ w }: Life, userId: string): Promise<string> => {
  const upload = { file: `in-${w.word(40)}`, sha256: w.word(64), bytes: 9 }
  const sent = { owner: `user:${userId}`, purpose: 'claim' as const, label: '', upload }
  const { name } = await w.house.must(Media.commands.receive, sent)
  // Far from every other one: what claims look like is not what is told of here.
  const prepared = { is: 'ready' as const, width: 9, height: 9, look: w.look() }
  await w.house.must(Media.commands.record, { name, prepared })
  return name
}

type Asked = { readonly cause: Cause; readonly pieces?: number; readonly grams?: number }

const whyNot = (m: Model, order: Order, line: Line, { cause, ...part }: Asked, photos: number): string => {
  if (order.deliveredAt > 0) {
    if (m.now > order.deliveredAt + line.kind.claim_h * hour_ms) return 'claim.window_over'
  } else if (cause !== 'not_received') return 'claim.not_delivered'
  else if (order.shippedAt === 0 || m.now < order.shippedAt + 72 * hour_ms) return 'claim.too_early'
  if (photos === 0 && cause !== 'not_received') return 'claim.photo_needed'
  const got = gotFor(order, line)
  const bad = badOf(got, part)
  const taken = takenOf(order, line)
  if (bad === null) return 'claim.more_than_got'
  const { fen } = offerOf(got, bad.grams, cause, taken.grams)
  if (fen > 0 && taken.fen + fen <= got.cap && taken.grams + bad.grams <= got.grams) return 'ok'
  return bad.grams > got.grams - taken.grams ? 'claim.more_than_got' : 'claim.above_cap'
}

/** Why a person looks at it. */
const isLookedAt = (
  m: Model,
  order: Order,
  cause: Cause,
  offer: { fen: number; shareBp: number },
): boolean => {
  const mine = m.orders.filter((one) => one.userId === order.userId).flatMap((one) => one.claims)
  const recent = mine.filter((claim) => claim.at > m.now - 30 * 24 * hour_ms).length
  return !CAUSES[cause].byRule || offer.fen > 5_000 || recent >= 5 || offer.shareBp > 5_000
}

/** What is decided and not paid yet goes back. */
const payOut = (m: Model, order: Order, claim: ClaimModel): void => {
  const fen = claim.fen - claim.paid
  const farm = Math.min(fen, Math.max(0, farmOf(claim.cause, claim.fen) - claim.farm))
  Object.assign(claim, { state: 'paying', paid: claim.fen, farm: claim.farm + farm })
  const key = `claim-${claim.id}${claim.appealed ? '-appeal' : ''}`
  sendBack(m, order, { key, fen, claim, house: fen - farm, line: claim.line })
}

const lineSpots = (orders: readonly Order[]) =>
  orders.flatMap((order) => bought(order).map((line) => ({ order, line })))

const open = step(
  'claim',
  fc.record({
    spot: which,
    cause: fc.constantFrom<Cause[]>('bruised', 'bruised', 'rotten', 'unripe', 'wrong_item', 'not_received'),
    part: fc.oneof(
      fc.record({ pieces: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ grams: fc.integer({ min: 1, max: 3_000 }) }),
    ),
    photos: fc.integer({ min: 0, max: 14 }).map((one) => Math.min(1, one)),
  }),
  (m) => m.orders.some((order) => order.shippedAt > 0),
  async (life, { spot: no, cause, part, photos: many }) => {
    const { m, w } = life
    const delivered = lineSpots(m.orders.filter((order) => order.deliveredAt > 0))
    const { order, line } = mostly(delivered, lineSpots(m.orders), no)
    const code = whyNot(m, order, line, { cause, ...part }, many)
    const [got, taken] = [gotFor(order, line), takenOf(order, line)]
    const photos = many === 0 ? [] : [await photograph(life, order.userId)]
    const asked = { orderId: order.id, skuId: line.kind.skuId, cause, ...part, photos, text: '' }
    const said = await w.house.run(OpenClaim, asked, shopper(order.userId))
    if (!says(said, code) || !said.ok) return
    const bad = badOf(got, part)
    assert(bad)
    const offer = offerOf(got, bad.grams, cause, taken.grams)
    const byPerson = isLookedAt(m, order, cause, offer)
    const { claimId: id, ...told } = said.value
    assert.deepEqual(told, { state: byPerson ? 'in_review' : 'approved', amountFen: offer.fen })
    const claim: ClaimModel = {
      id,
      line,
      cause,
      bad_g: bad.grams,
      at: m.now,
      state: 'in_review',
      fen: offer.fen,
      paid: 0,
      farm: 0,
      decidedBy: '',
      decidedAt: 0,
      appealed: false,
    }
    order.claims.push(claim)
    if (byPerson) return
    claim.decidedAt = m.now
    payOut(m, order, claim)
  },
)

const claimsOf = (m: Model) => m.orders.flatMap((order) => order.claims.map((claim) => ({ order, claim })))
/** A claim that can be dealt with, now and then any other. */
const claimAt = (m: Model, no: number, fits: (claim: ClaimModel) => boolean) =>
  mostly(
    claimsOf(m).filter(({ claim }) => fits(claim)),
    claimsOf(m),
    no,
  )
const some = (m: Model): boolean => m.orders.some((order) => order.claims.length > 0)
const leftFor = (order: Order, claim: ClaimModel): number =>
  gotFor(order, claim.line).cap - takenOf(order, claim.line).fen + claim.fen

const judge = step(
  'judge',
  fc.record({ claim: which, per: fc.integer({ min: 0, max: 130 }), denies: fc.boolean() }),
  some,
  async ({ m, w }, { claim: no, per, denies }) => {
    const { order, claim } = claimAt(m, no, (one) => one.state === 'in_review')
    const amountFen = Math.max(1, Math.floor((claim.fen * per) / 100))
    const asked = { claimId: claim.id, reason: '看过照片' }
    const who = by(STAFF[no % 2 === 0 ? 0 : 1])
    const said = denies
      ? await w.house.run(deny, asked, who)
      : await w.house.run(decide, { ...asked, amountFen }, who)
    const isOpen = claim.state === 'in_review'
    const fits = denies || amountFen <= leftFor(order, claim)
    if (!says(said, !isOpen ? 'claim.wrong_state' : fits ? 'ok' : 'claim.above_cap')) return
    Object.assign(claim, { decidedBy: who.actor.id, decidedAt: m.now, fen: denies ? 0 : amountFen })
    if (denies) claim.state = 'denied'
    else payOut(m, order, claim)
  },
)

const takeBack = step('withdraw', which, some, async ({ m, w }, no) => {
  const { order, claim } = claimAt(m, no, (one) => one.state === 'in_review')
  const said = await w.house.run(withdraw, { claimId: claim.id }, shopper(order.userId))
  if (!says(said, claim.state === 'in_review' ? 'ok' : 'claim.wrong_state')) return
  Object.assign(claim, { state: 'withdrawn', fen: 0 })
})

const mayAppeal = ({ state, appealed }: ClaimModel): boolean =>
  (state === 'denied' || state === 'paid') && !appealed

const complain = step('appeal', which, some, async ({ m, w }, no) => {
  const { order, claim } = claimAt(m, no, mayAppeal)
  const said = await w.house.run(appeal, { claimId: claim.id, text: '不服' }, shopper(order.userId))
  const isLate = m.now > claim.decidedAt + 168 * hour_ms
  const may = mayAppeal(claim) ? (isLate ? 'claim.appeal_over' : 'ok') : 'claim.wrong_state'
  if (!says(said, claim.appealed ? 'claim.appealed_before' : may)) return
  Object.assign(claim, { state: 'appealed', appealed: true })
})

const end = step(
  'arbitrate',
  fc.record({ claim: which, per: fc.integer({ min: 0, max: 150 }) }),
  (m) => claimsOf(m).some(({ claim }) => claim.appealed),
  async ({ m, w }, { claim: no, per }) => {
    const { order, claim } = claimAt(m, no, (one) => one.state === 'appealed')
    const amountFen = Math.floor((Math.max(claim.paid, 500) * per) / 100)
    const who = by(STAFF[no % 2 === 0 ? 0 : 1])
    const said = await w.house.run(arbitrate, { claimId: claim.id, amountFen, reason: '复核' }, who)
    const code = () => {
      if (claim.decidedBy === who.actor.id) return 'claim.same_person'
      if (amountFen < claim.paid) return 'claim.below_paid'
      if (claim.state !== 'appealed') return 'claim.wrong_state'
      return amountFen > leftFor(order, claim) ? 'claim.above_cap' : 'ok'
    }
    if (!says(said, code())) return
    claim.fen = amountFen
    if (amountFen > claim.paid) payOut(m, order, claim)
    else claim.state = 'arbitrated'
  },
)

export const claimSteps = [
  { weight: 8, arbitrary: open },
  { weight: 4, arbitrary: judge },
  { weight: 1, arbitrary: takeBack },
  { weight: 3, arbitrary: complain },
  { weight: 3, arbitrary: end },
]
