/** The browsing history: noting what was looked at, forgetting it, and not keeping one at all. */
import type { CommandHandler } from '@tiantou/platform'
import type { Member } from '../contract.ts'
import type { MemberSettings } from '../settings.ts'
import { deleteViews, noteView, oldViews, viewsBeyond } from '../store/seen.ts'
import { insertShopper, setKeeps, shopperOf } from '../store/shoppers.ts'
import type { MemberTables } from '../tables.ts'

type Commands = typeof Member.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], MemberTables, MemberSettings>

const DAY_MS = 86_400_000
const BITE = 500

/** Notes a look at a product; the oldest make room. */
export const view: Handler<'view'> = async ({ productId }, { tx, now, actor, settings }) => {
  await noteView(tx, { user_id: actor.id, product_id: productId, viewed_at: now })
  const shopper = await shopperOf(tx, actor.id)
  const kept = shopper?.keeps_history !== 0
  const beyond = kept ? await viewsBeyond(tx, actor.id, settings.historyLength) : [productId]
  await deleteViews(tx, actor.id, beyond)
  return { kept }
}

/** Takes one product out. */
export const forgetView: Handler<'forgetView'> = async ({ productId }, { tx, actor }) => {
  await deleteViews(tx, actor.id, [productId])
  return {}
}

/** Empties it. */
export const clearHistory: Handler<'clearHistory'> = async (_input, { tx, actor }) => {
  await deleteViews(tx, actor.id)
  return {}
}

/** Turns it on or off. */
export const keepHistory: Handler<'keepHistory'> = async ({ on }, { tx, actor }) => {
  const keeps = on ? 1 : 0
  const row = { user_id: actor.id, favourites: 0, keeps_history: keeps } as const
  if (!(await insertShopper(tx, row))) await setKeeps(tx, actor.id, keeps)
  if (!on) await deleteViews(tx, actor.id)
  return {}
}

/** Forgets a bite of what is older than histories are kept; the timer comes again. */
export const sweepHistory: Handler<'sweepHistory'> = async (_input, { tx, now, settings }) => {
  const old = await oldViews(tx, now - settings.historyKeeps_d * DAY_MS, BITE)
  for (const [userId, views] of Map.groupBy(old, (row) => row.user_id)) {
    const productIds = views.map((row) => row.product_id)
    await deleteViews(tx, userId, productIds)
  }
  return { entries: old.length }
}
