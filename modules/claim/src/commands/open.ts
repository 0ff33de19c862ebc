/**
 * A shopper claims on a line. Claims on one line stand in line before anything is read, and what one comes to
 * is taken by a conditional update, so that however many claim at once the cap holds.
 */
import type { InputOf } from '@tiantou/kernel'
import { type CommandHandler, move, type No, recordHistory } from '@tiantou/platform'
import { Claim } from '../contract.ts'
import {
  badOf,
  capOf,
  isBadGoods,
  isSameLook,
  isSuspicious,
  mayResend,
  offerOf,
  reviewReasons,
  timeNo,
} from '../rules.ts'
import type { Standing } from '../rules.ts'
import type { ClaimSettings } from '../settings.ts'
import type { Line } from '../shapes.ts'
import { claimState } from '../states.ts'
import { addPhotos, countSince, insertClaim, isKnownName, lineOf, looksNear } from '../store/claims.ts'
import { type Photo, takeFromLine, takeTurn } from '../store/claims.ts'
import { changeLot, claimantOf, count, countsSince, findLot, suspect } from '../store/standings.ts'
import type { ClaimRow, ClaimTables } from '../tables.ts'

type Open = typeof Claim.commands.open
type Handler = CommandHandler<Open, ClaimTables, ClaimSettings>
type Context = Parameters<Handler>[1]
type Asked = InputOf<Open>

const day_ms = 86_400_000
const hour_ms = 3_600_000
export const HISTORY = 'claim_history'
export const at = { machine: claimState, table: 'claim_claim', column: 'state' } as const
export const dayOf = (now: number): number => Math.floor(now / day_ms)

/** The photographs that are the shopper's own and ready, or why not. */
const photosOf = ({ cause, photos, pictures, order }: Asked, { refuse }: Context): No | Photo[] => {
  if (photos.length === 0 && cause !== 'not_received') return refuse('photo_needed')
  const own = photos.flatMap((name) =>
    pictures.filter(
      (one) =>
        one.name === name &&
        one.owner === `user:${order.userId}` &&
        one.purpose === 'claim' &&
        one.state === 'ready',
    ),
  )
  return own.length === photos.length ? own : refuse('no_such_photo')
}

const isSeen = async ({ tx }: Context, photos: readonly Photo[]): Promise<boolean> => {
  if (
    await isKnownName(
      tx,
      photos.map((photo) => photo.name),
    )
  )
    return true
  for (const { look } of photos) {
    if (look !== null && (await looksNear(tx, look)).some((other) => isSameLook(look, other))) return true
  }
  return false
}

/** Nothing of the line could be taken: more than came, or more than it cost. */
const whyNot = async (asked: Asked, line: Line, { tx, refuse }: Context): Promise<No> => {
  const taken = await lineOf(tx, asked.orderId, line.skuId)
  const leftGrams = Math.max(0, line.grams - (taken?.taken_g ?? 0))
  const bad = badOf(line, asked)
  if (bad !== undefined && bad.bad_g > leftGrams) return refuse('more_than_got', { leftGrams })
  return refuse('above_cap', { leftFen: Math.max(0, capOf(line) - (taken?.taken_fen ?? 0)) })
}

/** Says that a lot is suspicious, the first time that it is. */
const watchLot = async (lotId: string, { tx, now, emit, settings }: Context): Promise<void> => {
  const lot = await findLot(tx, lotId)
  if (lot === undefined || !isSuspicious(lot, settings) || !(await suspect(tx, lotId, now))) return
  const { lot_no: lotNo, sent_pieces: sentPieces, bad_pieces: badPieces, claims } = lot
  emit(Claim.events.lot_suspicious, { lotId, lotNo, sentPieces, badPieces, claims })
}

/** The lot most of the line is of. */
const lotOf = ({ lots, skuId }: Asked) =>
  lots.filter((lot) => lot.skuId === skuId).toSorted((a, b) => b.pieces - a.pieces)[0]

