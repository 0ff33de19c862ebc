/**
 * Contract-shaped answers for looking at the screens and for testing them without a server. Made up, never
 * bundled: the types of the contracts keep them honest.
 */
import type { Output } from '@tiantou/client'

type Card = Output<'catalogue.page'>['items'][number]
type ProductPage = Output<'product-page.page'>
type Sku = ProductPage['product']['skus'][number]
type OrderDetail = Output<'order.get'>
type Line = OrderDetail['lines'][number]

/** An id of the right shape, for a small number. */
export const id = (prefix: string, n: number): string =>
  `${prefix}_06ak${String(n).padStart(6, '0')}e00800000000000x`

export const now = Date.UTC(2026, 7, 12, 2, 30)
const hour = 3_600_000

type Seed = readonly [
  image: string,
  title: string,
  subtitle: string,
  category: Card['category'],
  origin: string,
  spec: string,
  pieceFen: number,
  perJinFen: number,
  more?: Partial<Card>,
]

const seeds: readonly Seed[] = [
  [
    'peach',
    '阳山水蜜桃',
    '软糯多汁，拿到手就能吃',
    'fruit',
    '江苏 无锡',
    '5斤装',
    8_990,
    1_798,
    { inSeason: true },
  ],
  [
    'watermelon',
    '宁夏硒砂瓜',
    '砂地里长的，甜到瓜皮',
    'fruit',
    '宁夏 中卫',
    '整颗 约8斤',
    3_180,
    398,
    { inSeason: true, priceMode: 'weight' },
  ],
  [
    'grapes',
    '吐鲁番无核白',
    '晒足日头的葡萄',
    'fruit',
    '新疆 吐鲁番',
    '3斤装',
    3_990,
    1_330,
    { inSeason: true, band: 'few' },
  ],
  [
    'tomato',
    '普罗旺斯番茄',
    '沙瓤，生吃有番茄味',
    'vegetable',
    '山东 寿光',
    '5斤装',
    2_990,
    598,
    { inSeason: true },
  ],
  [
    'leafy-green',
    '高山小白菜',
    '清晨采，当天发',
    'vegetable',
    '湖北 恩施',
    '300 g/把',
    490,
    817,
    { storageClass: 'chilled' },
  ],
  [
    'mushroom',
    '古田鲜香菇',
    '肉厚柄短，炖汤有鲜味',
    'mushroom',
    '福建 古田',
    '500 g/盒',
    1_680,
    1_680,
    { storageClass: 'chilled' },
  ],
  ['egg', '山林散养土鸡蛋', '一日一捡，带着产日', 'egg', '安徽 黄山', '30枚', 4_980, 1_660],
  [
    'shrimp',
    '湛江鲜冻对虾',
    '上岸即冻，单冻不粘',
    'seafood',
    '广东 湛江',
    '4斤装',
    12_800,
    3_200,
    { storageClass: 'frozen', band: 'few' },
  ],
  ['rice', '五常稻花香新米', '当年新米，先碾后发', 'grain', '黑龙江 五常', '10斤装', 7_990, 799],
  [
    'tea',
    '安吉白茶 明前',
    '一年一季，卖完为止',
    'tea',
    '浙江 安吉',
    '100 g/罐',
    19_800,
    99_000,
    { band: 'none' },
  ],
]

export const cards: readonly Card[] = seeds.map(
  ([image, title, subtitle, category, origin, spec, pieceFen, perJinFen, more], n) => ({
    productId: id('prd', n),
    skuId: id('sku', n),
    image,
    title,
    subtitle,
    category,
    origin,
    spec,
    pieceFen,
    perJinFen,
    priceMode: 'piece',
    leastPerOrder: 1,
    inSeason: false,
    storageClass: 'ambient',
    band: 'plenty',
    ...more,
  }),
)

const kept = (n: number) => {
  const card = cards[n] ?? (cards[0] as Card)
  return { ...card, onSale: n !== 4 }
}
const dayAgo = (n: number): number => now - n * 86_400_000

