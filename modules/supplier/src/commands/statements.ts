/** A statement from its issue to where it is payable, or netted against the next one. */
import { type CommandHandler, move, recordHistory } from '@tiantou/platform'
import { Supplier } from '../contract.ts'
import type { SupplierSettings } from '../settings.ts'
import { statementState } from '../states.ts'
import { contractAt, lockSupplier } from '../store/contracts.ts'
import * as store from '../store/settlement.ts'
import { actAs } from '../store/suppliers.ts'
import type { LineRow, StatementRow, SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

const at = { machine: statementState, table: 'supplier_statement', column: 'state' } as const
const HISTORY = 'supplier_history'
const DAY_MS = 86_400_000

const sumOf = (lines: readonly LineRow[]) => {
  const sum = (pick: (line: LineRow) => number) => lines.reduce((all, line) => all + pick(line), 0)
  const net = (wanted: LineRow['kind']) => sum(({ kind, net_fen }) => (kind === wanted ? net_fen : 0))
  return {
    goods_fen: sum(({ goods_fen }) => goods_fen),
    commission_fen: sum(({ commission_fen }) => commission_fen),
    deductions_fen: net('deduction'),
    carried_fen: net('carried'),
    shared_fen: 0 - net('share') - net('share_failed') - net('share_back'),
    total_fen: sum(({ net_fen }) => net_fen),
  }
}

/** Takes the lines first and sums what it took: whatever comes meanwhile waits for the next. */
export const issueStatement: Handler<'issueStatement'> = async ({ supplierId, periodTo }, context) => {
  const { tx, now, refuse } = context
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  if (periodTo > now) return refuse('period_open')
  const id = context.id('stm')
  const taken = await store.takeLines(tx, supplierId, periodTo, id)
  if (taken === 0n) return refuse('nothing_to_settle')
  const contract = await contractAt(tx, supplierId, now)
  if (contract === undefined) return refuse('no_contract')
  const sums = sumOf(await store.linesOf(tx, id))
  const periodFrom = await store.lastPeriodEnd(tx, supplierId)
  await store.insertStatement(tx, {
    id,
    supplier_id: supplierId,
    state: 'issued',
    period_from: periodFrom,
    period_to: periodTo,
    ...sums,
    due_at: periodTo + contract.payment_days * DAY_MS,
    payout_id: null,
    issued_at: now,
    ended_at: null,
    version: 1,
  })
  const birth = { subject_id: id, axis: 'state', transition: 'issue', to_state: 'issued', note: '' }
  await recordHistory(context, HISTORY, birth)
  const { total_fen: totalFen } = sums
  context.emit(Supplier.events.statement_issued, { supplierId, statementId: id, totalFen })
  return { statementId: id }
}

type MemberContext = Parameters<Handler<'confirmStatement'>>[1]

/** The statement, if it is of the caller's own supplier. */
const ownStatement = async (
  { tx, actor, now }: Pick<MemberContext, 'tx' | 'actor' | 'now'>,
  statementId: string,
): Promise<StatementRow | undefined> => {
  const member = await actAs(tx, actor.id, now)
  const row = member && (await store.statementOf(tx, statementId))
  return row?.supplier_id === member?.supplier_id ? row : undefined
}

/** What is owed becomes a line of its own that the next statement counts: nothing is forgotten. */
export const confirmStatement: Handler<'confirmStatement'> = async ({ statementId }, context) => {
  const { tx, now, refuse } = context
  const row = await ownStatement(context, statementId)
  if (row === undefined) return refuse('no_such_statement')
  const step = { ...at, id: statementId, where: { version: row.version } } as const
  if (!(await move(context, HISTORY, { ...step, transition: 'confirm' })))
    return refuse('wrong_state', { state: row.state })
  if (row.total_fen > 0) {
    await move(context, HISTORY, { ...at, id: statementId, transition: 'release' })
    return { state: 'payable' }
  }
  await move(context, HISTORY, { ...at, id: statementId, transition: 'net', set: { ended_at: now } })
  const ends = { supplierId: row.supplier_id, statementId, at: now }
  const owed = { owedFen: 0 - row.total_fen, repaidFen: 0 - row.carried_fen }
  context.emit(Supplier.events.statement_netted, { ...ends, ...owed })
  if (row.total_fen < 0) {
    await store.insertLine(tx, {
      id: context.id('lin'),
      supplier_id: row.supplier_id,
      kind: 'carried',
      reference: statementId,
      order_id: '',
      sku_id: '',
      goods_fen: 0,
      commission_fen: 0,
      net_fen: row.total_fen,
      reason: '',
      at: now,
      statement_id: null,
    })
  }
  return { state: 'netted' }
}

export const disputeStatement: Handler<'disputeStatement'> = async ({ statementId, text }, context) => {
  const { tx, now, actor, refuse } = context
  const row = await ownStatement(context, statementId)
  if (row === undefined) return refuse('no_such_statement')
  if (!(await move(context, HISTORY, { ...at, id: statementId, transition: 'dispute' })))
    return refuse('wrong_state', { state: row.state })
  const message = { id: context.id('msg'), statement_id: statementId, author_id: actor.id, text, at: now }
  await store.insertMessage(tx, { ...message, side: 'supplier' })
  return {}
}

/** An adjustment is a line of the statement itself, named after its message; the sums are made anew. */
export const answerDispute: Handler<'answerDispute'> = async ({ statementId, text, adjustFen }, context) => {
  const { tx, now, actor, refuse } = context
  const moved = await move(context, HISTORY, { ...at, id: statementId, transition: 'adjust' })
  const row = await store.statementOf(tx, statementId)
  if (row === undefined) return refuse('no_such_statement')
  if (!moved) return refuse('wrong_state', { state: row.state })
  const id = context.id('msg')
  const message = { id, statement_id: statementId, author_id: actor.id, text, at: now }
  await store.insertMessage(tx, { ...message, side: 'platform' })
  if (adjustFen === 0) return {}
  const lineId = context.id('lin')
  await store.insertLine(tx, {
    id: lineId,
    supplier_id: row.supplier_id,
    kind: 'deduction',
    reference: id,
    order_id: '',
    sku_id: '',
    goods_fen: 0,
    commission_fen: 0,
    net_fen: adjustFen,
    reason: text.slice(0, 200),
    at: now,
    statement_id: statementId,
  })
  await store.changeSums(tx, statementId, sumOf(await store.linesOf(tx, statementId)))
  context.emit(Supplier.events.line_earned, {
    supplierId: row.supplier_id,
    lineId,
    kind: 'deduction',
    reference: id,
    goodsFen: 0,
    commissionFen: 0,
    netFen: adjustFen,
    at: now,
  })
  return {}
}
