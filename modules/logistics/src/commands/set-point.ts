/** Opens a pick-up point, or renames one. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { putPoint } from '../store/areas.ts'
import type { LogisticsTables } from '../tables.ts'

export const setPoint: CommandHandler<typeof Logistics.commands.setPoint, LogisticsTables> = async (
  point,
  { tx },
) => {
  await putPoint(tx, point)
  return {}
}
