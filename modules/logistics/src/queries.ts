/** What can be asked of module logistics. */
import { regionChain } from '@tiantou/kernel/regions'
import type { QueryHandler } from '@tiantou/platform'
import type { Logistics } from './contract.ts'
import { freightBack, quoteOf, rateFor, toRate } from './rules.ts'
import type { logisticsSettings } from './settings.ts'
import { allRates, ratesAt } from './store/rates.ts'
import { tracksOf } from './store/tracks.ts'
import { trackPlace } from './tracks.ts'
import type { LogisticsTables } from './tables.ts'

type Queries = typeof Logistics.queries
type Handler<N extends keyof Queries> = QueryHandler<Queries[N], LogisticsTables, typeof logisticsSettings>

/** All rates that were set, and the base below them. */
export const rates: Handler<'rates'> = async (_input, { db, settings }) => {
  const rows = await allRates(db)
  return {
    items: rows.map((row) => ({ storageClass: row.storage_class, region: row.region, ...toRate(row) })),
    base: settings.base,
  }
}

/** What the parcels of an order cost to bring. */
export const quote: Handler<'quote'> = async ({ regionCode, items }, { db, settings }) => {
  const chain = regionCode === undefined ? [] : regionChain(regionCode)
  const rows = await ratesAt(db, chain)
  return quoteOf(items, (one) => rateFor(one, chain, rows, settings.base), settings.travelAlone)
}

/** What of the freight comes back of parcels as they were packed. */
export const freightOfPacked: Handler<'freightOfPacked'> = async (asked) => ({ backFen: freightBack(asked) })

/** All that is known of a parcel, newest first. */
export const tracks: Handler<'tracks'> = async ({ carrier, trackingNo }, { db, secrets }) => {
  const rows = await tracksOf(db, carrier, trackingNo)
  return {
    items: rows.map((row) => ({
      at: row.at,
      state: row.state,
      text: secrets.open(row.text_sealed, trackPlace(row)),
      place: row.place,
    })),
  }
}
