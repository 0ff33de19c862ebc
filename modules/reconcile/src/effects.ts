/**
 * Fetches bills, reads them as a stream, and compares them with our own trades; nothing is written but the
 * file as it came. Whatever is wrong with a file comes out as a code.
 */
import { createHash } from 'node:crypto'
import type { OutputOf } from '@tiantou/kernel'
import type { EffectHandler } from '@tiantou/platform'
import { BILL_FAULTS, BillFault, type BillFaultCode, type BillReader } from './bills/bill.ts'
import { CHANNELS, type ChannelName, formats } from './bills/formats.ts'
import { linesOf } from './bills/lines.ts'
import type { Reconcile } from './contract.ts'
import { openFunds } from './funds.ts'
import { type Difference, openMatcher, signed } from './match.ts'
import type { BillKind, BillSource, ReconcilePorts } from './port.ts'
import { byNumber, classOf, dayAfter, dayAt, feeBpOf, isOver, isOverdue, startOf } from './rules.ts'
import type { ReconcileSettings } from './settings.ts'
import { billOnlyCases, findDay, lastCompared } from './store.ts'
import type { ReconcileTables } from './tables.ts'

type Effects = typeof Reconcile.effects
type Handler<N extends keyof Effects> = EffectHandler<
  Effects[N],
  ReconcileTables,
  ReconcilePorts,
  ReconcileSettings
>
type Context = Parameters<Handler<'compareBills'>>[1]
type Compared = OutputOf<Effects['compareBills']>
type File = Extract<Compared, { is: 'compared' }>['trade']

/** More differences than this are no differences: it is another file. */
const MOST_DIFFERENCES = 5_000
const LOOKED_UP = 500

/** Ends the comparison with a word of its own. */
class Stop extends Error {
  readonly said: Extract<Compared, { is: 'waiting' | 'refused' }>
  constructor(said: Extract<Compared, { is: 'waiting' | 'refused' }>) {
    super(said.code)
    this.said = said
  }
}

const isFault = (code: string): code is BillFaultCode => (BILL_FAULTS as readonly string[]).includes(code)

interface Place {
  readonly channel: ChannelName
  readonly day: string
  readonly source: BillSource
}

/** A bill as it came, kept in the store under its own hash; null where there is none. */
const fetchBill = async ({ channel, day, source }: Place, kind: BillKind, { ports }: Context) => {
  const answer = await source.fetch(kind, day)
  if (answer.kind === 'unknown') throw new Stop({ is: 'waiting', code: 'not_ready' })
  if (answer.kind === 'refused')
    throw new Stop({ is: 'refused', code: isFault(answer.code) ? answer.code : 'provider_refused' })
  if (answer.kind === 'none') return null
  const sha256 = createHash('sha256').update(answer.packed).digest('hex')
  const file = `bill-${channel}-${day}-${kind}-${sha256.slice(0, 12)}`
  await ports.files.put(file, answer.packed)
  return { file, sha256, packed: answer.packed }
}

type Fetched = Awaited<ReturnType<typeof fetchBill>>
const fileOf = (bill: Fetched): File => (bill === null ? null : { file: bill.file, sha256: bill.sha256 })

/** Hands every row of a bill on, line by line. */
const readBill = async <Row>(
  { channel, source }: Place,
  packed: Buffer,
  reader: BillReader<Row>,
  see: (row: Row) => void,
): Promise<void> => {
  for await (const lines of linesOf(source.read(packed), formats[channel].encoding)) {
    for (const line of lines) {
      const row = reader.line(line)
      if (row !== undefined) see(row)
    }
  }
  reader.end()
}

/** Names of what only the bill has, by what our books know of those numbers. */
const named = async (place: Place, differences: Difference[], { ports }: Context): Promise<Difference[]> => {
  const unknown = differences.filter((one) => one.class === 'channel_only')
  const numbers = [...new Set(unknown.flatMap((one) => [one.number, one.payNumber]))]
  const known = []
  for (let at = 0; at < numbers.length; at += LOOKED_UP)
    known.push(...(await ports.books.find(place.channel, numbers.slice(at, at + LOOKED_UP))))
  const trades = byNumber(known)
  return differences.map((one) => ({ ...one, class: classOf(one, trades) }))
}

const compareTrades = async (place: Place, bill: Fetched, context: Context) => {
  const { settings, ports, signal, now } = context
  const { channel, day, source } = place
  const expected = { day, merchant: source.merchantId }
  const feeBp = feeBpOf(channel, settings)
  const { feeToleranceFen } = settings
  const matcher = openMatcher({ merchant: source.merchantId, feeBp, feeToleranceFen })
  if (bill !== null) await readBill(place, bill.packed, formats[channel].trades(expected), matcher.bill)
  for await (const trades of ports.books.trades(channel, startOf(day), startOf(dayAfter(day)))) {
    signal.throwIfAborted()
    for (const trade of trades) matcher.own(trade)
  }
  const { differences, totals } = matcher.end()
  // No bill, and yet we traded: it is not written yet. After noon the channel is taken at its word.
  if (bill === null && totals.ownRows > 0 && !isOverdue(day, now))
    throw new Stop({ is: 'waiting', code: 'no_bill' })
  if (differences.length > MOST_DIFFERENCES) throw new Stop({ is: 'refused', code: 'too_different' })
  return { totals, differences: await named(place, differences, context) }
}

const readFunds = async (place: Place, bill: Fetched) => {
  const funds = openFunds()
  const expected = { day: place.day, merchant: place.source.merchantId }
  if (bill !== null) await readBill(place, bill.packed, formats[place.channel].funds(expected), funds.see)
  return funds.end()
}

export const compareBills: Handler<'compareBills'> = async ({ channel, day }, context) => {
  const source = context.ports.sources[channel]
  if (source === undefined) return { is: 'not_configured' }
  if (!isOver(day, context.now)) return { is: 'waiting', code: 'not_over' }
  const known = await findDay(context.db, channel, day)
  if (known !== undefined && known.compared_at !== null) return { is: 'known' }
  const place = { channel, day, source }
  try {
    const trade = await fetchBill(place, 'trade', context)
    const fund = await fetchBill(place, 'fund', context)
    const funds = await readFunds(place, fund)
    const compared = await compareTrades(place, trade, context)
    return { is: 'compared', trade: fileOf(trade), fund: fileOf(fund), ...compared, funds }
  } catch (error) {
    if (error instanceof Stop) return error.said
    if (error instanceof BillFault) return { is: 'refused', code: error.code }
    throw error
  }
}

/**
 * Days that are yet to be compared will see their trades by themselves; only what they can no longer see
 * counts.
 */
export const lookAgain: Handler<'lookAgain'> = async (_input, { db, ports }) => {
  const items = []
  for (const channel of CHANNELS) {
    const last = await lastCompared(db, channel)
    const open = await billOnlyCases(db, channel, LOOKED_UP / CHANNELS.length)
    if (last === undefined || open.length === 0) continue
    const found = byNumber(
      await ports.books.find(
        channel,
        open.map((row) => row.number),
      ),
    )
    for (const { id, kind, number } of open) {
      const own = found.get(`${kind} ${number}`)
      if (own === undefined || own.at === null || dayAt(own.at) > last) continue
      items.push({ caseId: id, ownFen: signed(kind, own.fen), ownAt: own.at })
    }
  }
  return { items }
}
