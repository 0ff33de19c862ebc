/** Sets what it costs to bring goods of one storage class to a region. */
import { isRegion } from '@tiantou/kernel/regions'
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { putRate } from '../store/rates.ts'
import type { LogisticsTables } from '../tables.ts'

/** Writes the rate; refuses no_such_region. */
export const setRate: CommandHandler<typeof Logistics.commands.setRate, LogisticsTables> = async (
  { storageClass, region, delivers, by, first, firstFen, step, stepFen, freeFromFen },
  { tx, refuse },
) => {
  if (region !== 'all' && !isRegion(region)) return refuse('no_such_region')
  await putRate(tx, {
    storage_class: storageClass,
    region,
    delivers: Number(delivers),
    unit: by,
    first_units: first,
    first_fen: firstFen,
    step_units: step,
    step_fen: stepFen,
    free_from_fen: freeFromFen,
  })
  return {}
}
