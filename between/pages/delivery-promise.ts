/** Whether, when and for how much one SKU can be where the caller wants it, before it is in any cart. */
import { Logistics } from '@tiantou/logistics/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { addressOnMap } from '../flows/address-on-map.ts'
import { freightItems, lineFrom } from '../flows/price-lines.ts'
import { addressesOf, countyOf, firstOf } from './destination.ts'
import { DeliveryPromisePage } from './shop.contract.ts'

export const deliveryPromisePage = page(
  DeliveryPromisePage,
  async ({ skuId, quantity, addressId, regionCode }, { actor, ask, refuse }) => {
    const { lines } = await ask(Products.queries.priced, { lines: [{ skuId, quantity }] })
    if (lines.length === 0) return refuse('no_such_sku')
    const addresses = await addressesOf({ actor, ask })
    const named = addresses.find((one) => one.addressId === addressId)
    if (addressId !== undefined && named === undefined) return refuse('no_such_address')
    const county = countyOf(regionCode)
    if (county === undefined) return refuse('no_such_region')
    const address = named ?? firstOf(addresses)
    const there = address ?? county
    const { parcels, noDelivery, freightFen } = await ask(Logistics.queries.quote, {
      ...(there === null ? {} : { regionCode: there.regionCode }),
      items: freightItems(lines.map((line) => lineFrom(line))),
    })
    const delivers = noDelivery.length === 0
    if (there === null) return { place: null, region: null, delivers, freightFen, promise: null }
    const { promise } = await ask(Logistics.queries.promise, {
      address: addressOnMap(there),
      storageClasses: parcels.map((parcel) => parcel.storageClass),
    })
    const { province, city, county: name } = there
    const region = { province, city, county: name }
    const place = address === undefined ? null : { addressId: address.addressId, ...region }
    return { place, region: place === null ? region : null, delivers, freightFen, promise }
  },
)