/** What a shopper marked: among it something that was withdrawn. */
export const favourites: Output<'my-favourites.page'> = {
  items: [0, 3, 4, 5, 1].map((n) => ({ ...kept(n), markedAt: dayAgo(n) })),
  next: null,
}

/** What a shopper looked at today and before. */
export const history: Output<'my-history.page'> = {
  items: [2, 0, 4, 6].map((n, at) => ({ ...kept(n), viewedAt: dayAgo(at >> 1) })),
  next: null,
  on: true,
}

/** What a shopper bought. */
export const bought: Output<'my-bought.page'> = {
  items: [1, 5, 2, 4].map((n) => ({ ...kept(n), times: 2, lastAt: dayAgo(n) })),
  next: null,
}

/** What a search finds: a slip of the pen was taken for what it was meant to be. */
const branch = (code: string, name: string, parent: string | null = null) => ({
  code,
  name,
  parent,
  depth: parent === null ? 1 : 2,
})

export const categories: Output<'categories.page'> = {
  items: [
    branch('fruit', '水果'),
    branch('citrus', '柑橘橙柚', 'fruit'),
    branch('stone-fruit', '桃李杏樱', 'fruit'),
    branch('melon', '瓜类', 'fruit'),
    branch('vegetable', '蔬菜'),
    branch('egg', '禽蛋'),
    branch('tea', '茶'),
  ],
}

export const found: Output<'search-page.page'> = {
  items: cards.slice(0, 3),
  next: null,
  total: 3,
  facets: {
    category: [{ value: 'fruit', count: 3 }],
    province: ['江西省', '新疆维吾尔自治区', '江苏省', '宁夏回族自治区'].map((value) => ({
      value,
      count: 1,
    })),
    variety: Array.from({ length: 12 }, (_, n) => ({ value: `品种${n + 1}`, count: 1 })),
    storageClass: [
      { value: 'ambient', count: 2 },
      { value: 'chilled', count: 1 },
    ],
    inSeason: 2,
    inStock: 3,
  },
  corrected: '脐橙',
  how: 'near',
}

const skuOf = (card: Card, n: number, spec: string, factor: number): Sku => ({
  skuId: id('sku', n),
  spec,
  sellUnit: 'box',
  priceMode: card.priceMode,
  priceFen: card.priceMode === 'weight' ? card.perJinFen * 2 : Math.round(card.pieceFen * factor),
  nominalG: Math.round(((card.pieceFen * factor) / card.perJinFen) * 500),
  toleranceMinusG: 100,
  tolerancePlusG: card.priceMode === 'weight' ? 300 : 100,
  maxPerOrder: 10,
  leastPerOrder: 1,
  step: 1,
  grade: 'first',
  size: '',
  pack: '',
  pieceFen: Math.round(card.pieceFen * factor),
  perJinFen: card.perJinFen,
})

const story = `太湖西岸的阳山，火山土松软透气。周家三代人种桃，每棵树只留一百五十个果，套袋、疏叶、转果，都是手上的功夫。

七月中到八月中是最甜的时候。清晨五点下地，只摘八分熟的，当天装箱，到您手里正好软下来。`

export const productPage = (n = 0): ProductPage => {
  const card = cards[n] ?? (cards[0] as Card)
  const [originProvince = '', originCounty = ''] = card.origin.split(' ')
  const skus = [
    skuOf(card, n, card.spec, 1),
    skuOf(card, n + 100, '2.5斤尝鲜装', 0.52),
    skuOf(card, n + 200, '10斤家庭装', 1.9),
  ]
  return {
    product: {
      productId: card.productId,
      title: card.title,
      subtitle: card.subtitle,
      category: card.category,
      image: card.image,
      images: [card.image],
      variety: '湖景蜜露',
      originProvince,
      originCounty,
      grower: '周建明 · 桃源果园',
      seasonMonths: [7, 8],
      storageClass: card.storageClass,
      claimWindowHours: 48,
      shelfLifeDays: 7,
      documents: ['commitment'],
      story,
      details: '',
      geographicalIndication: null,
      extra: [],
      state: 'on_sale',
      version: 3,
      skus,
    },
    stock: skus.map(({ skuId }, i) => ({
      skuId,
      band: i === 2 ? 'none' : i === 1 ? 'few' : 'plenty',
      harvestedAt: i === 2 ? null : now - 20 * hour,
      lotNo: i === 2 ? null : 'YS20260811A',
    })),
  }
}

