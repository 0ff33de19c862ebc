/**
 * The shapes of module product: categories with their rules, SKUs as produce is sold, products with all that
 * a shopper may want to know. Inputs leave out what has a plain default; outputs say everything. Pure.
 */
import {
  Fen,
  Grams,
  Id,
  Nullable,
  Obj,
  OneOf,
  Pieces,
  Readable,
  StorageClass,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'

/** A short stable word such as `fruit` or `citrus`; it is never given to another category. */
export const CategoryCode = Type.String({ pattern: '^[a-z][a-z0-9-]{0,19}$', maxLength: 20 })
/**
 * Papers that must come with produce: 承诺达标合格证, 检验报告, 动物检疫合格证明, 产地证明, 入境检验检疫证明.
 */
export const DocumentKind = OneOf('commitment', 'inspection', 'quarantine', 'origin', 'import_clearance')
export const Documents = Type.Array(DocumentKind, { maxItems: 5 })
/** Days that produce keeps from harvest, well stored. */
const ShelfLifeDays = Type.Integer({ minimum: 1, maximum: 3_650 })
/** Hours after delivery in which bruised fruit is made good. */
const ClaimWindowHours = Type.Integer({ minimum: 0, maximum: 240 })

/** What holds for produce of a category or for one product. */
export const Rules = Obj({
  storageClass: StorageClass,
  shelfLifeDays: ShelfLifeDays,
  claimWindowHours: ClaimWindowHours,
  documents: Documents,
})

/** What a category says itself; null is said by the nearest ancestor that says it. */
export const OwnRules = Obj({
  storageClass: Nullable(StorageClass),
  shelfLifeDays: Nullable(ShelfLifeDays),
  claimWindowHours: Nullable(ClaimWindowHours),
  documents: Nullable(Documents),
})

/** A category on the shop's screens; the list is in the order of the tree, parents before children. */
export const Category = Obj({
  code: CategoryCode,
  name: Type.String(),
  parent: Nullable(CategoryCode),
  /** 1 for a root. */
  depth: Type.Integer(),
})

/** A category as staff sees it: what it says itself, and what therefore holds. */
export const StaffCategory = Obj({
  ...Category.properties,
  position: Type.Integer(),
  state: OneOf('live', 'retired'),
  version: Type.Integer(),
  own: OwnRules,
  rules: Rules,
})

/** 特级, 一级, 二级, 三级, 统货. */
export const Grade = OneOf('special', 'first', 'second', 'third', 'unsorted')
export const SellUnit = OneOf('piece', 'box', 'jin')
const PriceMode = OneOf('piece', 'weight')

/** Per sell unit (piece), or per kilogram (weight). */
export const PriceFen = Type.Integer({ minimum: 1, maximum: 99_999_999 })

const SkuCore = {
  /** What one piece is, for people: 5斤装, 一盒. */
  spec: Text(40),
  /** What is counted: a piece 件, a box 盒, a 斤 of exactly 500 g. */
  sellUnit: SellUnit,
  /**
   * piece = one price per sell unit; weight = price per kg on weighed grams, the nominal weight is an
   * estimate.
   */
  priceMode: PriceMode,
  priceFen: PriceFen,
  nominalG: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  toleranceMinusG: Grams,
  tolerancePlusG: Grams,
  maxPerOrder: Pieces,
}

/**
 * A SKU as staff writes it. Left out: one at least, in steps of one, nothing said of grade, size and pack.
 */
export const SkuInput = Obj({
  ...SkuCore,
  leastPerOrder: Type.Optional(Pieces),
  /** From the least on, quantities go up by this much. */
  step: Type.Optional(Pieces),
  grade: Type.Optional(Nullable(Grade)),
  /** 果径 80–85 mm, 单果 250 g 起. */
  size: Type.Optional(Text(30, 0)),
  /** 五层瓦楞箱, 珍珠棉一果一托. */
  pack: Type.Optional(Text(40, 0)),
})

const Computed = {
  /** Price of one piece: exact for piece, estimated at the nominal weight for weight. */
  pieceFen: Fen,
  /** Computed: price of 500 g. */
  perJinFen: Fen,
}

const Limits = { leastPerOrder: Pieces, step: Pieces }

export const Sku = Obj({
  skuId: Id('sku'),
  ...SkuCore,
  ...Limits,
  grade: Nullable(Grade),
  size: Type.String(),
  pack: Type.String(),
  ...Computed,
})

/** 地理标志: the protected name, and the number of its registration where it is known. */
export const GeographicalIndication = Obj({
  name: Readable(40),
  number: Type.Optional(Readable(40)),
})

/** A value of a field that an operator declared in the settings. */
export const ExtraValue = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()])

