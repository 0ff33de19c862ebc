/**
 * What must be true of suppliers' money at rest: what is booked of it, what a balance is made of, and that
 * the channel that pays out says the same.
 */
import type { House } from '@tiantou/platform'

type Row = Readonly<Record<string, unknown>>

const all = (house: House, table: string): Promise<Row[]> =>
  house.corridor.database.reader('supplier', true).selectFrom(table).selectAll().execute()

/** What of suppliers' money must be booked, each once. */
export const dueOfSuppliers = async (house: House): Promise<string[]> => {
  const lines = (await all(house, 'supplier_line')).filter((row) => Number(row['commission_fen']) !== 0)
  const paid = (await all(house, 'supplier_statement')).filter((row) => row['state'] === 'paid')
  const withdrawals = await all(house, 'supplier_withdrawal')
  return [
    ...lines.map((row) => `service_fee ${String(row['id'])}`),
    ...paid.map((row) => `settled ${String(row['id'])}`),
    ...withdrawals.flatMap((row) => [
      `withdrawal ${String(row['id'])}`,
      ...(row['state'] === 'succeeded' ? [`withdrawal_paid ${String(row['id'])}`] : []),
      ...(row['state'] === 'returned' ? [`withdrawal_failed ${String(row['id'])}`] : []),
    ]),
  ]
}

/** A withdrawal as our books have it. */
export interface Payout {
  readonly withdrawalId: string
  readonly way: string
  readonly state: string
  readonly fen: number
}

export const payoutsIn = async (house: House): Promise<Payout[]> =>
  (await all(house, 'supplier_withdrawal')).map((row) => ({
    withdrawalId: String(row['id']),
    way: String(row['way']),
    state: String(row['state']),
    fen: Number(row['amount_fen']),
  }))

/** What was paid, less what left and what is held, is there. */
export const checkBalances = async (house: House): Promise<string[]> => {
  const paid = (await all(house, 'supplier_statement')).filter((row) => row['state'] === 'paid')
  const payouts = await payoutsIn(house)
  const sum = (rows: readonly Row[], column: string) =>
    rows.reduce((total, row) => total + Number(row[column]), 0)
  const total = (wanted: (state: string) => boolean) =>
    payouts.reduce((fen, one) => (wanted(one.state) ? fen + one.fen : fen), 0)
  const balances = await all(house, 'supplier_balance')
  const held = total((state) => state !== 'succeeded' && state !== 'returned')
  const left = sum(paid, 'total_fen') - total((state) => state === 'succeeded') - held
  const [isHeld, isLeft] = [sum(balances, 'held_fen'), sum(balances, 'withdrawable_fen')]
  return [
    ...(isHeld === held ? [] : [`${isHeld} fen are held, ${held} are asked for`]),
    ...(isLeft === left ? [] : [`${isLeft} fen can be withdrawn, ${left} are left`]),
  ]
}

/** A transfer at the channel, as far as it is compared. */
interface AtChannel {
  readonly outBillNo: string
  readonly amountFen: number
  readonly state: string
}

const ENDS: Readonly<Record<string, string>> = { SUCCESS: 'succeeded', FAIL: 'returned' }

/** Every withdrawal is over, and those by the channel ended there as they did here: none twice, none lost. */
export const payoutDifferences = (ours: readonly Payout[], theirs: readonly AtChannel[]): string[] => {
  const there = new Map(theirs.map((one) => [one.outBillNo, one]))
  const transfers = ours.filter(({ way }) => way === 'wechat-transfer')
  return [
    ...ours.flatMap((one) =>
      one.state === 'succeeded' || one.state === 'returned' ? [] : [`${one.withdrawalId} is ${one.state}`],
    ),
    ...transfers.flatMap((one) => {
      const found = there.get(one.withdrawalId.replace('_', ''))
      const isSame = found?.amountFen === one.fen && ENDS[found.state] === one.state
      return isSame ? [] : [`in one book only: ${JSON.stringify({ one, found })}`]
    }),
    ...(theirs.length === transfers.length
      ? []
      : [`${theirs.length} transfers there, ${transfers.length} here`]),
  ]
}
