/**
 * How every change of products ends: the new versions are kept under its number, and the house hears of it.
 */
import type { CommandContext } from '@tiantou/platform'
import { Products } from './contract.ts'
import { keepVersions, type Whole } from './store/versions.ts'
import type { ProductTables } from './tables.ts'

/** What a command brings that changes products. */
export type Changing = Pick<CommandContext<unknown, ProductTables>, 'tx' | 'now' | 'emit'>

/** Keeps and announces products that were changed; answers them as they are now. */
export const announce = async (
  { tx, now, emit }: Changing,
  productIds: readonly string[],
  no: number,
): Promise<Whole[]> => {
  const kept = await keepVersions(tx, productIds, { now, no })
  for (const { product } of kept)
    emit(Products.events.changed, { productId: product.id, state: product.state })
  return kept
}
