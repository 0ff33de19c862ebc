/** Deletes what is older than it is kept. */
import type { CommandHandler } from '@tiantou/platform'
import type { Analytics } from '../contract.ts'
import { dayBefore } from '../rules.ts'
import type { AnalyticsSettings } from '../settings.ts'
import { deleteBefore } from '../store.ts'
import type { AnalyticsTables } from '../tables.ts'

const BITE = 1_000

/** Deletes a bite; the timer comes again. */
export const sweep: CommandHandler<
  typeof Analytics.commands.sweep,
  AnalyticsTables,
  AnalyticsSettings
> = async (_input, { tx, now, settings }) => ({
  events: await deleteBefore(tx, dayBefore(now, settings.keeps_d), BITE),
})
