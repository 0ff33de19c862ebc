/** What a shopper's own lists show: cards as they are today, of products that are withdrawn too. */
import { declarePage, Id, Obj, PageInput, PageOf, Time, Type } from '@tiantou/kernel'
import { Band } from '@tiantou/inventory/contract'
import { KnownCard } from '@tiantou/product/contract'

const card = { ...KnownCard.properties, band: Band }

/** GET /me/favourites */
export const MyFavourites = declarePage('my-favourites', {
  doc: 'The caller’s favourites at today’s prices, newest first; withdrawn ones are named.',
  who: 'user',
  route: { method: 'GET', path: '/me/favourites' },
  input: Obj(PageInput),
  output: PageOf(Obj({ ...card, markedAt: Time })),
})

/** GET /me/history */
export const MyHistory = declarePage('my-history', {
  doc: 'What the caller looked at, newest first; `on` says whether a history is kept.',
  who: 'user',
  route: { method: 'GET', path: '/me/history' },
  input: Obj(PageInput),
  output: Obj({ ...PageOf(Obj({ ...card, viewedAt: Time })).properties, on: Type.Boolean() }),
})

/** GET /me/bought */
export const MyBought = declarePage('my-bought', {
  doc: 'What the caller bought, by SKU at today’s prices, what was bought last first.',
  who: 'user',
  route: { method: 'GET', path: '/me/bought' },
  input: Obj(PageInput),
  output: PageOf(Obj({ ...card, skuId: Id('sku'), times: Type.Integer(), lastAt: Time })),
})
