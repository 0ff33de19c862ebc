/** What one SKU costs to bring to the caller, before it is in any cart. */
import { Logistics } from '@tiantou/logistics/contract'
import { page } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { freightItems, lineFrom } from '../flows/price-lines.ts'
import { addressesOf, countyOf, firstOf } from './destination.ts'
import { FreightPage } from './shop.contract.ts'

export const freightPage = page(FreightPage, async ({ regionCode, ...wanted }, { actor, ask, refuse }) => {
  const { lines } = await ask(Products.queries.priced, { lines: [wanted] })
  if (lines.length === 0) return refuse('no_such_sku')
  const county = countyOf(regionCode)
  if (county === undefined) return refuse('no_such_region')
  const there = firstOf(await addressesOf({ actor, ask })) ?? county
  const road = await ask(Logistics.queries.quote, {
    ...(there === null ? {} : { regionCode: there.regionCode }),
    items: freightItems(lines.map((line) => lineFrom(line))),
  })
  const { freightFen, toFreeFreightFen } = road
  const place = there === null ? null : { province: there.province, city: there.city, county: there.county }
  return { place, delivers: road.noDelivery.length === 0, freightFen, toFreeFreightFen }
})