const rowOf = (
  asked: Asked,
  line: Line,
  { now, id, settings }: Context,
  own: Pick<ClaimRow, 'bad_g' | 'bad_pieces' | 'amount_fen' | 'review_reasons'>,
): ClaimRow => {
  const { orderId, order, cause, text } = asked
  const shares = settings.liability[cause]
  const lot = lotOf(asked)
  const whole = asked.pieces === undefined && asked.grams === undefined
  return {
    id: id('clm'),
    order_id: orderId,
    order_no: order.orderNo,
    user_id: order.userId,
    sku_id: line.skuId,
    supplier_id: line.supplierId,
    title: line.title,
    spec: line.spec,
    image: line.image,
    lot_id: lot?.lotId ?? null,
    lot_no: lot?.lotNo ?? '',
    state: claimState.initial,
    cause,
    pieces: whole ? line.pieces : (asked.pieces ?? null),
    grams: asked.grams ?? null,
    text,
    rule_version: settings.rules.version,
    offer_fen: own.amount_fen,
    remedy: asked.wish ?? 'money',
    resend_order_id: null,
    resent_fen: 0,
    ...own,
    paid_fen: 0,
    farm_fen: 0,
    farm_bp: shares.farmBp,
    packer_bp: shares.packerBp,
    carrier_bp: shares.carrierBp,
    platform_bp: shares.platformBp,
    decided_by: '',
    decided_at: null,
    reason: '',
    appeal_text: '',
    appealed_at: null,
    arbitrated_by: '',
    refund_id: null,
    opened_at: now,
    paid_at: null,
    review_by: null,
    told_at: null,
    version: 1,
  }
}

const standingOf = async (asked: Asked, photos: readonly Photo[], context: Context): Promise<Standing> => {
  const { tx, now } = context
  const { userId } = asked.order
  const lot = lotOf(asked)
  const known = lot === undefined ? undefined : await findLot(tx, lot.lotId)
  return {
    recentClaims: await countSince(tx, userId, now - 30 * day_ms),
    samePhoto: await isSeen(context, photos),
    own: await claimantOf(tx, userId),
    all: await countsSince(tx, dayOf(now) - 90),
    lot: known === undefined ? undefined : { sentPieces: known.sent_pieces, claims: known.claims },
  }
}

export const open: Handler = async (asked, context) => {
  const { tx, now, emit, refuse, settings } = context
  const { order, orderId, cause, pieces, grams } = asked
  const line = order.lines.find((one) => one.skuId === asked.skuId)
  if (line === undefined) return refuse('no_such_line')
  const no = timeNo(order, line, cause, now, settings)
  if (no !== undefined) return refuse(no)
  if (isBadGoods(cause) ? (pieces === undefined) === (grams === undefined) : pieces && grams)
    return refuse('how_much')
  if (asked.wish === 'resend' && (grams !== undefined || !mayResend(cause))) return refuse('no_resend')
  const photos = photosOf(asked, context)
  if (!Array.isArray(photos)) return photos
  const bad = badOf(line, asked)
  if (bad === undefined) return refuse('more_than_got', { leftGrams: line.grams })
  const takenG = await takeTurn(tx, { orderId, skuId: line.skuId })
  const offer = offerOf(line, bad, cause, settings, takenG)
  const take = { orderId, skuId: line.skuId, fen: offer.amountFen, grams: bad.bad_g }
  if (offer.amountFen === 0 || !(await takeFromLine(tx, take, capOf(line), line.grams)))
    return whyNot(asked, line, context)
  await count(tx, order.userId, dayOf(now), { orders: 0, claims: 1 })
  const reasons = reviewReasons(cause, offer, await standingOf(asked, photos, context), settings)
  const own = { ...bad, amount_fen: offer.amountFen, review_reasons: reasons.join(' ') }
  const row = rowOf(asked, line, context, own)
  await insertClaim(tx, row)
  await addPhotos(tx, row.id, photos)
  await recordHistory(context, HISTORY, {
    subject_id: row.id,
    axis: 'state',
    transition: 'open',
    to_state: row.state,
    note: '',
  })
  const lot = lotOf(asked)
  if (lot !== undefined) {
    await changeLot(tx, lot, { sent: 0, bad: bad.bad_pieces, claims: 1 })
    await watchLot(lot.lotId, context)
  }
  const told = { claimId: row.id, orderId, userId: order.userId }
  emit(Claim.events.opened, { ...told, skuId: line.skuId, cause, reviewReasons: reasons })
  const said = { claimId: row.id, amountFen: offer.amountFen }
  if (reasons.length > 0) {
    const set = { review_by: now + settings.reviewHours * hour_ms }
    await move(context, HISTORY, { ...at, transition: 'review', id: row.id, set })
    return { ...said, state: 'in_review' }
  }
  await move(context, HISTORY, { ...at, transition: 'decideByRule', id: row.id, set: { decided_at: now } })
  emit(Claim.events.approved, { ...told, amountFen: offer.amountFen })
  return { ...said, state: 'approved' }
}
