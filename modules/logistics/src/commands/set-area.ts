/** Draws a delivery area, the first time or anew, and its coming slots with it. */
import { isRegion } from '@tiantou/kernel/regions'
import type { CommandHandler } from '@tiantou/platform'
import type { Logistics } from '../contract.ts'
import { drawSlotsOf } from '../draw-slots.ts'
import { isPattern } from '../promise.ts'
import type { logisticsSettings } from '../settings.ts'
import { boundsOf, faultOf } from '../shape.ts'
import { pointByCode, putArea } from '../store/areas.ts'
import { dropUnbooked } from '../store/slots.ts'
import type { LogisticsTables } from '../tables.ts'

const NO_BOUNDS = { west_e6: null, south_e6: null, east_e6: null, north_e6: null }

/** Writes the area; refuses nowhere, bad_shape, bad_pattern, no_such_region, no_such_point. */
export const setArea: CommandHandler<
  typeof Logistics.commands.setArea,
  LogisticsTables,
  typeof logisticsSettings
> = async (
  { code, name, mode, storageClasses, shape, regions, pointCode, pattern },
  { tx, now, id, settings, refuse },
) => {
  if (shape === null && regions.length === 0) return refuse('nowhere')
  const why = shape === null ? undefined : faultOf(shape)
  if (why !== undefined) return refuse('bad_shape', { why })
  if (!isPattern(pattern)) return refuse('bad_pattern')
  if (!regions.every(isRegion)) return refuse('no_such_region')
  if ((mode === 'pickup') !== (pointCode !== null)) return refuse('no_such_point')
  const row = {
    code,
    name,
    mode,
    storage_classes: storageClasses.join(','),
    point_code: pointCode,
    shape: shape === null ? null : JSON.stringify(shape),
    ...(shape === null ? NO_BOUNDS : boundsOf(shape)),
    pattern: JSON.stringify(pattern),
  }
  await putArea(tx, row, regions)
  if (pointCode !== null && (await pointByCode(tx, pointCode)) === undefined) return refuse('no_such_point')
  await dropUnbooked(tx, code, now)
  await drawSlotsOf({ tx, now, id, settings }, code, pattern)
  return {}
}
