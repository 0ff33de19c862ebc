/** What an operator may set about stock. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

export const inventorySettings = {
  fewAtMost: setting(
    Type.Integer({ minimum: 0, maximum: 10_000 }),
    20,
    'So many pieces of a SKU, or less, are shown to shoppers as few left.',
  ),
  lowAt: setting(
    Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    10,
    'So many pieces of a SKU, or less, are told to the house as low, where the SKU has no number of its own.',
  ),
  countAlone: setting(
    Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    20,
    'Counted differences of so many pieces take effect at once; larger ones wait for a second person.',
  ),
}
