/** Module logistics: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { rates as ratesMigration } from '../migrations/0001-rates.ts'
import { removeRate } from './commands/remove-rate.ts'
import { setRate } from './commands/set-rate.ts'
import { Logistics } from './contract.ts'
import { quote, rates } from './queries.ts'
import { logisticsSettings } from './settings.ts'
import type { LogisticsTables } from './tables.ts'

/** Freight by region and storage class. */
export const logisticsModule = defineModule<LogisticsTables>()(Logistics, {
  commands: { setRate, removeRate },
  queries: { rates, quote },
  effects: {},
  migrations: [ratesMigration],
  settings: logisticsSettings,
})
