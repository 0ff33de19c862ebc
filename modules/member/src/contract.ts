/**
 * What module member offers: products that a shopper marked, looked at and bought, so that they are found
 * again. Ids and times only; what they show today is asked where it is known.
 */
import { defineContract, Id, Nothing, Obj, PageInput, PageOf, Time, Type } from '@tiantou/kernel'

const ProductRef = Obj({ productId: Id('prd') })
const UserRef = Obj({ userId: Id('usr') })
/** What one order of a shopper held. */
const Goods = Obj({
  userId: Id('usr'),
  items: Type.Array(Obj({ skuId: Id('sku'), productId: Id('prd') }), { maxItems: 100 }),
})

export const Marked = Obj({ productId: Id('prd'), markedAt: Time })
export const Viewed = Obj({ productId: Id('prd'), viewedAt: Time })
export const Bought = Obj({ skuId: Id('sku'), productId: Id('prd'), times: Type.Integer(), lastAt: Time })

export const Member = defineContract('member', {
  doc: 'Products that a shopper marked, looked at and bought.',
  commands: {
    mark: {
      doc: 'Marks a product as a favourite; a second time changes nothing.',
      who: 'user',
      route: { method: 'PUT', path: '/me/favourites/:productId' },
      input: ProductRef,
      output: Nothing,
      refusals: {
        too_many_favourites: {
          status: 409,
          doc: 'As many as one shopper may have.',
          data: Obj({ most: Type.Integer() }),
        },
      },
    },
    unmark: {
      doc: 'Takes a mark away; one that is none is fine.',
      who: 'user',
      route: { method: 'DELETE', path: '/me/favourites/:productId' },
      input: ProductRef,
      output: Nothing,
    },
    view: {
      doc: 'Notes that the caller looked at a product, unless they keep no history.',
      who: 'user',
      route: { method: 'PUT', path: '/me/history/:productId' },
      input: ProductRef,
      output: Obj({ kept: Type.Boolean() }),
    },
    forgetView: {
      doc: 'Takes one product out of the caller’s history; one that is not in it is fine.',
      who: 'user',
      route: { method: 'DELETE', path: '/me/history/:productId' },
      input: ProductRef,
      output: Nothing,
    },
    clearHistory: {
      doc: 'Empties the caller’s history.',
      who: 'user',
      route: { method: 'DELETE', path: '/me/history' },
      input: Nothing,
      output: Nothing,
    },
    keepHistory: {
      doc: 'Turns the caller’s history on or off; off also forgets what was kept.',
      who: 'user',
      route: { method: 'PUT', path: '/me/history-switch' },
      input: Obj({ on: Type.Boolean() }),
      output: Nothing,
    },
    recordBought: {
      doc: 'Notes what a paid order held.',
      who: 'system',
      input: Goods,
      output: Nothing,
    },
    takeBackBought: {
      doc: 'Takes out what an order held that was paid and then called off, heard before or after the payment.',
      who: 'system',
      input: Goods,
      output: Nothing,
    },
    sweepHistory: {
      doc: 'Forgets entries that are older than histories are kept, a bite at a time.',
      who: 'system',
      input: Nothing,
      output: Obj({ entries: Type.Integer() }),
    },
    eraseUser: {
      doc: 'Forgets everything about one shopper.',
      who: 'system',
      input: UserRef,
      output: Nothing,
    },
  },
  queries: {
    favourites: {
      doc: 'The caller’s favourites, newest first.',
      who: 'user',
      input: Obj(PageInput),
      output: PageOf(Marked),
    },
    isFavourite: {
      doc: 'Whether the caller marked a product.',
      who: 'user',
      route: { method: 'GET', path: '/me/favourites/:productId' },
      input: ProductRef,
      output: Obj({ marked: Type.Boolean() }),
    },
    history: {
      doc: 'What the caller looked at, newest first, each product once; and whether a history is kept.',
      who: 'user',
      input: Obj(PageInput),
      output: Obj({ ...PageOf(Viewed).properties, on: Type.Boolean() }),
    },
    bought: {
      doc: 'What the caller bought, what was bought last first.',
      who: 'user',
      input: Obj(PageInput),
      output: PageOf(Bought),
    },
    ofUser: {
      doc: 'Everything that is kept about one shopper, for an export of their data.',
      who: 'system',
      input: UserRef,
      output: Obj({
        favourites: Type.Array(Marked),
        history: Type.Array(Viewed),
        bought: Type.Array(Bought),
        keepsHistory: Type.Boolean(),
      }),
    },
  },
})
