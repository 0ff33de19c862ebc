/** All demo products in the order in which they are made; the shelf shows the newest first. */
import { MEAT, SEAFOOD } from './animal.data.ts'
import type { DemoProduct } from './crops.ts'
import { FIRST_TEN } from './first-ten.data.ts'
import { FRUIT } from './fruit.data.ts'
import { EGGS, GRAIN, MUSHROOMS, TEA } from './pantry.data.ts'
import { VEGETABLES } from './vegetable.data.ts'

export const DEMO_PRODUCTS: readonly DemoProduct[] = [
  ...TEA,
  ...EGGS,
  ...MUSHROOMS,
  ...GRAIN,
  ...SEAFOOD,
  ...MEAT,
  ...VEGETABLES,
  ...FRUIT,
  ...FIRST_TEN,
]
