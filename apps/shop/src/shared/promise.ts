/** When it can come, in words and in groups: by way, by day, by slot; and the one question to the map. */
import type { Output } from '@tiantou/client'
import { words } from '../words.data.ts'
import { api, now } from './api.ts'
import { clock, day } from './format.ts'

export type Promised = NonNullable<Output<'checkout-preview.page'>['promise']>
export type Option = Promised['options'][number]
export type Mode = Option['mode']

const DAY_MS = 86_400_000
const china_ms = 8 * 3_600_000
const dayNo = (time: number): number => Math.floor((time + china_ms) / DAY_MS)

/** 今天, 明天, 后天, then 8月3日. */
export const dayWord = (time: number): string => words.arrival.days[dayNo(time) - dayNo(now())] ?? day(time)

/** `18:00–21:00`; midnight that ends a day is 24:00. */
export const hoursOf = ({ from, to }: Pick<Option, 'from' | 'to'>): string =>
  `${clock(from)}–${dayNo(to) > dayNo(from) ? '24:00' : clock(to)}`

/** `明天 18:00–21:00`; of a carrier `明天至后天`. */
export const whenOf = (one: Pick<Option, 'mode' | 'slotId' | 'from' | 'to'>): string =>
  one.slotId === null
    ? words.arrival.between(dayWord(one.from), dayWord(one.to))
    : `${dayWord(one.from)} ${hoursOf(one)}`

/** Slots of one way, day by day. */
export const daysOf = (options: readonly Option[], mode: Mode) => {
  const slots = options.filter((one) => one.mode === mode && one.slotId !== null)
  return [...Map.groupBy(slots, (one) => dayNo(one.from))].map(([no, of]) => ({
    no,
    label: dayWord(of[0]?.from ?? 0),
    slots: of,
    isFull: of.every(({ left }) => left === 'none'),
  }))
}

const asked = new Set<string>()

/** Asks the map where an address is, once in the life of this page; true where something may be new. */
export const locate = async (addressId: string): Promise<boolean> => {
  if (asked.has(addressId)) return false
  asked.add(addressId)
  const answer = await api('locate-address.flow', { addressId })
  return answer.ok && answer.value.isLocated
}
