/**
 * Pure decisions about parcels at carriers: who carries what where, what he charges, what is to be asked of
 * him, and when he is asked again.
 */
import type { Static, StorageClass } from '@tiantou/kernel'
import { regionChain } from '@tiantou/kernel/regions'
import type { SettingsOf } from '@tiantou/platform'
import { CARRIERS } from './carriers.data.ts'
import { freightOf } from './rules.ts'
import type { logisticsSettings } from './settings.ts'
import type { WaybillRow } from './tables.ts'
import type { Todo } from './waybill-operations.ts'

type Settings = SettingsOf<typeof logisticsSettings>
const SECOND_MS = 1_000
const HOUR_MS = 3_600_000

/** Codes of a place, most exact first, and the whole country last. */
const chainOf = (regionCode: string | null): string[] => [
  ...(regionCode === null ? [] : regionChain(regionCode)),
  'all',
]

/**
 * Who carries a class of goods to a region: the rule of the closest region, and there the one that names the
 * class; else the carrier for everything.
 */
export const carrierOf = (
  { base, rules }: Settings['carriers'],
  storageClass: StorageClass,
  regionCode: string | null,
): string => {
  for (const region of chainOf(regionCode)) {
    const here = rules.filter((rule) => rule.region === region)
    const fit =
      here.find((rule) => rule.storageClass === storageClass) ??
      here.find((rule) => rule.storageClass === 'any')
    if (fit !== undefined) return fit.carrier
  }
  return base
}

/**
 * What a carrier charges us for a parcel, by the grams that lie on his scale: goods, coolant and packaging.
 * @returns fen; null where no price was agreed
 */
export const costOf = (
  costs: Settings['carrierCosts'],
  carrier: string,
  regionCode: string | null,
  grams: number,
): number | null => {
  const own = costs.filter((cost) => cost.carrier === carrier)
  for (const region of chainOf(regionCode)) {
    const cost = own.find((one) => one.region === region)
    if (cost === undefined) continue
    const { firstG: first, firstFen, stepG: step, stepFen } = cost
    return freightOf({ by: 'weight', first, firstFen, step, stepFen }, { grams, pieces: 1 })
  }
  return null
}

/** The code of a carrier that was written down as a code or by hand; empty for one that nobody can ask. */
export const carrierCode = (written: string): string =>
  CARRIERS.find(({ code, short }) => written === code || written.includes(short))?.code ?? ''

/** What stands on the van; an unheard-of code for itself. */
export const carrierName = (code: string): string => CARRIERS.find((one) => one.code === code)?.name ?? code

const FIRST_S = 10
const LONGEST_S = 3_600

/** When a silent carrier is asked again: 10 s, 20 s, 40 s … and then every hour. */
export const askAgainAt = (now: number, tries: number): number =>
  now + Math.min(LONGEST_S, FIRST_S * 2 ** Math.min(tries, 20)) * SECOND_MS

/** No parcel is so long on the road: of one that is, nobody is asked any more. */
const FOLLOWED_MS = 30 * 24 * HOUR_MS

/** When the carrier of a parcel of which nothing is heard is asked where it is; null for never again. */
export const quietUntil = (
  now: number,
  { wanted_at }: Pick<WaybillRow, 'wanted_at'>,
  { quietHours }: Pick<Settings, 'quietHours'>,
): number | null => (now - wanted_at > FOLLOWED_MS ? null : now + quietHours * HOUR_MS)

/** What the carrier is to be asked next; null where he has nothing to say. */
export const todoOf = ({
  state,
  subscribed,
  ask_at,
  tracking_no,
}: Pick<WaybillRow, 'state' | 'subscribed' | 'ask_at' | 'tracking_no'>): Static<typeof Todo> | null => {
  if (ask_at === null) return null
  if (state === 'wanted') return 'waybill'
  // Whether he gave a number before it was called off, only he knows.
  if (state === 'called_off') return tracking_no === null ? 'waybill' : 'cancel'
  if (state === 'on_road') return subscribed === 0 ? 'subscribe' : 'tracks'
  return null
}
