/**
 * What module product offers: produce as it is sold — a tree of categories with inherited rules, products and
 * SKUs with sell unit, price by piece or by weight, nominal weight and tolerance, origin, season. Prices by
 * weight are always computed, never typed in.
 */
import {
  defineContract,
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
import { BulkNo, categoryCommands, no_such_category } from './category-operations.ts'
import {
  Card,
  Category,
  CategoryCode,
  ChangedProduct,
  KnownCard,
  PricedLine,
  PriceFen,
  Product,
  ProductInput,
  ProductState,
  SkuInput,
  SkuSnapshot,
  StaffCategory,
  StaffProduct,
} from './shapes.ts'

export { Card, Category, CategoryCode, KnownCard, PricedLine, Product } from './shapes.ts'

const who = { permission: 'product.write' } as const
/** Rich text of 20,000 characters, each of up to three bytes, and the rest. */
const bodyLimit = 131_072
const version = Type.Integer({ minimum: 1 })
const ProductRef = Obj({ productId: Id('prd') })

const no_such_product = { status: 404, doc: 'No product of that id.' }
const no_such_sku = { status: 404, doc: 'The product has no SKU of that id.' }
const changed_meanwhile = {
  status: 409,
  doc: 'Somebody changed the product since that version: read it again.',
  data: Obj({ version: Type.Integer() }),
}
const atSku = Obj({ index: Type.Integer() })
const ofSkus = {
  tolerance_too_wide: { status: 422, doc: 'A tolerance reaches the nominal weight.', data: atSku },
  limits_cross: { status: 422, doc: 'An order must take more than it may.', data: atSku },
  jin_is_500_g: { status: 422, doc: 'Sold by the 斤, one piece weighs 500 g.', data: atSku },
  price_out_of_bounds: {
    status: 422,
    doc: 'One piece would cost nothing, or more than the largest order line can hold.',
    data: atSku,
  },
}
const ofProducts = {
  no_such_category,
  extra_unfit: {
    status: 422,
    doc: 'An extension field is not declared, or its value is not what was declared.',
    data: Obj({ field: Type.String(), why: OneOf('unknown', 'type', 'choice', 'limit') }),
  },
}

/** One change of many: exactly one of these. */
const BulkItem = Type.Union([
  Obj({
    change: OneOf('price'),
    productId: Id('prd'),
    skuId: Id('sku'),
    priceFen: PriceFen,
    /** The version that was looked at; left out, the price is set whatever happened since. */
    version: Type.Optional(version),
  }),
  Obj({ change: OneOf('on_sale', 'off_sale'), productId: Id('prd') }),
])

const SkuAt = { productId: Id('prd'), version, ...SkuInput.properties }

export const Products = defineContract('product', {
  doc: 'Produce as it is sold: categories, products, SKUs, prices by piece and weight.',
  permissions: { 'product.write': '编辑与上下架商品', 'product.category': '编辑类目' },
  partnerScopes: ['product.write'],
  commands: {
    ...categoryCommands,
    create: {
      doc: 'Drafts a product with its SKUs.',
      who,
      route: { method: 'POST', path: '/staff/products', bodyLimit },
      input: Obj({ ...ProductInput, skus: Type.Array(SkuInput, { minItems: 1, maxItems: 30 }) }),
      output: Obj({ productId: Id('prd'), skuIds: Type.Array(Id('sku')) }),
      refusals: { ...ofSkus, ...ofProducts },
    },
    change: {
      doc: 'Replaces the fields of a product, if nobody changed it since that version.',
      who,
      route: { method: 'PUT', path: '/staff/products/:productId', bodyLimit },
      input: Obj({ productId: Id('prd'), version, ...ProductInput }),
      output: Obj({ version: Type.Integer() }),
      refusals: { no_such_product, changed_meanwhile, ...ofProducts },
    },
    addSku: {
      doc: 'Adds a SKU behind the others, if nobody changed the product since that version.',
      who,
      route: { method: 'POST', path: '/staff/products/:productId/skus' },
      input: Obj(SkuAt),
      output: Obj({ skuId: Id('sku'), version: Type.Integer() }),
      refusals: {
        no_such_product,
        changed_meanwhile,
        too_many_skus: { status: 422, doc: 'A product has 30 SKUs at most.' },
        ...ofSkus,
      },
    },
    changeSku: {
      doc: 'Replaces the fields of one SKU, its price too, if nobody changed the product since that version.',
      who,
      route: { method: 'PUT', path: '/staff/products/:productId/skus/:skuId' },
      input: Obj({ skuId: Id('sku'), ...SkuAt }),
      output: Obj({ version: Type.Integer() }),
      refusals: { no_such_product, changed_meanwhile, no_such_sku, ...ofSkus },
    },
    putOnSale: {
      doc: 'Draft or off → on sale.',
      who,
      route: { method: 'POST', path: '/staff/products/:productId/on-sale' },
      input: ProductRef,
      output: Nothing,
      refusals: {
        no_such_product,
        wrong_state: { status: 409, doc: 'Already on sale.' },
      },
    },
    takeOffSale: {
      doc: 'On sale → off.',
      who,
      route: { method: 'POST', path: '/staff/products/:productId/off-sale' },
      input: ProductRef,
      output: Nothing,
      refusals: {
        no_such_product,
        wrong_state: { status: 409, doc: 'Not on sale.' },
      },
    },
    changeMany: {
      doc: 'Prices, on sale, off sale: up to 200 changes in one call, each done or refused by itself.',
      who,
      route: { method: 'POST', path: '/staff/products/bulk' },
      input: Obj({ items: Type.Array(BulkItem, { minItems: 1, maxItems: 200 }) }),
      output: Obj({
        done: Type.Integer(),
        /** One answer an item, in their order: the new version, or why not. */
        items: Type.Array(
          Obj({ productId: Id('prd'), version: Nullable(Type.Integer()), no: Nullable(BulkNo) }),
        ),
      }),
    },
    assignSupplier: {
      doc: 'Says which supplier a product is of; null for the platform’s own.',
      who: 'system',
      input: Obj({ productId: Id('prd'), supplierId: Nullable(Id('sup')) }),
      output: Nothing,
      refusals: { no_such_product },
    },
  },
  queries: {
    suppliers: {
      doc: 'Whose each product is: a supplier’s, or null for the platform’s own; unknown ids are left out.',
      who: 'system',
      input: Obj({ productIds: Type.Array(Id('prd'), { maxItems: 100 }) }),
      output: Obj({ items: Type.Array(Obj({ productId: Id('prd'), supplierId: Nullable(Id('sup')) })) }),
    },
    cards: {
      doc: 'Products on sale as cards, in season first, then newest; a category includes all below it.',
      who: 'system',
      input: Obj({ ...PageInput, category: Type.Optional(CategoryCode) }),
      output: PageOf(Card),
    },
    known: {
      doc: 'Products that were ever on sale as cards, in the order asked; whether they are sold now is said.',
      who: 'system',
      input: Obj({ productIds: Type.Array(Id('prd'), { maxItems: 100 }) }),
      output: Obj({ items: Type.Array(KnownCard) }),
    },
    get: {
      doc: 'One product that was ever on sale, with its SKUs; null when there is none.',
      who: 'system',
      input: ProductRef,
      output: Nullable(Product),
    },
    skus: {
      doc: 'Snapshots of SKUs by id; unknown ids are left out.',
      who: 'system',
      input: Obj({ skuIds: Type.Array(Id('sku'), { maxItems: 100 }) }),
      output: Obj({ items: Type.Array(SkuSnapshot) }),
    },
    priced: {
      doc: 'Wanted quantities with their price and what forbids them, in their order; unknown SKUs apart.',
      who: 'system',
      input: Obj({
        lines: Type.Array(Obj({ skuId: Id('sku'), quantity: Pieces }), { maxItems: 100 }),
      }),
      output: Obj({ lines: Type.Array(PricedLine), unknown: Type.Array(Id('sku')) }),
    },
    similar: {
      doc: 'What may stand in for a SKU: of its kind, seller, size and price, the nearest first.',
      who: 'system',
      input: Obj({ skuId: Id('sku') }),
      output: Obj({ items: Type.Array(SkuSnapshot) }),
    },
    rulesDue: {
      doc: 'Whether products must still follow changed rules of their categories.',
      who: 'system',
      input: Nothing,
      output: Obj({ due: Type.Boolean() }),
    },
    categories: {
      doc: 'The live categories in the order of the tree.',
      who: 'system',
      input: Nothing,
      output: Obj({ items: Type.Array(Category) }),
    },
    staffCategories: {
      doc: 'All categories, retired ones too, with what each says itself and what therefore holds.',
      who: { permission: 'product.category' },
      route: { method: 'GET', path: '/staff/categories' },
      input: Nothing,
      output: Obj({ items: Type.Array(StaffCategory) }),
    },
    staffList: {
      doc: 'Products in any state, newest first.',
      who,
      route: { method: 'GET', path: '/staff/products' },
      input: Obj({
        limit: PageInput.limit,
        cursor: Type.Optional(Id('prd')),
        state: Type.Optional(ProductState),
        category: Type.Optional(CategoryCode),
      }),
      output: PageOf(StaffProduct),
    },
    staffGet: {
      doc: 'One product as staff edits it, drafts too.',
      who,
      route: { method: 'GET', path: '/staff/products/:productId' },
      input: ProductRef,
      output: StaffProduct,
      refusals: { no_such_product },
    },
    version: {
      doc: 'A product as it stood at one version: what an order that names the version was placed on.',
      who,
      route: { method: 'GET', path: '/staff/products/:productId/versions/:version' },
      input: Obj({ productId: Id('prd'), version }),
      output: Obj({ at: Time, product: StaffProduct }),
      refusals: { no_such_version: { status: 404, doc: 'The product never had that version.' } },
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
      payload: Obj({ productId: Id('prd'), state: ProductState }),
    },
    category_changed: {
      doc: 'A category was made, changed, moved or retired.',
      version: 1,
      payload: Obj({ code: CategoryCode }),
    },
  },
})
