/**
 * Each morning's comparison with the channels' bills: fetched and compared in one effect, noted in one
 * command; what waits for its other side is looked at again every ten minutes.
 */
import { type CrossJob, flow } from '@tiantou/platform'
import { Reconcile } from '@tiantou/reconcile/contract'
import { MatchLateTrades, ReconcileDay } from './reconcile.contract.ts'

export const reconcileDay = flow(ReconcileDay, async ({ channel, day }, { effect, tryStep }) => {
  const found = await effect('compare', Reconcile.effects.compareBills, { channel, day })
  if ('totals' in found) {
    const { is, ...result } = found
    const noted = await tryStep('record', Reconcile.commands.record, { channel, day, ...result })
    // Somebody else was quicker with the same day.
    if (!noted.ok) return { is: 'known' as const }
    const { opened, matched } = noted.value
    return { is, opened, matched }
  }
  if ('code' in found && found.code !== 'not_over') {
    const { is, code } = found
    await tryStep('note', Reconcile.commands.note, { channel, day, refused: is === 'refused', code })
  }
  return found
})

export const matchLateTrades = flow(MatchLateTrades, async (_input, { effect, step }) => {
  const { items } = await effect('look', Reconcile.effects.lookAgain, {})
  let matched = 0
  for (const one of items) {
    const { state } = await step(one.caseId, Reconcile.commands.matchLate, one)
    if (state === 'matched') matched += 1
  }
  return { matched }
})

const EVERY_S = 600

/** Yesterday's bills, and those of days before that were missed. */
export const reconcileBills: CrossJob = {
  name: 'reconcile.bills',
  every_s: EVERY_S,
  run: async ({ ask, run, now }) => {
    const turn = Math.floor(now / (EVERY_S * 1_000))
    const { items } = await ask(Reconcile.queries.due, {})
    const missing: string[] = []
    for (const { channel, day, overdue } of items) {
      const said = await run(ReconcileDay, { channel, day }, `reconcile:${channel}:${day}:${turn}`)
      const { code } = said.value
      if (overdue && code !== undefined) missing.push(`${channel} ${day} (${code})`)
    }
    await run(MatchLateTrades, {}, `reconcile-late:${turn}`)
    // A job that fails is counted and stands in the log: what operators are woken by.
    if (missing.length > 0) throw new Error(`There is no bill to believe: ${missing.join(', ')}.`)
  },
}
