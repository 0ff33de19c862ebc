/** How shares and returns end at the provider: well, by its own rules, or as a test planned. */
import { rfc3339 } from './render.ts'
import { findReturn, findRound, type SharePlan, type TwinShare } from './sharing-book.ts'
import type { TwinState } from './twin-state.ts'

/** What one person receives in a month at most. */
const PERSON_MONTH_FEN = 20_000_000

/** Ends what is pending under a number; false where nothing is. */
export function settleShares(twin: TwinState, number: string, plan: Exclude<SharePlan, 'PENDING'>): boolean {
  const finishedAt = twin.book.now()
  const back = findReturn(twin.book.orders.values(), number)
  if (back?.result === 'PROCESSING') {
    const end = plan === 'SUCCESS' ? {} : { failReason: plan.reason }
    Object.assign(back, { result: plan === 'SUCCESS' ? 'SUCCESS' : 'FAILED', finishedAt, ...end })
    twin.book.changed()
    return true
  }
  const pending =
    findRound(twin.book.orders.values(), number)?.round.receivers.filter(
      ({ result }) => result === 'PENDING',
    ) ?? []
  for (const line of pending) {
    const failReason = plan === 'SUCCESS' ? whyClosed(twin, line) : plan.reason
    const end = failReason === undefined ? {} : { failReason }
    Object.assign(line, { result: failReason === undefined ? 'SUCCESS' : 'CLOSED', finishedAt, ...end })
  }
  twin.book.changed()
  return pending.length > 0
}

/** Why a receiver gets nothing, by the provider's own rules. */
function whyClosed(twin: TwinState, line: TwinShare): string | undefined {
  const receiver = twin.sharing.receivers.get(`${line.type}:${line.account}`)
  if (receiver === undefined) return 'NO_RELATION'
  if (line.type !== 'PERSONAL_OPENID') return undefined
  const month = rfc3339(twin.book.now()).slice(0, 7)
  const received = [...twin.book.orders.values()]
    .flatMap(({ sharing }) => sharing?.rounds ?? [])
    .flatMap(({ receivers }) => receivers)
    .filter((one) => one.account === line.account && one.result === 'SUCCESS')
    .filter((one) => rfc3339(one.createdAt).startsWith(month))
    .reduce((sum, { amountFen }) => sum + amountFen, 0)
  return received + line.amountFen > PERSON_MONTH_FEN ? 'RECEIVER_RECEIPT_LIMIT' : undefined
}
