/** What one SKU costs to bring to the caller, before it is in any cart. */
import { Logistics } from '@tiantou/logistics/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { User } from '@tiantou/user/contract'
import { freightItems, lineFrom } from '../flows/price-lines.ts'
import { FreightPage } from './shop.contract.ts'

export const freightPage = page(FreightPage, async (wanted, { actor, ask, refuse }) => {
  const { lines } = await ask(Products.queries.priced, { lines: [wanted] })
  if (lines.length === 0) return refuse('no_such_sku')
  const { items: addresses } = actor.kind === 'user' ? await ask(User.queries.addresses, {}) : { items: [] }
  const address = addresses.find((one) => one.isDefault) ?? addresses[0]
  const road = await ask(Logistics.queries.quote, {
    ...(address === undefined ? {} : { regionCode: address.regionCode }),
    items: freightItems(lines.map(lineFrom)),
  })
  const { freightFen, toFreeFreightFen } = road
  const place =
    address === undefined ? null : { province: address.province, city: address.city, county: address.county }
  return { place, delivers: road.noDelivery.length === 0, freightFen, toFreeFreightFen }
})