const lineOf = (n: number, quantity: number): Line => {
  const card = cards[n] as Card
  return {
    skuId: card.skuId,
    productId: card.productId,
    productVersion: 1,
    supplierId: null,
    title: card.title,
    spec: card.spec,
    image: card.image,
    priceMode: card.priceMode,
    storageClass: card.storageClass,
    quantity,
    nominalG: 2500,
    perJinFen: card.perJinFen,
    pieceFen: card.pieceFen,
    amountFen: card.pieceFen * quantity,
    priceFen: card.priceMode === 'weight' ? card.perJinFen * 2 : card.pieceFen,
    toleranceMinusG: 0,
    tolerancePlusG: 0,
    shelfLifeDays: 7,
    claimWindowHours: 48,
    ifShort: 'refund',
  }
}

type CartLine = Output<'cart-page.page'>['lines'][number]
const cartLine = (n: number, quantity: number, more: Partial<CartLine> = {}): CartLine => {
  const card = cards[n] as Card
  const { grade: _grade, size: _size, pack: _pack, ...sku } = skuOf(card, n, card.spec, 1)
  return {
    ...sku,
    productId: card.productId,
    title: card.title,
    image: card.image,
    storageClass: card.storageClass,
    productVersion: 1,
    supplierId: null,
    shelfLifeDays: 7,
    claimWindowHours: 48,
    onSale: true,
    quantity,
    would: quantity,
    selected: true,
    amountFen: card.pieceFen * quantity,
    band: card.band,
    left: 99,
    problem: null,
    ...more,
  }
}

export const cart: Output<'cart-page.page'> = {
  lines: [
    cartLine(0, 1),
    cartLine(1, 1),
    cartLine(6, 2, { selected: false }),
    cartLine(4, 3),
    cartLine(7, 5, { left: 3, problem: 'out_of_stock', selected: false }),
    cartLine(9, 1, { left: 0, problem: 'sku_off_sale', selected: false }),
  ],
  itemsFen: 13_640,
  freightFen: 1_000,
  toFreeFreightFen: 2_260,
  totalFen: 14_640,
}

export const addresses: Output<'user.addresses'>['items'] = [
  {
    addressId: id('adr', 1),
    name: '林晓',
    phone: '13800138000',
    regionCode: '310115',
    detail: '张江镇祖冲之路 1559 弄 8 号 602 室',
    isDefault: true,
    province: '上海市',
    city: '上海市',
    county: '浦东新区',
  },
  {
    addressId: id('adr', 2),
    name: '林建国',
    phone: '13900139000',
    regionCode: '320206',
    detail: '洛社镇新兴路 21 号',
    isDefault: false,
    province: '江苏省',
    city: '无锡市',
    county: '惠山区',
  },
]

export const quote = {
  lines: [lineOf(0, 1), lineOf(1, 1), lineOf(4, 3)],
  itemsFen: 13_640,
  freightFen: 1_000,
  toFreeFreightFen: 2_260,
  totalFen: 14_640,
}

const first = addresses[0] as (typeof addresses)[number]
const receiver = {
  name: first.name,
  phone: first.phone,
  detail: first.detail,
  province: first.province,
  city: first.city,
  county: first.county,
}

