/** Which state of a product or a category may follow which. */
import { machine, type StateOf } from '@tiantou/kernel'

/** A product's life: drafted, then on and off sale as often as the season wants. */
export const product = machine('product', {
  initial: 'draft',
  final: [],
  transitions: {
    putOnSale: { from: ['draft', 'off_sale'], to: 'on_sale' },
    takeOffSale: { from: ['on_sale'], to: 'off_sale' },
  },
})

export type ProductState = StateOf<typeof product>

/** A category's life: its code stays taken after it. */
export const category = machine('category', {
  initial: 'live',
  final: ['retired'],
  transitions: { retire: { from: ['live'], to: 'retired' } },
})

export type CategoryState = StateOf<typeof category>
