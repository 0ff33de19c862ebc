/** What an operator may set about what shoppers marked, saw and bought. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const count = (most: number) => Type.Integer({ minimum: 1, maximum: most })

export const memberSettings = {
  mostFavourites: setting(count(5_000), 500, 'Favourites of one shopper at most.'),
  historyLength: setting(count(1_000), 100, 'Products in one browsing history at most; the oldest go first.'),
  historyKeeps_d: setting(count(730), 90, 'Days after which an entry of a browsing history is forgotten.'),
  boughtLength: setting(count(1_000), 200, 'SKUs that are remembered as bought by one shopper at most.'),
}

export type MemberSettings = typeof memberSettings