const slot = (n: number, days: number, hours: number, left: 'plenty' | 'few' | 'none', feeFen = 0) => ({
  mode: 'fleet' as const,
  slotId: id('slt', n),
  from: now + days * 24 * hour + hours * hour,
  to: now + days * 24 * hour + (hours + 3) * hour,
  cutoffAt: now + days * 24 * hour + (hours - 2) * hour,
  feeFen,
  left,
  pickup: null,
})

export const promise: NonNullable<Output<'checkout-preview.page'>['promise']> = {
  isLocated: true,
  options: [
    slot(1, 0, 4, 'none'),
    slot(2, 0, 8, 'few', 500),
    slot(3, 1, 0, 'plenty'),
    slot(4, 1, 4, 'plenty'),
    slot(5, 2, 0, 'plenty'),
    { ...slot(6, 1, 6, 'plenty'), mode: 'pickup', pickup: { name: '湖滨自提点', address: '湖滨路 8 号' } },
    { ...slot(7, 1, 0, 'plenty'), slotId: null, mode: 'carrier', to: now + 48 * hour },
  ],
  noSlot: null,
}

export const deliveryPromise: Output<'delivery-promise.page'> = {
  place: { addressId: id('adr', 1), province: '上海市', city: '上海市', county: '徐汇区' },
  region: null,
  delivers: true,
  freightFen: 800,
  promise,
}

export const preview: Output<'checkout-preview.page'> = {
  quote,
  address: { addressId: first.addressId, ...receiver },
  promise,
  slotProblem: null,
  problems: [],
}

export const payment: Output<'payment.get'> = {
  paymentId: id('pay', 1),
  orderId: id('ord', 1),
  amountFen: 14_640,
  state: 'pending',
  expiresAt: now + 14 * 60_000 + 32_000,
  asking: false,
  channel: null,
}

export const payWays: Output<'pay-ways.flow'> = {
  channels: [
    { channel: 'wechat-pay', scenes: ['jsapi', 'h5', 'native'] },
    { channel: 'alipay', scenes: ['h5', 'page', 'native', 'app', 'jsapi'] },
    { channel: 'unionpay', scenes: ['h5', 'page', 'app'] },
    { channel: 'ecny', scenes: ['h5', 'native'] },
  ],
}

/** While a channel has been asked: a code is on the screen, or the shopper is at its page. */
export const asked: Output<'payment.get'> = { ...payment, asking: true }

const packLine = (no: number, more: Partial<PackLine>): PackLine => {
  const line = quote.lines[no - 1]
  return {
    no,
    insteadOf: null,
    state: 'weighed',
    skuId: line?.skuId ?? '',
    title: line?.title ?? '酥梨',
    spec: line?.spec ?? '4斤装',
    storageClass: 'ambient',
    pieces: 1,
    shortPieces: 0,
    weigh: false,
    nominalGrams: 2_500,
    leastGrams: 2_450,
    mostGrams: 2_725,
    gotPieces: 1,
    gotGrams: 0,
    backFen: 0,
    parts: [
      {
        lotId: id('lot', no),
        lotNo: `APPLE-${no}`,
        location: 'main',
        useBy: now + 200 * hour,
        pieces: 1,
        gotPieces: 1,
        gotGrams: 0,
      },
    ],
    weighings: [],
    ...more,
  }
}

type Packing = NonNullable<Output<'packing.page'>>
type PackLine = Packing['lines'][number]

