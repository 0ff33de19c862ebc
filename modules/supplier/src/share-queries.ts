/** What can be asked of sharing: receivers, shares, what is due and what is on its way back. */
import type { QueryHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import { maskNumber } from './rules.ts'
import { receiverPlace } from './sealed.ts'
import type { SupplierSettings } from './settings.ts'
import { heardRefund, receiverOf, sharesBefore, sharesDueAt, sharesOfOrder } from './store/shares.ts'
import { memberOf, supplierOf } from './store/suppliers.ts'
import type { SupplierTables } from './tables.ts'
import { pageOf, toShare } from './views.ts'

type Queries = typeof Supplier.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], SupplierTables, SupplierSettings>

const DEFAULT_LIMIT = 20

export const ownerOf: Handler<'ownerOf'> = async ({ supplierId }, { db, refuse }) => {
  const row = await supplierOf(db, supplierId)
  return row === undefined ? refuse('no_such_supplier') : { userId: row.owner_id }
}

export const receiver: Handler<'receiver'> = async ({ supplierId }, { db, secrets }) => {
  const row = await receiverOf(db, supplierId)
  if (row === undefined) return { receiver: null }
  const { id, kind, state, code } = row
  const account = maskNumber(secrets.open(row.account_sealed, receiverPlace(id)))
  return { receiver: { kind, account, state, code } }
}

export const sharesDue: Handler<'sharesDue'> = async ({ limit }, { db, now }) => ({
  items: (await sharesDueAt(db, now, limit)).map(({ id: shareId, order_id: orderId, asks }) => ({
    shareId,
    orderId,
    asks,
  })),
})

export const takingBack: Handler<'takingBack'> = async ({ orderId, refundId }, { db }) => {
  const all = await sharesOfOrder(db, orderId)
  if (!all.some(({ kind }) => kind === 'share')) return { isUnderWay: false }
  const isOpen = all.some(({ kind, ended_at }) => kind === 'return' && ended_at === null)
  return { isUnderWay: isOpen || !(await heardRefund(db, orderId, refundId)) }
}

export const staffShares: Handler<'staffShares'> = async ({ limit = DEFAULT_LIMIT, cursor, state }, { db }) =>
  pageOf(await sharesBefore(db, { limit: limit + 1, before: cursor, state }), limit, toShare)

export const myShares: Handler<'myShares'> = async (
  { limit = DEFAULT_LIMIT, cursor },
  { db, actor, refuse },
) => {
  const member = await memberOf(db, actor.id)
  if (member === undefined) return refuse('no_such_supplier')
  const wanted = { limit: limit + 1, before: cursor, supplierId: member.supplier_id }
  return pageOf(await sharesBefore(db, wanted), limit, toShare)
}
