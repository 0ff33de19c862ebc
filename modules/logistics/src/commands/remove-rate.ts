/** Takes a rate away: the next wider one holds again. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { deleteRate } from '../store/rates.ts'
import type { LogisticsTables } from '../tables.ts'

/** Removes a rate; one that is not there is fine. */
export const removeRate: CommandHandler<typeof Logistics.commands.removeRate, LogisticsTables> = async (
  { storageClass, region },
  { tx },
) => {
  await deleteRate(tx, { storage_class: storageClass, region })
  return {}
}
