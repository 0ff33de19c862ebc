/** Every SQL statement of module reconcile: one row a day and channel, one a case. */
import { hotInsert, type ReadDb, type Tx, unlessTaken } from '@tiantou/platform'
import type { ChannelName } from './bills/formats.ts'
import { classes } from './classes.data.ts'
import type { CaseRow, DayRow, ReconcileTables } from './tables.ts'

export type ReconcileTx = Tx<ReconcileTables>
export type ReconcileDb = ReadDb<ReconcileTables> | ReconcileTx

const CHUNK = 200
const CROSSING = Object.entries(classes)
  .filter(([, one]) => one.crosses)
  .map(([name]) => name) as CaseRow['class'][]

/** A day that nothing is known of yet. */
const freshDay = (id: string, channel: ChannelName, day: string): DayRow => ({
  id,
  channel,
  day,
  state: 'waiting',
  code: null,
  tries: 0,
  told_at: null,
  trade_file: null,
  trade_sha256: null,
  fund_file: null,
  fund_sha256: null,
  bill_rows: 0,
  own_rows: 0,
  matched: 0,
  bill_fen: 0,
  own_fen: 0,
  fee_fen: 0,
  fee_diff_fen: 0,
  unexplained_fen: 0,
  differences: 0,
  fund_opening_fen: null,
  fund_closing_fen: null,
  fund_gap_fen: null,
  compared_at: null,
  note: null,
  checked_by: null,
  signed_by: null,
  version: 1,
})

export const findDay = (db: ReconcileDb, channel: ChannelName, day: string): Promise<DayRow | undefined> =>
  db
    .selectFrom('reconcile_day')
    .selectAll()
    .where('channel', '=', channel)
    .where('day', '=', day)
    .executeTakeFirst()

/** The row of a day, made where it is not there yet. */
export const dayRow = async (
  tx: ReconcileTx,
  freshId: string,
  channel: ChannelName,
  day: string,
): Promise<DayRow> => {
  const fresh = freshDay(freshId, channel, day)
  if (await unlessTaken(tx.insertInto('reconcile_day').values(fresh).execute())) return fresh
  const known = await findDay(tx, channel, day)
  if (known === undefined) throw new Error(`${channel} ${day} is taken by nobody.`)
  return known
}

/** The last day of a channel that was compared. */
export const lastCompared = async (db: ReconcileDb, channel: ChannelName): Promise<string | undefined> =>
  (
    await db
      .selectFrom('reconcile_day')
      .select('day')
      .where('channel', '=', channel)
      .where('compared_at', 'is not', null)
      .orderBy('day', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.day

/** The closing balance that a day's opening must continue. */
export const closingBefore = async (db: ReconcileDb, channel: ChannelName, day: string) =>
  (
    await db
      .selectFrom('reconcile_day')
      .select('fund_closing_fen')
      .where('channel', '=', channel)
      .where('day', '<', day)
      .where('fund_closing_fen', 'is not', null)
      .orderBy('day', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.fund_closing_fen ?? null

export const noteTry = async (tx: ReconcileTx, id: string, code: string): Promise<void> => {
  await tx
    .updateTable('reconcile_day')
    .set((row) => ({ code, tries: row('tries', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** True for the one who is to tell of it. */
export const markTold = async (tx: ReconcileTx, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('reconcile_day')
    .set({ told_at: now })
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const daysBefore = (
  db: ReconcileDb,
  {
    channel,
    state,
    before,
  }: { channel?: ChannelName | undefined; state?: DayRow['state'] | undefined; before: string | undefined },
  limit: number,
): Promise<DayRow[]> => {
  const [day = '', of = ''] = before?.split(' ') ?? []
  return db
    .selectFrom('reconcile_day')
    .selectAll()
    .$if(before !== undefined, (query) =>
      query.where((row) =>
        row.or([
          row('day', '<', day),
          row.and([row('day', '=', day), row('channel', '<', of as ChannelName)]),
        ]),
      ),
    )
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? 'alipay'))
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'waiting'))
    .orderBy('day', 'desc')
    .orderBy('channel', 'desc')
    .limit(limit)
    .execute()
}

const insertSome = hotInsert<CaseRow>('reconcile_case', [
  'id',
  'channel',
  'day',
  'class',
  'kind',
  'number',
  'channel_number',
  'fen',
  'bill_fen',
  'own_fen',
  'state',
  'moves',
  'opened_at',
  'ended_at',
  'ending',
  'reason',
  'voucher',
  'proposed_by',
  'confirmed_by',
  'version',
])

export const insertCases = async (tx: ReconcileTx, rows: readonly CaseRow[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += CHUNK) await insertSome(tx as never, rows.slice(at, at + CHUNK))
}

/** Cases of these numbers whose other side may still come. */
export const crossingCases = async (
  db: ReconcileDb,
  channel: ChannelName,
  numbers: readonly string[],
): Promise<CaseRow[]> => {
  const rows: CaseRow[] = []
  for (let at = 0; at < numbers.length; at += CHUNK)
    rows.push(
      ...(await db
        .selectFrom('reconcile_case')
        .selectAll()
        .where('number', 'in', numbers.slice(at, at + CHUNK))
        .where('channel', '=', channel)
        .where('state', 'in', ['open', 'proposed'])
        .where('class', 'in', CROSSING)
        .orderBy('id')
        .execute()),
    )
  return rows
}

/** Cases of one channel that only the bill has, and that are open, the oldest first. */
export const billOnlyCases = (db: ReconcileDb, channel: ChannelName, limit: number): Promise<CaseRow[]> =>
  db
    .selectFrom('reconcile_case')
    .selectAll()
    .where('state', '=', 'open')
    .where('channel', '=', channel)
    .where('class', 'in', CROSSING)
    .where('own_fen', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()

export const findCase = (db: ReconcileDb, id: string): Promise<CaseRow | undefined> =>
  db.selectFrom('reconcile_case').selectAll().where('id', '=', id).executeTakeFirst()

/** What changes about a case that stays open. */
export const changeCase = async (
  tx: ReconcileTx,
  id: string,
  set: Pick<CaseRow, 'class' | 'fen' | 'bill_fen' | 'own_fen' | 'moves'>,
): Promise<void> => {
  await tx.updateTable('reconcile_case').set(set).where('id', '=', id).execute()
}

/** How many cases of a day nobody has ended. */
export const openCasesOf = async (db: ReconcileDb, channel: ChannelName, day: string): Promise<number> => {
  const { open } = await db
    .selectFrom('reconcile_case')
    .select((row) => row.fn.countAll<number>().as('open'))
    .where('day', '=', day)
    .where('channel', '=', channel)
    .where('state', 'in', ['open', 'proposed'])
    .executeTakeFirstOrThrow()
  return Number(open)
}

interface CaseFilter {
  readonly channel?: ChannelName | undefined
  readonly day?: string | undefined
  readonly state?: CaseRow['state'] | undefined
  readonly before: string | undefined
}

export const casesBefore = (
  db: ReconcileDb,
  { channel, day, state, before }: CaseFilter,
  limit: number,
): Promise<CaseRow[]> =>
  db
    .selectFrom('reconcile_case')
    .selectAll()
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? 'alipay'))
    .$if(day !== undefined, (query) => query.where('day', '=', day ?? ''))
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Cases that nobody has ended: channel, when they were opened, what is in suspense. */
export const unendedCases = (db: ReconcileDb) =>
  db
    .selectFrom('reconcile_case')
    .select(['channel', 'opened_at', 'fen'])
    .where('state', 'in', ['open', 'proposed'])
    .execute()
