/**
 * Where an address is: asked of the map once, kept in module logistics. What the map knows only as a town or
 * a county is kept as unknown: its middle is no address, and the region decides.
 */
import { Logistics } from '@tiantou/logistics/contract'
import { flow } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import { addressOnMap } from './address-on-map.ts'
import { LocateAddress } from './locate.contract.ts'

export const locateAddress = flow(
  LocateAddress,
  async ({ addressId }, { actor, ask, effect, step, refuse }) => {
    const address = await ask(User.queries.addressOf, { userId: actor.id, addressId })
    if (address === null) return refuse('no_such_address')
    const { text } = addressOnMap(address)
    const { isLocated } = await ask(Logistics.queries.isLocated, { text })
    if (isLocated) return { isLocated }
    const found = await effect('geocode', Logistics.effects.geocode, { address: text, city: address.city })
    const isDecided = found.word === 'ok' || (found.word === 'refused' && found.code !== 'not_authorised')
    if (!isDecided) return { isLocated: false }
    const { lng, lat, precision } = found.place ?? { lng: 0, lat: 0, precision: 'area' as const }
    await step('keep', Logistics.commands.keepPlace, {
      text,
      point: precision === 'area' ? null : { lng, lat },
    })
    return { isLocated: true }
  },
)
