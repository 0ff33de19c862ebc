/**
 * What `npm run reconcile -- --channel alipay --day 2026-11-27` does: compares a day at once and says how it
 * came out.
 */
import { parseArgs } from 'node:util'
import { ReconcileDay } from '@tiantou/between/flows/reconcile.contract'
import { ReconcileDayPage } from '@tiantou/between/pages/reconcile.contract'
import { formatYuan, type InputOf, system } from '@tiantou/kernel'
import { type House, newId } from '@tiantou/platform'

type Ref = InputOf<typeof ReconcileDay>

/** What to say to whoever asks otherwise. */
export const RECONCILE_USAGE = 'npm run reconcile -- --channel wechat-pay|alipay --day yyyy-MM-dd'
const CHANNELS = ['wechat-pay', 'alipay'] as const
const DAY = /^\d{4}-\d\d-\d\d$/

/** The arguments, or undefined where they are none; what to say then. */
export const readReconcile = (args: readonly string[]): Ref | undefined => {
  const options = { channel: { type: 'string' }, day: { type: 'string' } } as const
  const { channel: name, day = '' } = parseArgs({ args: [...args], options, strict: false }).values
  const channel = CHANNELS.find((one) => one === name)
  return channel === undefined || typeof day !== 'string' || !DAY.test(day) ? undefined : { channel, day }
}

/** Compares; what there is to say, and whether all of it is explained. */
export const reconcile = async (
  house: House,
  ref: Ref,
): Promise<{ readonly lines: string[]; readonly isWell: boolean }> => {
  const by = { actor: system('reconcile'), key: newId(house.corridor.clock, 'key') }
  const ran = await house.run(ReconcileDay, ref, by)
  await house.relay.settle()
  const { is, code } = ran.value
  const said = `${ref.channel} ${ref.day}: ${is}${code === undefined ? '' : ` (${code})`}`
  if (is !== 'compared' && is !== 'known') return { lines: [said], isWell: false }
  const page = await house.page(ReconcileDayPage, ref, by.actor)
  if (!page.ok) return { lines: [said, page.code], isWell: false }
  const { day, differsFen } = page.value
  const { totals } = day
  const lines = [
    said,
    `rows ${totals?.billRows ?? 0} in the bill, ${totals?.ownRows ?? 0} of ours, ` +
      `${totals?.matched ?? 0} match`,
    `bill ${formatYuan(totals?.billFen ?? 0)}, books ${formatYuan(totals?.ownFen ?? 0)}, ` +
      `fees ${formatYuan(totals?.feeFen ?? 0)}`,
    `differences ${day.differences}, open ${day.openCases}, ` +
      `unexplained ${formatYuan(totals?.unexplainedFen ?? 0)}`,
    `${differsFen === 0 ? 'ok ' : 'NOT'} I17 bill and ledger differ by ${formatYuan(differsFen)}`,
    `${(day.fundGapFen ?? 0) === 0 ? 'ok ' : 'NOT'} balances: a gap of ${formatYuan(day.fundGapFen ?? 0)}`,
  ]
  return { lines, isWell: differsFen === 0 && (day.fundGapFen ?? 0) === 0 && totals?.unexplainedFen === 0 }
}