/** An order as the packing station has it: one line weighed too light, one replaced, one not to be had. */
export const packing: Packing = {
  orderId: id('ord', 1),
  orderNo: '26081200000000000018',
  state: 'shipped',
  mode: 'carrier',
  route: '',
  packBy: now - 6 * hour,
  arriveFrom: now,
  arriveTo: now + 24 * hour,
  waveId: null,
  lines: [
    packLine(1, {
      weigh: true,
      gotGrams: 2_380,
      backFen: 168,
      weighings: [
        {
          weighingId: id('wgh', 1),
          lotNo: 'APPLE-1',
          pieces: 1,
          grams: 2_380,
          scale: 'scale-1',
          at: now - 7 * hour,
        },
      ],
    }),
    packLine(2, { state: 'dropped', gotPieces: 0, shortPieces: 1, backFen: 300, parts: [] }),
    packLine(3, { insteadOf: 2 }),
  ],
  shortages: [],
  parcels: [
    {
      parcelId: id('pcl', 1),
      no: 1,
      state: 'shipped',
      storageClass: 'chilled',
      goodsGrams: 4_900,
      coolantGrams: 1_000,
      packagingGrams: 600,
      carrier: '顺丰速运',
      trackingNo: 'SF1430089271623',
      packedAt: now - 7 * hour,
      shippedAt: now - 5 * hour,
      deliveredAt: null,
    },
  ],
}

/** What the carrier told of its parcel. */
export const tracks: Output<'tracks.page'> = {
  parcels: [
    {
      parcelId: id('pcl', 1),
      tracks: [
        {
          at: now - hour,
          state: 'out_for_delivery',
          text: '快件正在派送，快递员李师傅，电话 13900000001，请保持电话畅通。',
          place: '北京市',
        },
        { at: now - 3 * hour, state: 'in_transit', text: '快件到达【北京东城营业点】', place: '北京市' },
        { at: now - 4.5 * hour, state: 'in_transit', text: '快件离开【西安中转场】', place: '西安市' },
        { at: now - 5 * hour, state: 'accepted', text: '已揽收', place: '延安市' },
      ],
    },
  ],
}

/** The same, taken apart again because a lot was recalled. */
export const recalledPacking: Packing = {
  ...packing,
  state: 'cancelled',
  parcels: packing.parcels.map((parcel) => ({ ...parcel, state: 'unpacked', shippedAt: null })),
}

/** The same while the shopper is asked whether he wants something else. */
export const askedPacking: Packing = {
  ...packing,
  state: 'waiting',
  lines: [packLine(1, { state: 'allocated', gotPieces: 0 })],
  shortages: [
    {
      shortageId: id('sho', 1),
      lineNo: 1,
      title: quote.lines[0]?.title ?? '',
      pieces: 1,
      state: 'asked',
      offer: { title: '砀山酥梨', spec: '4斤装', pieceFen: 2_690 },
      answerBy: now + 18 * 60_000,
    },
  ],
  parcels: [],
}

const arrivalOf = (placedAt: number): Output<'order.get'>['arrival'] => ({
  mode: 'fleet',
  slotId: id('slt', 2),
  from: placedAt + 20 * hour,
  to: placedAt + 23 * hour,
  cutoffAt: placedAt + 10 * hour,
  route: '湖滨线',
  pickup: null,
})

