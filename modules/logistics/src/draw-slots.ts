/** Makes dated slots of an area out of its weekly pattern; what is there already stays as it is. */
import type { Static } from '@tiantou/kernel'
import type { Tx } from '@tiantou/platform'
import { slotsOf } from './promise.ts'
import type { WeeklySlot } from './promise-shapes.ts'
import { addSlot, timesOf } from './store/slots.ts'
import type { LogisticsTables } from './tables.ts'

interface Drawing {
  readonly tx: Tx<LogisticsTables>
  readonly now: number
  readonly settings: { readonly slotDays: number }
  id(prefix: string): string
}

/** Answers how many slots are new. */
export const drawSlotsOf = async (
  { tx, now, settings, id }: Drawing,
  areaCode: string,
  pattern: readonly Static<typeof WeeklySlot>[],
): Promise<number> => {
  const wanted = slotsOf(areaCode, pattern, now, settings.slotDays)
  if (wanted.length === 0) return 0
  const known = new Set((await timesOf(tx, areaCode, now)).map((one) => `${one.from_at} ${one.to_at}`))
  let drawn = 0
  for (const slot of wanted) {
    if (known.has(`${slot.from_at} ${slot.to_at}`)) continue
    if (await addSlot(tx, { id: id('slt'), ...slot })) drawn += 1
  }
  return drawn
}
