/** What is on sale, newest first, without a category: the list of everything walks along it. */
import type { Migration } from '@tiantou/platform'

export const shown: Migration = {
  name: '0006-shown',
  up: ({ index }) => index('product_product_shown', 'product_product', ['state', 'id']),
}
