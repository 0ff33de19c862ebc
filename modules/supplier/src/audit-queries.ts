/** What an auditor reads of suppliers' money. */
import type { QueryHandler } from '@tiantou/platform'
import type { Supplier } from './contract.ts'
import * as store from './store/audit.ts'
import { sharesAfter } from './store/shares.ts'
import type { SupplierTables } from './tables.ts'

type Queries = typeof Supplier.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], SupplierTables>

export const linesMoved: Handler<'linesMoved'> = async (page, { db }) => ({
  items: (await store.linesAfter(db, page)).map((row) => ({
    lineId: row.id,
    kind: row.kind,
    commissionFen: row.commission_fen,
    netFen: row.net_fen,
    at: row.at,
  })),
})

export const statementsEnded: Handler<'statementsEnded'> = async (page, { db }) => ({
  items: (await store.statementsAfter(db, page)).map((row) => ({
    statementId: row.id,
    totalFen: row.total_fen,
    carriedFen: row.carried_fen,
    endedAt: row.ended_at,
  })),
})

const endOf = (state: string) => (state === 'succeeded' || state === 'returned' ? state : null)

export const withdrawalsMade: Handler<'withdrawalsMade'> = async (page, { db }) => ({
  items: (await store.withdrawalsAfter(db, page)).map((row) => ({
    withdrawalId: row.id,
    amountFen: row.amount_fen,
    at: row.at,
    end: endOf(row.state),
    endedAt: row.ended_at,
  })),
})

export const sharesMade: Handler<'sharesMade'> = async (page, { db }) => ({
  items: (await sharesAfter(db, page)).map((row) => ({
    shareId: row.id,
    amountFen: row.amount_fen,
    paidAt: row.kind === 'share' && row.state === 'succeeded' ? row.ended_at : null,
  })),
})

export const balances: Handler<'balances'> = async (page, { db }) => {
  const rows = await store.balancesAfter(db, page)
  const ids = rows.map((row) => row.supplier_id)
  if (ids.length === 0) return { items: [] }
  const paid = new Map((await store.paidOf(db, ids)).map((one) => [one.supplier_id, one]))
  const withdrawn = Map.groupBy(await store.withdrawnOf(db, ids), (one) => one.supplier_id)
  const items = rows.map(({ supplier_id: supplierId, withdrawable_fen, held_fen }) => {
    const out = withdrawn.get(supplierId) ?? []
    const sum = (states: (state: string) => boolean) =>
      out.reduce((all, one) => all + (states(one.state) ? Number(one.fen) : 0), 0)
    const moves = [paid.get(supplierId)?.at, ...out.flatMap((one) => [one.at, one.ended_at])]
    return {
      supplierId,
      withdrawableFen: withdrawable_fen,
      heldFen: held_fen,
      madeWithdrawableFen: Number(paid.get(supplierId)?.fen ?? 0) - sum((state) => state !== 'returned'),
      madeHeldFen: sum((state) => endOf(state) === null),
      movedAt: Math.max(0, ...moves.map((at) => Number(at ?? 0))),
    }
  })
  return { items }
}
