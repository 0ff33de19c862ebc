/** Module analytics: its contract tied to its code. */
import { defineModule } from '@tiantou/platform'
import { analytics } from '../migrations/0001-analytics.ts'
import { recordBought } from './commands/record-bought.ts'
import { record } from './commands/record.ts'
import { sweep } from './commands/sweep.ts'
import { Analytics } from './contract.ts'
import { sweepOld } from './jobs.ts'
import { counts, searches } from './queries.ts'
import { analyticsSettings } from './settings.ts'
import type { AnalyticsTables } from './tables.ts'

/** Behaviour events of the shop, of nobody in particular. */
export const analyticsModule = defineModule<AnalyticsTables>()(Analytics, {
  commands: { record, recordBought, sweep },
  queries: { counts, searches },
  effects: {},
  migrations: [analytics],
  settings: analyticsSettings,
  jobs: [sweepOld],
})