/** An order in one of the states that a shopper meets. */
export const order = (
  at: 'unpaid' | 'paid' | 'shipped' | 'delivered' | 'completed' | 'cancelled' | 'refunding',
) => {
  const steps = ['unpaid', 'paid', 'shipped', 'delivered', 'completed']
  const reached = steps.indexOf(at)
  const off = at === 'cancelled' || at === 'refunding'
  const placedAt = now - 26 * hour
  const entry = (
    axis: 'state' | 'payment' | 'fulfilment',
    to: string,
    hours: number,
    by: 'user' | 'staff' | 'system',
  ) => ({
    at: placedAt + hours * hour,
    axis,
    to,
    by,
  })
  const history = [
    entry('state', 'open', 0, 'user'),
    ...(reached >= 1 || at === 'refunding' ? [entry('payment', 'paid', 0.1, 'system')] : []),
    ...(reached >= 2 ? [entry('fulfilment', 'shipped', 5, 'staff')] : []),
    ...(reached >= 3 ? [entry('fulfilment', 'delivered', 22, 'staff')] : []),
    ...(reached >= 4 ? [entry('state', 'completed', 24, 'user')] : []),
    ...(off ? [entry('state', 'cancelled', 1, 'user')] : []),
    ...(at === 'refunding' ? [entry('payment', 'refunding', 1, 'system')] : []),
  ]
  const actions: OrderDetail['actions'] = {
    unpaid: ['pay', 'cancel'],
    paid: ['cancel', 'remind', 'buy_again'],
    shipped: ['buy_again'],
    delivered: ['confirm', 'buy_again'],
    completed: ['buy_again'],
    cancelled: ['buy_again'],
    refunding: ['buy_again'],
  }[at] as OrderDetail['actions']
  const detail: OrderDetail = {
    orderId: id('ord', 1),
    orderNo: '26081200000000000018',
    state: off ? 'cancelled' : at === 'completed' ? 'completed' : 'open',
    payment: at === 'refunding' ? 'refunding' : reached >= 1 ? 'paid' : 'unpaid',
    fulfilment: reached >= 3 ? 'delivered' : reached === 2 ? 'shipped' : 'waiting',
    placedAt,
    payBy: now + 14 * 6e4,
    lines: [...quote.lines],
    itemsFen: 13640,
    freightFen: 1e3,
    totalFen: 14640,
    receiver,
    note: '放门卫处，谢谢',
    paidAt: reached >= 1 ? placedAt + 0.1 * hour : null,
    shippedAt: reached >= 2 ? placedAt + 5 * hour : null,
    deliveredAt: reached >= 3 ? placedAt + 22 * hour : null,
    closedAt: null,
    cancelReason: off ? 'changed_mind' : null,
    carrier: reached >= 2 ? '顺丰速运' : null,
    trackingNo: reached >= 2 ? 'SF1430089271623' : null,
    freightBackFen: 0,
    resends: null,
    confirmBy: reached >= 2 && at !== 'completed' ? placedAt + 200 * hour : null,
    remindedAt: null,
    arrival: arrivalOf(placedAt),
    outcome: quote.lines.map(({ skuId }) => ({ skuId, pieces: null, weighedG: null, backFen: 0 })),
    actions,
    history,
  }
  return detail
}

/** Goods of it that are sent again. */
export const resend: Output<'order.get'> = {
  ...order('shipped'),
  resends: id('ord', 2),
  lines: quote.lines.slice(0, 1).map((line) => ({ ...line, quantity: 1, amountFen: 0 })),
  itemsFen: 0,
  freightFen: 0,
  totalFen: 0,
  arrival: null,
}

/** What can be claimed of it: the first line, in every way that there is. */
export const claimable: Output<'claimable.page'> = {
  lines: quote.lines.slice(0, 1).map(({ skuId, title, spec, image, amountFen }) => ({
    skuId,
    title,
    spec,
    image,
    pieces: 2,
    grams: 5_000,
    leftFen: amountFen,
    leftGrams: 5_000,
    until: now + 40 * hour,
    causes: ['bruised', 'rotten', 'unripe', 'wrong_item', 'quality_return', 'exchange'],
    resends: ['wrong_item', 'exchange'],
  })),
}

/** One that is sent again. */
export const claims: Output<'claim.ofOrder'> = {
  items: quote.lines.slice(0, 1).map(({ skuId, title, spec, image }) => ({
    claimId: id('clm', 1),
    orderId: id('ord', 1),
    orderNo: '26081200000000000018',
    skuId,
    title,
    spec,
    image,
    state: 'resending',
    cause: 'exchange',
    pieces: 1,
    grams: null,
    text: '',
    photos: [],
    remedy: 'resend',
    resendOrderId: id('ord', 9),
    offerFen: 2_990,
    amountFen: 2_990,
    paidFen: 0,
    ruleVersion: 1,
    reason: '同意换货',
    openedAt: now - 5 * hour,
    decidedAt: now - 4 * hour,
    paidAt: null,
    reviewBy: null,
    appealBy: null,
  })),
}

