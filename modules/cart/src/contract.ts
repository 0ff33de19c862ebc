/** What module cart offers: the lines a signed-in shopper means to buy. Prices are never stored here. */
import { defineContract, Id, Nothing, Obj, Pieces, Time, Type } from '@tiantou/kernel'

const Line = Obj({ skuId: Id('sku'), quantity: Pieces, selected: Type.Boolean(), addedAt: Time })

export const Cart = defineContract('cart', {
  doc: 'The lines a shopper means to buy; never a price.',
  commands: {
    put: {
      doc: 'Sets the quantity of one SKU in the caller’s cart, adding the line when it is new.',
      who: 'user',
      route: { method: 'PUT', path: '/cart/lines/:skuId' },
      input: Obj({ skuId: Id('sku'), quantity: Pieces, selected: Type.Boolean() }),
      output: Nothing,
      refusals: { cart_full: { status: 409, doc: 'A hundred lines at most.' } },
    },
    add: {
      doc: 'Adds pieces of one SKU to the caller’s cart.',
      who: 'user',
      route: { method: 'POST', path: '/cart/lines' },
      input: Obj({ skuId: Id('sku'), quantity: Pieces }),
      output: Obj({ quantity: Type.Integer() }),
      refusals: {
        cart_full: { status: 409, doc: 'A hundred lines at most.' },
        too_many_pieces: { status: 422, doc: 'The line would hold more than 9,999 pieces.' },
      },
    },
    remove: {
      doc: 'Takes one SKU out of the caller’s cart.',
      who: 'user',
      route: { method: 'DELETE', path: '/cart/lines/:skuId' },
      input: Obj({ skuId: Id('sku') }),
      output: Nothing,
    },
    take: {
      doc: 'Takes the ordered SKUs out of a shopper’s cart; those not in it are fine.',
      who: 'system',
      input: Obj({ userId: Id('usr'), skuIds: Type.Array(Id('sku'), { maxItems: 100 }) }),
      output: Nothing,
    },
  },
  queries: {
    lines: {
      doc: 'The lines of the caller’s cart, newest first.',
      who: 'user',
      input: Nothing,
      output: Obj({ items: Type.Array(Line) }),
    },
  },
})
