/**
 * Notes what a day's comparison came to. A difference whose other half waits as a case of another day meets
 * it; every other one opens a case, and its money goes into suspense.
 */
import type { InputOf } from '@tiantou/kernel'
import { type CommandHandler, move } from '@tiantou/platform'
import { classes } from '../classes.data.ts'
import { Reconcile } from '../contract.ts'
import { endOf } from '../rules.ts'
import { caseState, dayState } from '../states.ts'
import { closingBefore, crossingCases, dayRow, insertCases } from '../store.ts'
import { type Context, meet, suspend } from '../suspense.ts'
import type { CaseRow, ReconcileTables } from '../tables.ts'

type Input = InputOf<typeof Reconcile.commands.record>
type Found = Input['differences'][number]

const caseOf = (id: string, { channel, day }: Input, one: Found, now: number): CaseRow => ({
  id,
  channel,
  day,
  class: one.class,
  kind: one.kind,
  number: one.number,
  channel_number: one.channelNumber,
  fen: one.fen,
  bill_fen: one.billFen,
  own_fen: one.ownFen,
  state: caseState.initial,
  moves: 1,
  opened_at: now,
  ended_at: null,
  ending: null,
  reason: null,
  voucher: null,
  proposed_by: null,
  confirmed_by: null,
  version: 1,
})

/** Differences that may be the other half of a case, and the cases that wait for one. */
const waitingFor = async (
  { tx }: Context,
  { channel, differences }: Input,
): Promise<Map<string, CaseRow>> => {
  const numbers = differences.filter((one) => classes[one.class].crosses).map((one) => one.number)
  const cases = await crossingCases(tx, channel, numbers)
  return new Map(cases.map((row) => [`${row.kind} ${row.number}`, row]))
}

const settleCases = async (context: Context, input: Input): Promise<{ opened: number; matched: number }> => {
  const occurredAt = endOf(input.day)
  const waiting = await waitingFor(context, input)
  const fresh: CaseRow[] = []
  let matched = 0
  for (const one of input.differences) {
    const key = `${one.kind} ${one.number}`
    const known = classes[one.class].crosses ? waiting.get(key) : undefined
    if (known === undefined) {
      const row = caseOf(context.id('rcs'), input, one, context.now)
      fresh.push(row)
      suspend(context, row, row.fen, occurredAt)
      continue
    }
    waiting.delete(key)
    const side = { fen: one.fen, billFen: one.billFen, ownFen: one.ownFen, occurredAt, otherDay: true }
    if ((await meet(context, known, side)) === 'matched') matched += 1
  }
  await insertCases(context.tx, fresh)
  return { opened: fresh.length, matched }
}

/** What the row of the day says from now on. */
const resultOf = (
  { trade, fund, totals, differences, funds }: Input,
  fundGapFen: number | null,
  now: number,
) => ({
  code: null,
  trade_file: trade?.file ?? null,
  trade_sha256: trade?.sha256 ?? null,
  fund_file: fund?.file ?? null,
  fund_sha256: fund?.sha256 ?? null,
  bill_rows: totals.billRows,
  own_rows: totals.ownRows,
  matched: totals.matched,
  bill_fen: totals.billFen,
  own_fen: totals.ownFen,
  fee_fen: totals.feeFen,
  fee_diff_fen: totals.feeDiffFen,
  unexplained_fen: totals.unexplainedFen,
  differences: differences.length,
  fund_opening_fen: funds.openingFen,
  fund_closing_fen: funds.closingFen,
  fund_gap_fen: fundGapFen,
  compared_at: now,
})

const gapOf = async ({ tx }: Context, { channel, day, funds }: Input): Promise<number | null> => {
  const before = await closingBefore(tx, channel, day)
  return before === null || funds.openingFen === null ? null : funds.openingFen - before
}

export const record: CommandHandler<typeof Reconcile.commands.record, ReconcileTables> = async (
  input,
  context,
) => {
  const { tx, now, id, emit, refuse } = context
  const { channel, day, totals, funds } = input
  const inside = context as unknown as Context
  const row = await dayRow(tx, id('rcd'), channel, day)
  const fundGapFen = await gapOf(inside, input)
  const compared = await move(context, 'reconcile_history', {
    machine: dayState,
    transition: 'compare',
    table: 'reconcile_day',
    column: 'state',
    id: row.id,
    set: resultOf(input, fundGapFen, now),
  })
  if (!compared) return refuse('already_compared')
  const settled = await settleCases(inside, input)
  const feeFen = totals.feeFen - totals.feeDiffFen
  emit(Reconcile.events.compared, { dayId: row.id, channel, day, feeFen, occurredAt: endOf(day) })
  for (const { number, fen, at } of funds.toBank)
    emit(Reconcile.events.paid_out, { about: `${channel}-${number}`, channel, fen, occurredAt: at })
  return { ...settled, fundGapFen }
}
