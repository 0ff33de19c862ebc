/** What tests need of produce: fields of a product that is right, and products on sale. */
import { type InputOf, makeId } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import { Products } from '../src/contract.ts'

export type NewProduct = InputOf<typeof Products.commands.create>
type NewSku = NewProduct['skus'][number]
type NewCategory = InputOf<typeof Products.commands.createCategory>

const bornAt = Date.UTC(2026, 6, 1)

/** Ids that nothing has. */
export const noProductId = (): string => makeId('prd', bornAt, randomBytes(10))
export const noSkuId = (): string => makeId('sku', bornAt, randomBytes(10))

/** A box of five 斤 at 59.80 yuan. */
export const aSku = (over: Partial<NewSku> = {}): NewSku => ({
  spec: '5斤装',
  sellUnit: 'box',
  priceMode: 'piece',
  priceFen: 5_980,
  nominalG: 2_500,
  toleranceMinusG: 50,
  tolerancePlusG: 200,
  maxPerOrder: 10,
  ...over,
})

/** Peaches of July and August. */
export const aProduct = (over: Partial<NewProduct> = {}): NewProduct => ({
  title: '阳山水蜜桃',
  subtitle: '清晨采摘',
  category: 'fruit',
  variety: '湖景蜜露',
  originProvince: '江苏',
  originCounty: '惠山区',
  grower: '王大伯',
  seasonMonths: [7, 8],
  storageClass: 'chilled',
  claimWindowHours: 24,
  story: '树上熟的桃子。',
  images: ['peach.jpg'],
  skus: [aSku()],
  ...over,
})

/** Peaches that say nothing where their category says it. */
export const aPlainProduct = (over: Partial<NewProduct> = {}): NewProduct => {
  const { storageClass: _storage, claimWindowHours: _claim, ...fields } = aProduct()
  return { ...fields, ...over }
}

/** A category that leaves everything to its parent. */
export const aCategory = (
  code: string,
  parent: string | null,
  rules: Partial<NewCategory['rules']> = {},
): NewCategory => ({
  code,
  name: `类目${code}`,
  parent,
  position: 0,
  rules: { storageClass: null, shelfLifeDays: null, claimWindowHours: null, documents: null, ...rules },
})

/** Creates a product and puts it on sale. */
export const onSale = async (house: TestHouse, over: Partial<NewProduct> = {}) => {
  const made = await house.must(Products.commands.create, aProduct(over))
  await house.must(Products.commands.putOnSale, { productId: made.productId })
  return made
}
