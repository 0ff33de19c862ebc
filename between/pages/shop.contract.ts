/**
 * What the shop's reading pages offer on the wire: catalogue, product, cart. Public ones may be cached by a
 * CDN.
 */
import {
  declarePage,
  Fen,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Pieces,
  Time,
  Type,
} from '@tiantou/kernel'
import { Band } from '@tiantou/inventory/contract'
import { DeliveryPromise, RegionCode } from '@tiantou/logistics/contract'
import { Card, Category, CategoryCode, PricedLine, Product } from '@tiantou/product/contract'

/** GET /catalogue */
export const Catalogue = declarePage('catalogue', {
  doc: 'Products on sale as cards with how much is left.',
  who: 'anyone',
  route: { method: 'GET', path: '/catalogue' },
  input: Obj({ ...PageInput, category: Type.Optional(CategoryCode) }),
  output: PageOf(Obj({ ...Card.properties, band: Band })),
})

/** GET /categories */
export const Categories = declarePage('categories', {
  doc: 'The tree of categories as a list, parents before children.',
  who: 'anyone',
  route: { method: 'GET', path: '/categories' },
  input: Nothing,
  output: Obj({ items: Type.Array(Category) }),
})

/** GET /products/:productId */
export const ProductPage = declarePage('product-page', {
  doc: 'One product: SKUs, what is left of each, the lot that would be sent.',
  who: 'anyone',
  route: { method: 'GET', path: '/products/:productId' },
  input: Obj({ productId: Id('prd') }),
  output: Obj({
    product: Product,
    stock: Type.Array(
      Obj({ skuId: Id('sku'), band: Band, harvestedAt: Nullable(Time), lotNo: Nullable(Type.String()) }),
    ),
  }),
  refusals: { no_such_product: { status: 404, doc: 'No product of that id was ever on sale.' } },
})

/** A county for who has no address here; an address goes before it. */
const there = { regionCode: Type.Optional(RegionCode) }
const no_such_region = { status: 422, doc: 'No county has that code.' }

/** GET /freight */
export const FreightPage = declarePage('freight', {
  doc: 'What so much of one SKU costs to bring: to the caller’s first address, a county, or anywhere.',
  who: 'anyone',
  route: { method: 'GET', path: '/freight' },
  input: Obj({ skuId: Id('sku'), quantity: Pieces, ...there }),
  output: Obj({
    /** Where it goes, as far as it matters; null where nobody has said: then the base rate holds. */
    place: Nullable(Obj({ province: Type.String(), city: Type.String(), county: Type.String() })),
    /** False: nothing of its storage class goes there. */
    delivers: Type.Boolean(),
    freightFen: Fen,
    /** What is missing to free freight; 0 when there is none to reach. */
    toFreeFreightFen: Fen,
  }),
  refusals: { no_such_sku: { status: 404, doc: 'No SKU of that id.' }, no_such_region },
})

/** GET /delivery-promise */
export const DeliveryPromisePage = declarePage('delivery-promise', {
  doc: 'Whether, when and for how much so much of one SKU can be at the caller’s address, or in a county.',
  who: 'anyone',
  route: { method: 'GET', path: '/delivery-promise' },
  input: Obj({ skuId: Id('sku'), quantity: Pieces, addressId: Type.Optional(Id('adr')), ...there }),
  output: Obj({
    /** The address as far as it matters; null where none is known. */
    place: Nullable(
      Obj({ addressId: Id('adr'), province: Type.String(), city: Type.String(), county: Type.String() }),
    ),
    /** The county, where no address is known and one was named. */
    region: Nullable(Obj({ province: Type.String(), city: Type.String(), county: Type.String() })),
    /** False: nothing of its storage class goes there. */
    delivers: Type.Boolean(),
    freightFen: Fen,
    /** Null where neither address nor county is known: then nothing can be promised. */
    promise: Nullable(DeliveryPromise),
  }),
  refusals: {
    no_such_sku: { status: 404, doc: 'No SKU of that id.' },
    no_such_address: { status: 404, doc: 'Not an address of the caller.' },
    no_such_region,
  },
})

/** GET /cart */
export const CartPage = declarePage('cart-page', {
  doc: 'The caller’s cart at today’s prices; sold-out and withdrawn lines named, freight for the chosen.',
  who: 'visitor',
  route: { method: 'GET', path: '/cart' },
  input: Nothing,
  output: Obj({
    lines: Type.Array(
      Obj({
        ...PricedLine.properties,
        selected: Type.Boolean(),
        band: Band,
        left: Type.Integer(),
        problem: Nullable(OneOf('sku_off_sale', 'over_limit', 'out_of_stock', 'below_least', 'off_step')),
      }),
    ),
    itemsFen: Fen,
    freightFen: Fen,
    toFreeFreightFen: Fen,
    totalFen: Fen,
  }),
})