const ProductCore = {
  title: Text(60),
  subtitle: Text(80, 0),
  category: CategoryCode,
  variety: Text(30),
  originProvince: Text(20),
  originCounty: Text(30),
  grower: Text(40),
  /** Months of the year in season, 1–12. */
  seasonMonths: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { maxItems: 12 }),
  /** The grower's own words, plain text. */
  story: Text(2_000, 0),
  /** Names of uploaded or demo pictures; the first is the cover. */
  images: Type.Array(Text(80), { minItems: 1, maxItems: 9 }),
}

/** A product as staff writes it. */
export const ProductInput = {
  ...ProductCore,
  /** Left out or null: as the category says. */
  storageClass: Type.Optional(Nullable(StorageClass)),
  claimWindowHours: Type.Optional(Nullable(ClaimWindowHours)),
  /** Rich text: a few tags, cleaned of everything else when it comes in. */
  details: Type.Optional(Text(20_000, 0)),
  geographicalIndication: Type.Optional(Nullable(GeographicalIndication)),
  /** Fields that the settings declare, by name. */
  extra: Type.Optional(Type.Record(Type.String(), ExtraValue)),
}

export const ProductState = OneOf('draft', 'on_sale', 'off_sale')

export const Product = Obj({
  productId: Id('prd'),
  ...ProductCore,
  /** The rules that hold: the product's own, else its category's. */
  ...Rules.properties,
  /** The cover. */
  image: Type.String(),
  /** Rich text that is safe to show. */
  details: Type.String(),
  geographicalIndication: Nullable(GeographicalIndication),
  /** What the declared extension fields say, in the order of their declaration. */
  extra: Type.Array(Obj({ name: Type.String(), label: Type.String(), value: ExtraValue })),
  state: ProductState,
  version: Type.Integer(),
  skus: Type.Array(Sku),
})

const { story: _story, details: _details, ...told } = Product.properties

/** A product as an index must know it: all that is told of it but its long texts. */
export const ChangedProduct = Obj({ ...told, createdAt: Time, changeNo: Type.Integer() })

/** A product as staff edits it: drafts too, and what it says itself instead of its category. */
export const StaffProduct = Obj({
  ...Product.properties,
  own: Obj({ storageClass: Nullable(StorageClass), claimWindowHours: Nullable(ClaimWindowHours) }),
  createdAt: Time,
})

/** What an order or a cart must know of a SKU. */
export const SkuSnapshot = Obj({
  skuId: Id('sku'),
  ...SkuCore,
  ...Limits,
  ...Computed,
  productId: Id('prd'),
  productVersion: Type.Integer(),
  /** Whose it is; null is the platform. */
  supplierId: Nullable(Id('sup')),
  title: Type.String(),
  image: Type.String(),
  storageClass: StorageClass,
  shelfLifeDays: ShelfLifeDays,
  claimWindowHours: ClaimWindowHours,
  onSale: Type.Boolean(),
})

/** Why a quantity of a SKU cannot be bought. */
export const LineProblem = OneOf('sku_off_sale', 'below_least', 'over_limit', 'off_step')

/** A wanted quantity of a SKU with its price, and what forbids it. */
export const PricedLine = Obj({
  ...SkuSnapshot.properties,
  quantity: Pieces,
  amountFen: Fen,
  problem: Nullable(LineProblem),
  /** The quantity nearest to it that could be bought; 0 where none can. */
  would: Type.Integer({ minimum: 0 }),
})

export const Card = Obj({
  productId: Id('prd'),
  skuId: Id('sku'),
  title: Type.String(),
  subtitle: Type.String(),
  category: CategoryCode,
  origin: Type.String(),
  image: Type.String(),
  spec: Type.String(),
  priceMode: PriceMode,
  pieceFen: Fen,
  perJinFen: Fen,
  /** What one click puts into the cart. */
  leastPerOrder: Pieces,
  inSeason: Type.Boolean(),
  storageClass: StorageClass,
})

/** A card of a product that somebody knows from before: it may be withdrawn. */
export const KnownCard = Obj({ ...Card.properties, onSale: Type.Boolean() })
