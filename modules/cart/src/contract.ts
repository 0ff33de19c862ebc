/** What module cart offers: the lines a shopper or a guest means to buy. Prices are never stored here. */
import { defineContract, Id, Nothing, Obj, Pieces, Time, Type } from '@tiantou/kernel'

const Line = Obj({ skuId: Id('sku'), quantity: Pieces, selected: Type.Boolean(), addedAt: Time })

export const Cart = defineContract('cart', {
  doc: 'The lines a shopper means to buy; never a price.',
  commands: {
    put: {
      doc: 'Sets the quantity of one SKU in the caller’s cart, adding the line when it is new.',
      who: 'visitor',
      route: { method: 'PUT', path: '/cart/lines/:skuId' },
      input: Obj({ skuId: Id('sku'), quantity: Pieces, selected: Type.Boolean() }),
      output: Nothing,
      refusals: { cart_full: { status: 409, doc: 'A hundred lines at most.' } },
    },
    add: {
      doc: 'Adds pieces of one SKU to the caller’s cart.',
      who: 'visitor',
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
      who: 'visitor',
      route: { method: 'DELETE', path: '/cart/lines/:skuId' },
      input: Obj({ skuId: Id('sku') }),
      output: Nothing,
    },
    merge: {
      doc: 'Moves what a guest put in into the caller’s cart: of each SKU the larger number.',
      who: 'user',
      route: { method: 'POST', path: '/cart/merge' },
      input: Obj({ guest: Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$' }) }),
      /** Lines that found no room; they stay in the guest's cart. */
      output: Obj({ added: Type.Integer(), left: Type.Integer() }),
    },
    gather: {
      doc: 'Puts many SKUs into a shopper’s cart: of each the larger number, so that twice doubles nothing.',
      who: 'system',
      input: Obj({
        userId: Id('usr'),
        lines: Type.Array(Obj({ skuId: Id('sku'), quantity: Pieces }), { maxItems: 100 }),
      }),
      /** SKUs that found no room. */
      output: Obj({ left: Type.Array(Id('sku')) }),
    },
    eraseUser: {
      doc: 'Empties the cart of a shopper who is gone for good.',
      who: 'system',
      input: Obj({ userId: Id('usr') }),
      output: Nothing,
    },
    sweepGuests: {
      doc: 'Throws away the lines of guests who have not come back for thirty days.',
      who: 'system',
      input: Nothing,
      output: Obj({ lines: Type.Integer() }),
    },
    take: {
      doc: 'Takes the ordered SKUs out of a shopper’s cart; those not in it are fine.',
      who: 'system',
      input: Obj({ userId: Id('usr'), skuIds: Type.Array(Id('sku'), { maxItems: 100 }) }),
      output: Nothing,
    },
  },
  queries: {
    ofUser: {
      doc: 'The lines of one shopper’s cart, for the shopper.',
      who: 'system',
      input: Obj({ userId: Id('usr') }),
      output: Obj({ lines: Type.Array(Line) }),
    },
    lines: {
      doc: 'The lines of the caller’s cart, newest first.',
      who: 'visitor',
      input: Nothing,
      output: Obj({ items: Type.Array(Line) }),
    },
  },
})
