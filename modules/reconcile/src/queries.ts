/** What a finance clerk and the timers may ask: days, cases, how old they are, what is due. */
import type { OutputOf } from '@tiantou/kernel'
import { pageOf, type QueryHandler, type ReadDb } from '@tiantou/platform'
import { CHANNELS } from './bills/formats.ts'
import { classes } from './classes.data.ts'
import type { Reconcile } from './contract.ts'
import { ageDays, dayAt, dueDays, endOf, isOverdue, startOf } from './rules.ts'
import { casesBefore, daysBefore, findDay, lastCompared, openCasesOf, unendedCases } from './store.ts'
import type { CaseRow, DayRow, ReconcileTables } from './tables.ts'

type Queries = typeof Reconcile.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], ReconcileTables>
type Db = ReadDb<ReconcileTables>

const DEFAULT_LIMIT = 20

export const due: Handler<'due'> = async (_input, { db, now }) => {
  const items = []
  for (const channel of CHANNELS)
    for (const date of dueDays(await lastCompared(db, channel), now))
      items.push({ channel, day: date, overdue: isOverdue(date, now) })
  return { items }
}

export const isCompared: Handler<'isCompared'> = async ({ channel, at }, { db }) => {
  const row = await findDay(db, channel, dayAt(at))
  return { isCompared: row !== undefined && row.compared_at !== null }
}

const totalsOf = (row: DayRow) => ({
  billRows: row.bill_rows,
  ownRows: row.own_rows,
  matched: row.matched,
  billFen: row.bill_fen,
  ownFen: row.own_fen,
  feeFen: row.fee_fen,
  feeDiffFen: row.fee_diff_fen,
  unexplainedFen: row.unexplained_fen,
})

const viewDay = async (db: Db, row: DayRow): Promise<OutputOf<Queries['day']>> => ({
  channel: row.channel,
  day: row.day,
  from: startOf(row.day),
  before: endOf(row.day) + 1,
  state: row.state,
  code: row.code,
  tries: row.tries,
  tradeFile: row.trade_file,
  fundFile: row.fund_file,
  totals: row.compared_at === null ? null : totalsOf(row),
  differences: row.differences,
  openCases: await openCasesOf(db, row.channel, row.day),
  fundOpeningFen: row.fund_opening_fen,
  fundClosingFen: row.fund_closing_fen,
  fundGapFen: row.fund_gap_fen,
  comparedAt: row.compared_at,
  note: row.note,
  checkedBy: row.checked_by,
  signedBy: row.signed_by,
})

export const days: Handler<'days'> = async ({ channel, state, limit = DEFAULT_LIMIT, cursor }, { db }) => {
  const rows = await daysBefore(db, { channel, state, before: cursor }, limit + 1)
  const { shown, next } = pageOf(rows, limit, (row) => `${row.day} ${row.channel}`)
  const items = []
  for (const row of shown) items.push(await viewDay(db, row))
  return { items, next }
}

export const day: Handler<'day'> = async ({ channel, day: date }, { db, refuse }) => {
  const row = await findDay(db, channel, date)
  return row === undefined ? refuse('no_such_day') : viewDay(db, row)
}

const viewCase = (row: CaseRow, now: number): OutputOf<Queries['cases']>['items'][number] => ({
  caseId: row.id,
  channel: row.channel,
  day: row.day,
  class: row.class,
  className: classes[row.class].name,
  kind: row.kind,
  number: row.number,
  channelNumber: row.channel_number,
  fen: row.fen,
  billFen: row.bill_fen,
  ownFen: row.own_fen,
  state: row.state,
  openedAt: row.opened_at,
  ageDays: ageDays(row.opened_at, row.ended_at ?? now),
  endedAt: row.ended_at,
  ending: row.ending,
  reason: row.reason,
  voucher: row.voucher,
  proposedBy: row.proposed_by,
  confirmedBy: row.confirmed_by,
})

export const cases: Handler<'cases'> = async (
  { channel, day: date, state, limit = DEFAULT_LIMIT, cursor },
  { db, now },
) => {
  const rows = await casesBefore(db, { channel, day: date, state, before: cursor }, limit + 1)
  const { shown, next } = pageOf(rows, limit, (row) => row.id)
  return { items: shown.map((row) => viewCase(row, now)), next }
}

/** The steps of the histogram: up to so many days. */
const AGES = [
  { upTo: 1, age: '0-1' },
  { upTo: 3, age: '2-3' },
  { upTo: 7, age: '4-7' },
  { upTo: 30, age: '8-30' },
  { upTo: Infinity, age: '31+' },
] as const

export const ages: Handler<'ages'> = async (_input, { db, now }) => {
  const groups = new Map<string, OutputOf<Queries['ages']>['items'][number]>()
  for (const { channel, opened_at, fen } of await unendedCases(db)) {
    const old = ageDays(opened_at, now)
    const age = AGES.find(({ upTo }) => old <= upTo)?.age ?? '31+'
    const group = groups.get(`${channel} ${age}`) ?? { channel, age, cases: 0, fen: 0 }
    groups.set(`${channel} ${age}`, { ...group, cases: group.cases + 1, fen: group.fen + fen })
  }
  return { items: [...groups.values()] }
}
