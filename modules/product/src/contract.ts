/**
 * What module product offers: produce as it is sold — product, SKUs with sell unit, price by piece or by
 * weight, nominal weight and tolerance, origin, season, storage class. Prices by weight are always computed,
 * never typed in.
 */
import {
  defineContract,
  Fen,
  Grams,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Pieces,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'

export const StorageClass = OneOf('ambient', 'chilled', 'frozen')
export const Category = OneOf('fruit', 'vegetable', 'mushroom', 'grain', 'egg', 'meat', 'seafood', 'tea')

const SkuFields = {
  /** What one piece is, for people: 5斤装, 一盒. */
  spec: Text(40),
  sellUnit: OneOf('piece', 'box', 'jin'),
  /**
   * piece = one price per sell unit; weight = price per kg on weighed grams, the nominal weight is an
   * estimate.
   */
  priceMode: OneOf('piece', 'weight'),
  /** Per sell unit (piece), or per kilogram (weight). */
  priceFen: Type.Integer({ minimum: 1, maximum: 99_999_999 }),
  nominalG: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  toleranceMinusG: Grams,
  tolerancePlusG: Grams,
  maxPerOrder: Pieces,
}

const ProductFields = {
  title: Text(60),
  subtitle: Text(80, 0),
  category: Category,
  variety: Text(30),
  originProvince: Text(20),
  originCounty: Text(30),
  grower: Text(40),
  /** Months of the year in season, 1–12. */
  seasonMonths: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { maxItems: 12 }),
  storageClass: StorageClass,
  /** Hours after delivery in which bruised fruit is made good. */
  claimWindowHours: Type.Integer({ minimum: 0, maximum: 240 }),
  story: Text(2_000, 0),
  /** Name of an uploaded or demo picture. */
  image: Text(80),
}

export const Sku = Obj({
  skuId: Id('sku'),
  ...SkuFields,
  /** Price of one piece: exact for piece, estimated at the nominal weight for weight. */
  pieceFen: Fen,
  /** Computed: price of 500 g. */
  perJinFen: Fen,
})

export const Product = Obj({
  productId: Id('prd'),
  ...ProductFields,
  state: OneOf('draft', 'on_sale', 'off_sale'),
  version: Type.Integer(),
  skus: Type.Array(Sku),
})

/** What an order or a cart must know of a SKU. */
export const SkuSnapshot = Obj({
  ...Sku.properties,
  productId: Id('prd'),
  productVersion: Type.Integer(),
  title: Type.String(),
  image: Type.String(),
  storageClass: StorageClass,
  onSale: Type.Boolean(),
})

export const Card = Obj({
  productId: Id('prd'),
  skuId: Id('sku'),
  title: Type.String(),
  subtitle: Type.String(),
  category: Category,
  origin: Type.String(),
  image: Type.String(),
  spec: Type.String(),
  priceMode: OneOf('piece', 'weight'),
  pieceFen: Fen,
  perJinFen: Fen,
  inSeason: Type.Boolean(),
  storageClass: StorageClass,
})

const no_such_product = { status: 404, doc: 'No product of that id.' }
const changed_meanwhile = {
  status: 409,
  doc: 'Somebody changed the product since that version: read it again.',
  data: Obj({ version: Type.Integer() }),
}

const { story: _story, ...Told } = Product.properties

/** What an index is told of a product, drafts too; its story is too long for it. */
export const ChangedProduct = Obj({ ...Told, createdAt: Time, changeNo: Type.Integer() })