/** Fetched at a point. */
export const pickedUp: Output<'order.get'> = {
  ...order('paid'),
  arrival: {
    mode: 'pickup',
    slotId: id('slt', 6),
    from: now + 30 * hour,
    to: now + 33 * hour,
    cutoffAt: now + 28 * hour,
    route: '湖滨自提',
    pickup: { name: '湖滨自提点', address: '湖滨路 8 号', code: '172140' },
  },
}

export const orders: Output<'order.list'> = {
  items: (['unpaid', 'paid', 'shipped', 'completed', 'refunding'] as const).map((at, n) => {
    const { state, payment: paid, fulfilment, totalFen, placedAt, payBy, lines, orderNo } = order(at)
    return {
      orderId: id('ord', n + 1),
      orderNo,
      state,
      payment: paid,
      fulfilment,
      totalFen,
      placedAt,
      payBy,
      resends: n === 2 ? id('ord', 9) : null,
      lines: n === 1 ? lines.slice(0, 1) : lines,
    }
  }),
  next: null,
}

export const wechatWays: Output<'sign-in-ways.flow'>['wechat'] = [
  { app: 'official', opens: 'anywhere' },
  { app: 'website', opens: 'anywhere' },
]

export const wechatLinks: Output<'user.wechatLinks'>['items'] = [
  { linkId: id('wxl', 2), app: 'official', linkedAt: now - 3 * 24 * hour, usedAt: now - hour },
  { linkId: id('wxl', 1), app: 'mini', linkedAt: now - 30 * 24 * hour, usedAt: now - 30 * 24 * hour },
]

export const me: Output<'user.me'> = {
  userId: id('usr', 1),
  phone: '138****8000',
  nickname: null,
  joinedAt: now - 40 * 24 * hour,
}

export const policies: Output<'user.policies'> = {
  privacyVersion: '2026-11-28',
  termsVersion: '2026-11-28',
  operator: '田头（示例）农产品有限公司',
  contact: 'privacy@example.com',
}

const agreed = { version: '2026-11-28', given: true, at: now - 40 * 24 * hour }
const open = { version: '2026-11-28', given: false, at: null }

export const consents: Output<'user.consents'> = {
  items: [
    { kind: 'privacy', required: true, ...agreed },
    { kind: 'terms', required: true, ...agreed },
    { kind: 'marketing', required: false, ...open },
    { kind: 'recommendation', required: false, ...open },
  ],
  due: [],
}

const sessionOf = (n: number, device: string, days: number) => {
  const openedAt = now - days * 24 * hour
  return { sessionId: id('ses', n), device, openedAt, seenAt: openedAt + 2 * hour, current: n === 1 }
}

export const sessions: Output<'user.sessions'> = {
  items: [sessionOf(1, 'iPhone · 微信', 2), sessionOf(2, 'Windows 电脑 · Edge', 9), sessionOf(3, '', 20)],
}

const invoice = (n: number, more: Partial<Output<'invoice.ofOrder'>['items'][number]>) => ({
  invoiceId: id('fap', n),
  orderId: id('ord', 1),
  orderNo: '20261128093000123450',
  state: 'issued' as const,
  titleKind: 'company' as const,
  title: '上海晨禾食品有限公司',
  amountFen: 14_640,
  number: '26312000000123456789',
  redNumber: '',
  failCode: '',
  at: now - 2 * hour,
  issuedAt: now - hour,
  ...more,
})

export const invoices: Output<'invoice.ofOrder'> = { offered: true, items: [] }

export const invoiced: Output<'invoice.ofOrder'> = {
  offered: true,
  items: [
    invoice(2, { amountFen: 13_990, number: '', state: 'issuing', issuedAt: null }),
    invoice(1, { state: 'reversed', redNumber: '26312000000123456790' }),
  ],
}

export const freight: Output<'freight.page'> = {
  place: { province: '上海市', city: '上海市', county: '徐汇区' },
  delivers: true,
  freightFen: 800,
  toFreeFreightFen: 910,
}

