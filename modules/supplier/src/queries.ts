/** What can be asked of module supplier. */
import type { QueryHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import type { SupplierSettings } from './settings.ts'
import { contractsOf, sellingNow } from './store/contracts.ts'
import * as money from './store/settlement.ts'
import * as store from './store/suppliers.ts'
import { latestSuspicions } from './store/suspicions.ts'
import { transfersDueAt, withdrawalOf, withdrawalsBefore } from './store/withdrawals.ts'
import type { StatementRow, SupplierRow, SupplierTables } from './tables.ts'
import { pageOf, toLine, toMessage, toStatement, toSupplier, toWithdrawal } from './views.ts'

type Queries = typeof Supplier.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], SupplierTables, SupplierSettings>

const DEFAULT_LIMIT = 20

const whole = async (db: store.SupplierDb, row: SupplierRow) => ({
  requirements: await store.requirementsOfSupplier(db, row.id),
  contracts: await contractsOf(db, row.id),
  verifications: await store.verificationsOf(db, row.id),
})

export const mine: Handler<'mine'> = async (_input, { db, actor, secrets, refuse }) => {
  const member = await store.memberOf(db, actor.id)
  const row = member && (await store.supplierOf(db, member.supplier_id))
  return row ? toSupplier(secrets, row, await whole(db, row)) : refuse('no_such_supplier')
}

export const staffGet: Handler<'staffGet'> = async ({ supplierId }, { db, secrets, refuse }) => {
  const row = await store.supplierOf(db, supplierId)
  return row ? toSupplier(secrets, row, await whole(db, row)) : refuse('no_such_supplier')
}

export const staffList: Handler<'staffList'> = async (
  { limit = DEFAULT_LIMIT, cursor, application },
  { db },
) => {
  const rows = await store.suppliersBefore(db, { limit: limit + 1, before: cursor, application })
  return pageOf(rows, limit, (row) => ({
    supplierId: row.id,
    name: row.name,
    kind: row.kind,
    party: row.party,
    application: row.application,
    state: row.state,
  }))
}

export const selling: Handler<'selling'> = async ({ supplierIds }, { db, now }) => {
  const rows = supplierIds.length === 0 ? [] : await sellingNow(db, supplierIds, now)
  const shared = rows.filter(({ pay_by }) => pay_by === 'sharing').map(({ id }) => id)
  return { supplierIds: rows.map(({ id }) => id), shared }
}

const detailOf = async (db: store.SupplierDb, row: StatementRow) => ({
  ...toStatement(row),
  lines: (await money.linesOf(db, row.id)).map(toLine),
  thread: (await money.threadOf(db, row.id)).map(toMessage),
})

export const myStatements: Handler<'myStatements'> = async (
  { limit = DEFAULT_LIMIT, cursor },
  { db, actor, refuse },
) => {
  const member = await store.memberOf(db, actor.id)
  if (member === undefined) return refuse('no_such_supplier')
  const wanted = { limit: limit + 1, before: cursor, supplierId: member.supplier_id }
  return pageOf(await money.statementsBefore(db, wanted), limit, toStatement)
}

export const myStatement: Handler<'myStatement'> = async ({ statementId }, { db, actor, refuse }) => {
  const member = await store.memberOf(db, actor.id)
  const row = await money.statementOf(db, statementId)
  if (row === undefined || row.supplier_id !== member?.supplier_id) return refuse('no_such_statement')
  return detailOf(db, row)
}

export const staffStatements: Handler<'staffStatements'> = async (
  { limit = DEFAULT_LIMIT, cursor, state },
  { db },
) => pageOf(await money.statementsBefore(db, { limit: limit + 1, before: cursor, state }), limit, toStatement)

export const staffStatement: Handler<'staffStatement'> = async ({ statementId }, { db, refuse }) => {
  const row = await money.statementOf(db, statementId)
  return row ? detailOf(db, row) : refuse('no_such_statement')
}

export const myBalance: Handler<'myBalance'> = async (_input, { db, actor, refuse }) => {
  const member = await store.memberOf(db, actor.id)
  if (member === undefined) return refuse('no_such_supplier')
  const row = await money.balanceOf(db, member.supplier_id)
  return {
    withdrawableFen: row?.withdrawable_fen ?? 0,
    heldFen: row?.held_fen ?? 0,
    accruingFen: await money.accruing(db, member.supplier_id),
  }
}

export const myWithdrawals: Handler<'myWithdrawals'> = async (
  { limit = DEFAULT_LIMIT, cursor },
  { db, actor, refuse },
) => {
  const member = await store.memberOf(db, actor.id)
  if (member === undefined) return refuse('no_such_supplier')
  const wanted = { limit: limit + 1, before: cursor, supplierId: member.supplier_id }
  return pageOf(await withdrawalsBefore(db, wanted), limit, toWithdrawal)
}

export const staffWithdrawals: Handler<'staffWithdrawals'> = async (
  { limit = DEFAULT_LIMIT, cursor, state },
  { db },
) => pageOf(await withdrawalsBefore(db, { limit: limit + 1, before: cursor, state }), limit, toWithdrawal)

export const suspicions: Handler<'suspicions'> = async ({ limit = DEFAULT_LIMIT }, { db }) => ({
  items: (await latestSuspicions(db, limit)).map((row) => ({
    withdrawalId: row.withdrawal_id,
    code: row.code,
    word: row.word,
    saidFen: row.said_fen,
    channelRef: row.channel_ref,
    ownState: row.own_state,
    ownFen: row.own_fen,
    firstAt: row.first_at,
    lastAt: row.last_at,
    times: row.times,
  })),
})

export const toConfirm: Handler<'toConfirm'> = async ({ userId, withdrawalId }, { db, refuse }) => {
  const member = await store.memberOf(db, userId)
  const row = await withdrawalOf(db, withdrawalId)
  if (row === undefined || row.supplier_id !== member?.supplier_id) return refuse('no_such_withdrawal')
  if (row.state !== 'wait_user_confirm' || row.package_info === null || row.confirm_by === null)
    return refuse('wrong_state', { state: row.state })
  return { packageInfo: row.package_info, confirmBy: row.confirm_by }
}

export const transfersDue: Handler<'transfersDue'> = async ({ limit }, { db, now }) => ({
  items: (await transfersDueAt(db, now, limit)).map(({ id, asks }) => ({ withdrawalId: id, asks })),
})
