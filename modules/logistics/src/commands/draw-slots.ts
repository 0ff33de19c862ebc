/** Makes the slots of the coming days, for every area. */
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { drawSlotsOf } from '../draw-slots.ts'
import { toArea } from '../promise.ts'
import type { logisticsSettings } from '../settings.ts'
import { allAreas } from '../store/areas.ts'
import type { LogisticsTables } from '../tables.ts'

export const drawSlots: CommandHandler<
  typeof Logistics.commands.drawSlots,
  LogisticsTables,
  typeof logisticsSettings
> = async (_input, { tx, now, id, settings }) => {
  let drawn = 0
  for (const area of await allAreas(tx)) {
    drawn += await drawSlotsOf({ tx, now, id, settings }, area.code, toArea(area).pattern)
  }
  return { drawn }
}
