/** What can be asked of module claim: what can be claimed, what it would come to, claims, suspicious lots. */
import { pageOf, type QueryHandler, type ReadDb, type SettingsOf } from '@tiantou/platform'
import type { Claim } from './contract.ts'
import { badOf, borneOf, capOf, claimUntil, isBadGoods, liabilityOf, offerOf, payoutOf } from './rules.ts'
import { mayResend, refundKey, timeNo } from './rules.ts'
import type { ClaimSettings } from './settings.ts'
import { CAUSES } from './shapes.ts'
import * as store from './store/claims.ts'
import { suspiciousLots } from './store/standings.ts'
import type { ClaimRow, ClaimTables } from './tables.ts'
import { claimView, lotView, staffView } from './views.ts'

type Queries = typeof Claim.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], ClaimTables, ClaimSettings>

const DEFAULT_LIMIT = 20
const idOf = (row: { readonly id: string }): string => row.id

export const claimable: Handler<'claimable'> = async ({ orderId, order }, { db, now, settings }) => {
  const lines = []
  for (const line of order.lines) {
    const taken = await store.lineOf(db, orderId, line.skuId)
    const { skuId, title, spec, image, pieces, grams } = line
    const leftFen = Math.max(0, capOf(line) - (taken?.taken_fen ?? 0))
    const may = (cause: (typeof CAUSES)[number]) =>
      leftFen > 0 && timeNo(order, line, cause, now, settings) === undefined
    lines.push({
      skuId,
      title,
      spec,
      image,
      pieces,
      grams,
      leftFen,
      leftGrams: Math.max(0, grams - (taken?.taken_g ?? 0)),
      until: claimUntil(order.deliveredAt, line),
      causes: CAUSES.filter(may),
      resends: CAUSES.filter((cause) => mayResend(cause) && may(cause)),
    })
  }
  return { lines }
}

export const offer: Handler<'offer'> = async ({ orderId, order, skuId, cause, pieces, grams }, context) => {
  const { db, now, settings, refuse } = context
  const line = order.lines.find((one) => one.skuId === skuId)
  if (line === undefined) return refuse('no_such_line')
  const no = timeNo(order, line, cause, now, settings)
  if (no !== undefined) return refuse(no)
  if (isBadGoods(cause) ? (pieces === undefined) === (grams === undefined) : pieces && grams)
    return refuse('how_much')
  const bad = badOf(line, { pieces, grams })
  if (bad === undefined) return refuse('more_than_got', { leftGrams: line.grams })
  const taken = await store.lineOf(db, orderId, skuId)
  return offerOf(line, bad, cause, settings, taken?.taken_g ?? 0)
}

export const payout: Handler<'payout'> = async ({ claimId }, { db, refuse }) => {
  const row = await store.findClaim(db, claimId)
  if (row === undefined) return refuse('no_such_claim')
  if (row.state !== 'approved') return refuse('wrong_state', { state: row.state })
  const { fen, farmFen } = payoutOf(row)
  return {
    orderId: row.order_id,
    skuId: row.sku_id,
    bizKey: refundKey(row),
    fen,
    houseFen: fen - farmFen,
    borne: borneOf(row.amount_fen, liabilityOf(row)),
  }
}

export const toResend: Handler<'toResend'> = async ({ claimId }, { db, refuse }) => {
  const row = await store.findClaim(db, claimId)
  if (row === undefined) return refuse('no_such_claim')
  if (row.state !== 'approved' || row.remedy !== 'resend') return refuse('wrong_state', { state: row.state })
  return { orderId: row.order_id, skuId: row.sku_id, pieces: row.bad_pieces }
}

type Settings = SettingsOf<ClaimSettings>

const shown = async (db: ReadDb<ClaimTables>, rows: readonly ClaimRow[], settings: Settings) => {
  const photos = await store.photosOf(db, rows.map(idOf))
  return rows.map((row) => claimView(row, photos, settings))
}

export const list: Handler<'list'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db, actor, settings }) => {
  const rows = await store.claimsOfUser(db, actor.id, limit + 1, cursor)
  const page = pageOf(rows, limit, idOf)
  return { items: await shown(db, page.shown, settings), next: page.next }
}

export const ofOrder: Handler<'ofOrder'> = async ({ orderId }, { db, actor, settings }) => {
  const rows = await store.claimsOfOrder(db, orderId)
  return {
    items: await shown(
      db,
      rows.filter((row) => row.user_id === actor.id),
      settings,
    ),
  }
}

export const get: Handler<'get'> = async ({ claimId }, { db, actor, settings, refuse }) => {
  const row = await store.findClaim(db, claimId, actor.id)
  if (row === undefined) return refuse('no_such_claim')
  return claimView(row, await store.photosOf(db, [claimId]), settings)
}

export const staffList: Handler<'staffList'> = async (
  { limit = DEFAULT_LIMIT, cursor, state },
  { db, settings },
) => {
  const page = pageOf(await store.claimsIn(db, state, limit + 1, cursor), limit, idOf)
  const photos = await store.photosOf(db, page.shown.map(idOf))
  return { items: page.shown.map((row) => staffView(row, photos, settings)), next: page.next }
}

export const staffGet: Handler<'staffGet'> = async ({ claimId }, { db, settings, refuse }) => {
  const row = await store.findClaim(db, claimId)
  if (row === undefined) return refuse('no_such_claim')
  return staffView(row, await store.photosOf(db, [claimId]), settings)
}

export const lots: Handler<'lots'> = async ({ limit = DEFAULT_LIMIT, cursor }, { db }) => {
  const { shown: rows, next } = pageOf(await suspiciousLots(db, limit + 1, cursor), limit, idOf)
  return { items: rows.map(lotView), next }
}

export const ofUser: Handler<'ofUser'> = async ({ userId }, { db, settings }) => ({
  claims: await shown(db, await store.allOfUser(db, userId), settings),
})
