/** What may stand in for a SKU, by rule and on every database. */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeAll, expect, test } from 'vitest'
import { Products } from '../src/contract.ts'
import { productModule } from '../src/index.ts'
import { aProduct, aSku } from './factory.ts'

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await open({ modules: [productModule] })
  })

  const onSale = async (changes: object) => {
    const sku = { ...aSku(), ...changes }
    const { productId, skuIds } = await house.must(Products.commands.create, { ...aProduct(), skus: [sku] })
    await house.must(Products.commands.putOnSale, { productId })
    return { productId, skuId: skuIds[0] ?? '' }
  }

  test('Of the same kind and seller, nearly the size and price, the nearest first', async () => {
    const wanted = await onSale({ priceFen: 1_000, nominalG: 500 })
    const near = await onSale({ priceFen: 1_050, nominalG: 480 })
    const far = await onSale({ priceFen: 700, nominalG: 600 })
    await onSale({ priceFen: 1_201, nominalG: 500 })
    await onSale({ priceFen: 1_000, nominalG: 626 })
    const off = await onSale({ priceFen: 1_000, nominalG: 500 })
    await house.must(Products.commands.takeOffSale, { productId: off.productId })
    const { items } = await house.ask(Products.queries.similar, { skuId: wanted.skuId })
    expect(items.map((item) => item.skuId)).toEqual([near.skuId, far.skuId])
    const { items: none } = await house.ask(Products.queries.similar, {
      skuId: 'sku_00000000000000000000000000',
    })
    expect(none).toEqual([])
  })
})
