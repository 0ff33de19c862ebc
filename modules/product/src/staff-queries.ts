/** What staff can ask of module product: drafts, own rules, older versions. */
import type { QueryHandler } from '@tiantou/platform'
import { inTreeOrder } from './category-rules.ts'
import type { Products } from './contract.ts'
import type { productSettings } from './settings.ts'
import { idsOf, productOf, skusOf, wholesOf } from './store.ts'
import { categoriesOf } from './store/categories.ts'
import { versionOf } from './store/versions.ts'
import type { ProductTables } from './tables.ts'
import { toStaffCategory, toStaffProduct } from './views.ts'

type Queries = typeof Products.queries
type Settings = typeof productSettings

const defaultLimit = 20

/** All categories, retired ones too, in the order of the tree. */
export const staffCategories: QueryHandler<Queries['staffCategories'], ProductTables> = async (
  _input,
  { db },
) => ({ items: inTreeOrder(await categoriesOf(db)).map(toStaffCategory) })

/** Products in any state, newest first. */
export const staffList: QueryHandler<Queries['staffList'], ProductTables, Settings> = async (
  { limit = defaultLimit, cursor, state, category },
  { db, settings },
) => {
  const ids = await idsOf(db, { state, category, after: cursor, limit: limit + 1 })
  const shown = ids.slice(0, limit)
  const wholes = new Map((await wholesOf(db, shown)).map((whole) => [whole.product.id, whole]))
  const items = shown.flatMap((id) => {
    const whole = wholes.get(id)
    return whole === undefined ? [] : [toStaffProduct(whole.product, whole.skus, settings.extraFields)]
  })
  return { items, next: ids.length > limit ? (shown.at(-1) ?? null) : null }
}

/** One product as staff edits it. */
export const staffGet: QueryHandler<Queries['staffGet'], ProductTables, Settings> = async (
  { productId },
  { db, settings, refuse },
) => {
  const row = await productOf(db, productId)
  if (row === undefined) return refuse('no_such_product')
  return toStaffProduct(row, await skusOf(db, productId), settings.extraFields)
}

/** A product as it stood at one version. */
export const version: QueryHandler<Queries['version'], ProductTables, Settings> = async (
  { productId, version: wanted },
  { db, settings, refuse },
) => {
  const found = await versionOf(db, productId, wanted)
  if (found === undefined) return refuse('no_such_version')
  const { at, whole } = found
  return { at, product: toStaffProduct(whole.product, whole.skus, settings.extraFields) }
}
