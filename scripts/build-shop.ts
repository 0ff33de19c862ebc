/**
 * `node scripts/build-shop.ts`: builds the shop into apps/shop/dist unless it is up to date, and says which.
 */
import { buildShop } from '@tiantou/shop/build'

const since = performance.now()
const { folder, built } = await buildShop()
const time = `${((performance.now() - since) / 1000).toFixed(1)} s`
console.log(built ? `built ${folder} in ${time}` : `${folder} is up to date`)
