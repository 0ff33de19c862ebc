/**
 * Where something is to go, for pages that answer before there is an order: an address of the caller, else
 * the county that he names.
 */
import { regionOf } from '@tiantou/kernel/regions'
import type { OutputOf } from '@tiantou/kernel'
import type { PageContext } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import type { DeliveryPromisePage, FreightPage } from './shop.contract.ts'

type Context = Pick<PageContext<typeof DeliveryPromisePage | typeof FreightPage>, 'actor' | 'ask'>
type Address = OutputOf<typeof User.queries.addresses>['items'][number]

/** The caller's addresses; a guest has none. */
export const addressesOf = async ({ actor, ask }: Context): Promise<readonly Address[]> =>
  actor.kind === 'user' ? (await ask(User.queries.addresses, {})).items : []

/** The one that is taken where none is named. */
export const firstOf = (addresses: readonly Address[]): Address | undefined =>
  addresses.find((one) => one.isDefault) ?? addresses[0]

/**
 * A county as a place without a door; undefined where there is none of that code, null where none is named.
 */
export const countyOf = (regionCode: string | undefined) => {
  if (regionCode === undefined) return null
  const region = regionOf(regionCode)
  return region === undefined ? undefined : { regionCode, ...region, detail: '' }
}