export const Products = defineContract('product', {
  doc: 'Produce as it is sold: products, SKUs, prices by piece and weight.',
  permissions: { 'product.write': '编辑与上下架商品' },
  commands: {
    create: {
      doc: 'Drafts a product with its SKUs.',
      who: { permission: 'product.write' },
      route: { method: 'POST', path: '/staff/products' },
      input: Obj({ ...ProductFields, skus: Type.Array(Obj(SkuFields), { minItems: 1, maxItems: 30 }) }),
      output: Obj({ productId: Id('prd'), skuIds: Type.Array(Id('sku')) }),
      refusals: {
        tolerance_too_wide: {
          status: 422,
          doc: 'A tolerance reaches the nominal weight.',
          data: Obj({ index: Type.Integer() }),
        },
      },
    },
    change: {
      doc: 'Replaces the fields of a product, if nobody changed it since that version.',
      who: { permission: 'product.write' },
      route: { method: 'PUT', path: '/staff/products/:productId' },
      input: Obj({ productId: Id('prd'), version: Type.Integer({ minimum: 1 }), ...ProductFields }),
      output: Obj({ version: Type.Integer() }),
      refusals: { no_such_product, changed_meanwhile },
    },
    changeSku: {
      doc: 'Replaces the fields of one SKU, its price too, if nobody changed the product since that version.',
      who: { permission: 'product.write' },
      route: { method: 'PUT', path: '/staff/products/:productId/skus/:skuId' },
      input: Obj({
        productId: Id('prd'),
        skuId: Id('sku'),
        version: Type.Integer({ minimum: 1 }),
        ...SkuFields,
      }),
      output: Obj({ version: Type.Integer() }),
      refusals: {
        no_such_product,
        changed_meanwhile,
        no_such_sku: { status: 404, doc: 'The product has no SKU of that id.' },
        tolerance_too_wide: {
          status: 422,
          doc: 'A tolerance reaches the nominal weight.',
          data: Obj({ index: Type.Integer() }),
        },
      },
    },
    putOnSale: {
      doc: 'Draft or off → on sale.',
      who: { permission: 'product.write' },
      route: { method: 'POST', path: '/staff/products/:productId/on-sale' },
      input: Obj({ productId: Id('prd') }),
      output: Nothing,
      refusals: {
        no_such_product,
        wrong_state: { status: 409, doc: 'Already on sale.' },
      },
    },
    takeOffSale: {
      doc: 'On sale → off.',
      who: { permission: 'product.write' },
      route: { method: 'POST', path: '/staff/products/:productId/off-sale' },
      input: Obj({ productId: Id('prd') }),
      output: Nothing,
      refusals: {
        no_such_product,
        wrong_state: { status: 409, doc: 'Not on sale.' },
      },
    },
  },
  queries: {
    cards: {
      doc: 'Products on sale as cards, in season first, then newest.',
      who: 'system',
      input: Obj({ ...PageInput, category: Type.Optional(Category) }),
      output: PageOf(Card),
    },
    get: {
      doc: 'One product that was ever on sale, with its SKUs; null when there is none.',
      who: 'system',
      input: Obj({ productId: Id('prd') }),
      output: Nullable(Product),
    },
    skus: {
      doc: 'Snapshots of SKUs by id; unknown ids are left out.',
      who: 'system',
      input: Obj({ skuIds: Type.Array(Id('sku'), { maxItems: 100 }) }),
      output: Obj({ items: Type.Array(SkuSnapshot) }),
    },
    changes: {
      doc: 'Products of every state in the order of their last changes, behind a place; none is ever missed.',
      who: 'system',
      input: Obj({
        after: Obj({ no: Type.Integer({ minimum: -1 }), id: Type.String({ maxLength: 32 }) }),
        limit: Type.Integer({ minimum: 1, maximum: 500 }),
      }),
      output: Obj({
        items: Type.Array(ChangedProduct),
        /** The number of the last change of all; less than the asker has seen means: this is another past. */
        lastNo: Type.Integer(),
      }),
    },
  },
  events: {
    changed: {
      doc: 'A product was made, changed, put on or taken off sale.',
      version: 1,
      payload: Obj({ productId: Id('prd'), state: OneOf('draft', 'on_sale', 'off_sale') }),
    },
  },
})