export const shared: Output<'share-product.flow'> = {
  image: '/media/peach.webp',
  path: `/products/${id('prd', 0)}`,
  title: '阳山水蜜桃',
  text: '软糯多汁，拿到手就能吃',
}

const photo = (image: string) => ({
  name: image,
  small: `/media/${image}.webp`,
  large: `/media/${image}.webp`,
})
const summary = {
  count: 128,
  goodsTenths: 47,
  freshnessTenths: 48,
  deliveryTenths: 45,
  stars: [3, 2, 8, 21, 94],
  pictured: 36,
  freshBp: 9_560,
}
const lot = { lotId: id('lot', 1), lotNo: 'YS-0809', harvestedAt: now - 3 * 24 * hour }

export const reviews: Output<'product-reviews.page'> = {
  summary,
  items: [
    {
      reviewId: id('rev', 1),
      name: '爱***人',
      anonymous: false,
      goods: 5,
      freshness: 5,
      delivery: 5,
      text: '收到的时候还带着一点青，放了一天就软了，汁水很多，一家人三天吃完。\n有两个磕到，拍照就赔了。',
      photos: [photo('peach'), photo('grapes'), photo('tomato')],
      submittedAt: now - 2 * 24 * hour,
      spec: '5斤装',
      lots: [lot],
      reply: { text: '谢谢支持，磕到的我们已经和打包间说了，下一批加了网套。', at: now - hour },
      followUp: { text: '第二次买，还是一样甜。', photos: [], submittedAt: now - hour },
    },
    {
      reviewId: id('rev', 2),
      name: '',
      anonymous: true,
      goods: 2,
      freshness: 3,
      delivery: 4,
      text: '偏硬，没有想的那么甜。',
      photos: [],
      submittedAt: now - 5 * 24 * hour,
      spec: '5斤装',
      lots: [{ ...lot, harvestedAt: null }],
      reply: null,
      followUp: null,
    },
  ],
  next: null,
}

export const noReviews: Output<'product-reviews.page'> = {
  summary: {
    count: 0,
    goodsTenths: 0,
    freshnessTenths: 0,
    deliveryTenths: 0,
    stars: [0, 0, 0, 0, 0],
    pictured: 0,
    freshBp: 0,
  },
  items: [],
  next: null,
}

const ownReview = {
  reviewId: id('rev', 3),
  kind: 'first' as const,
  orderId: id('ord', 1),
  skuId: id('sku', 1),
  productId: id('prd', 1),
  title: '宁夏硒砂瓜',
  spec: '整颗 约8斤',
  image: 'watermelon',
  state: 'rejected' as const,
  anonymous: false,
  scores: { goods: 4, freshness: 5, delivery: 4 },
  text: '加微信可以便宜，瓜很甜',
  photos: [],
  submittedAt: now - 24 * hour,
  reason: '请不要在评价里留联系方式',
  reply: '',
}

export const reviewable: Output<'reviewable.page'> = {
  lines: [
    {
      skuId: id('sku', 0),
      title: '阳山水蜜桃',
      spec: '5斤装',
      image: 'peach',
      may: 'review',
      until: now + 80 * 24 * hour,
      review: null,
      followUp: null,
    },
    {
      skuId: id('sku', 1),
      title: '宁夏硒砂瓜',
      spec: '整颗 约8斤',
      image: 'watermelon',
      may: 'rewrite',
      until: now + 80 * 24 * hour,
      review: ownReview,
      followUp: null,
    },
  ],
}

export const myReviews: Output<'my-reviews.page'> = {
  items: [
    ownReview,
    {
      ...ownReview,
      reviewId: id('rev', 1),
      title: '阳山水蜜桃',
      image: 'peach',
      state: 'published',
      scores: { goods: 5, freshness: 5, delivery: 5 },
      text: '汁水很多，一家人三天吃完。',
      photos: [photo('peach')],
      reason: '',
      reply: '谢谢支持',
    },
  ],
  next: null,
}
