/** Every screen with every face it can show, as a path and what the made-up server answers. */
import type { Page } from 'playwright-core'
import * as fixture from './fixture.data.ts'
import { problem, type Replies, type Setting } from './stage.ts'

export interface Scene extends Setting {
  readonly name: string
  readonly path: string
  readonly act?: (page: Page) => Promise<unknown>
  readonly wait?: number
  /** What must stand there, to be the face that is meant. */
  readonly says?: string
  /** The whole length of the page in the picture. */
  readonly full?: boolean
  readonly only?: 'phone' | 'pc'
}

const product = `/products/${fixture.id('prd', 0)}`
const cashier = `/cashier/${fixture.id('pay', 1)}`
const order = `/orders/${fixture.id('ord', 1)}`
const broken = problem(500, 'platform.defect')

/** The faces of one screen: full, loading, error and, where it has one, empty. */
const faces = (
  name: string,
  path: string,
  asks: string,
  empty?: { readonly body: unknown; readonly says: string },
): readonly Scene[] => [
  { name, path, full: true },
  { name: `${name}-loading`, path, replies: { [asks]: 'never' }, says: '正在加载' },
  { name: `${name}-error`, path, replies: { [asks]: broken }, says: '没能打开' },
  ...(empty
    ? [{ name: `${name}-empty`, path, replies: { [asks]: { body: empty.body } }, says: empty.says }]
    : []),
]

const paid = (state: string, asking = false): Replies => ({
  'GET /payments/': { body: { ...fixture.payment, state, asking } },
})
const ordered = (at: Parameters<typeof fixture.order>[0]): Scene => ({
  name: `order-${at}`,
  path: order,
  full: true,
  replies: { 'GET /orders/': { body: fixture.order(at) } },
})

const shipped = fixture.order('shipped')
const packedOrder = {
  ...shipped,
  outcome: shipped.outcome.map((line, at) => ({ ...line, pieces: 1, backFen: [168, 300][at] ?? 0 })),
}
const emptyCart = { ...fixture.cart, lines: [], itemsFen: 0, freightFen: 0, totalFen: 0 }
const submit = (page: Page) => page.getByRole('button', { name: '提交订单' }).click()
const changed = { ...fixture.quote, itemsFen: 14_140, totalFen: 15_140 }

export const scenes: readonly Scene[] = [
  ...faces('home', '/', 'GET /catalogue', { body: { items: [], next: null }, says: '货架还是空的' }),
  {
    name: 'home-category-empty',
    path: '/?category=tea',
    replies: { 'GET /catalogue': { body: { items: [], next: null } } },
    says: '这一类暂时没有上架',
  },
  { name: 'home-guest', path: '/?category=fruit', guest: true },
  { name: 'home-dark', path: '/', dark: true, full: true },
  { name: 'home-elder', path: '/', elder: true, full: true },
  { name: 'home-offline', path: '/', replies: { 'GET /catalogue': 'offline' }, wait: 2_500 },
  { name: 'home-again', path: '/', bought: true, says: '再买一次', full: true },
  { name: 'home-again-dark', path: '/', bought: true, dark: true },
  { name: 'home-again-elder', path: '/', bought: true, elder: true },
  {
    name: 'home-again-error',
    path: '/',
    bought: true,
    replies: { 'GET /me/bought': broken },
    says: '没能打开',
  },
  ...faces('categories', '/categories', 'GET /categories'),
  {
    name: 'categories-below',
    path: '/categories?category=stone-fruit',
    says: '全部水果',
  },
  {
    name: 'categories-shelf-error',
    path: '/categories',
    replies: { 'GET /catalogue': broken },
    says: '没能打开',
  },
  {
    name: 'categories-shelf-empty',
    path: '/categories?category=tea',
    replies: { 'GET /catalogue': { body: { items: [], next: null } } },
    says: '这一类暂时没有上架',
  },
  { name: 'categories-dark', path: '/categories', dark: true },
  { name: 'categories-elder', path: '/categories', elder: true, full: true },
  ...faces('search', '/search?q=qicheng', 'GET /search', {
    body: { ...fixture.found, items: [], total: 0, corrected: null, how: 'none' },
    says: '没有找到',
  }),
  { name: 'search-dark', path: '/search?q=qicheng', dark: true },
  { name: 'search-elder', path: '/search?q=qicheng', elder: true, full: true },
  {
    name: 'search-filters',
    path: '/search?q=qicheng&province=江西省&min=20',
    act: async (page) => {
      const filter = page.getByRole('button', { name: '筛选 2' })
      if (await filter.isVisible()) await filter.click()
    },
    wait: 300,
    says: '只看有货',
  },
  {
    name: 'search-filtered-empty',
    path: '/search?q=qicheng&province=江西省',
    replies: {
      'GET /search': { body: { ...fixture.found, items: [], total: 0, corrected: null } },
    },
    says: '放宽一些筛选条件',
  },
  {
    name: 'search-offers',
    path: '/',
    act: async (page) => {
      await page.getByRole('searchbox').filter({ visible: true }).fill('qc')
      await page.getByRole('button', { name: '赣南脐橙' }).filter({ visible: true }).waitFor()
    },
  },
  ...faces('product', product, 'GET /products/'),
  {
    name: 'product-weight',
    path: product,
    full: true,
    replies: { 'GET /products/': { body: fixture.productPage(1) } },
  },
  {
    name: 'product-gone',
    path: product,
    replies: { 'GET /products/': problem(404, 'product-page.no_such_product') },
  },
  {
    name: 'product-visitor',
    path: product,
    guest: true,
    full: true,
    replies: { 'GET /freight': { body: { ...fixture.freight, place: null } } },
  },
  {
    name: 'product-region',
    path: product,
    guest: true,
    replies: { 'GET /freight': { body: { ...fixture.freight, place: null } } },
    act: async (page) => {
      await page.getByRole('button', { name: '选择地区' }).click()
      await page.getByRole('button', { name: '上海市' }).click()
      await page.getByRole('button', { name: '徐汇区' }).click()
      await page
        .getByText(/最早|预计/)
        .first()
        .waitFor()
    },
  },
  { name: 'product-dark', path: product, dark: true, full: true },
  { name: 'product-elder', path: product, elder: true, full: true },
  {
    name: 'product-added',
    path: product,
    act: async (page) => {
      await page.getByRole('button', { name: '加入购物车' }).last().click()
      await page.waitForTimeout(300)
    },
    only: 'phone',
  },
  { name: 'reviews', path: `${product}/reviews`, guest: true, full: true, says: 'YS-0809' },
  {
    name: 'reviews-none',
    path: `${product}/reviews`,
    replies: { [`GET ${product}/reviews`]: { body: fixture.noReviews } },
    says: '还没有评价',
    only: 'phone',
  },
  {
    name: 'review-write',
    path: `${order}/review`,
    full: true,
    act: (page) => page.getByRole('radio', { name: '4 星' }).first().check({ force: true }),
    says: '匿名评价',
  },
  { name: 'my-reviews', path: '/me/reviews', full: true, says: '重新评价' },
  { name: 'sign-in', path: '/sign-in', guest: true },
  {
    name: 'sign-in-code',
    path: '/sign-in',
    guest: true,
    replies: { 'POST /user/sign-in': problem(401, 'user.wrong_code', { attemptsLeft: 3 }) },
    act: async (page) => {
      await page.getByLabel('手机号').fill('138 0013 8000')
      await page.getByLabel('同意隐私政策和用户协议').check()
      await page.getByRole('button', { name: '获取验证码' }).click()
      await page.getByLabel('验证码').fill('123456')
      await page.getByText('还可以试 3 次').waitFor()
    },
  },
  ...faces('cart', '/cart', 'GET /cart', { body: emptyCart, says: '购物车还是空的' }),
  { name: 'cart-guest', path: '/cart', guest: true, replies: { 'GET /cart': { body: emptyCart } } },
  { name: 'cart-dark', path: '/cart', dark: true },
  { name: 'cart-elder', path: '/cart', elder: true, full: true },
  ...faces('checkout', '/checkout', 'POST /checkout/preview'),
  {
    name: 'checkout-empty',
    path: '/checkout',
    replies: { 'GET /cart': { body: emptyCart } },
    says: '没有要结算的商品',
  },
  {
    name: 'checkout-no-address',
    path: '/checkout',
    replies: { 'GET /user/addresses': { body: { items: [] } } },
  },
  {
    name: 'checkout-problems',
    path: '/checkout',
    full: true,
    replies: {
      'POST /checkout/preview': {
        body: {
          ...fixture.preview,
          problems: [{ skuId: fixture.id('sku', 0), code: 'out_of_stock', left: 0 }],
        },
      },
    },
  },
  {
    name: 'checkout-changed',
    path: '/checkout',
    replies: {
      'POST /checkout': problem(409, 'order.quote_changed', { quote: changed }),
      'POST /checkout/preview': { body: fixture.preview },
    },
    act: async (page) => {
      await submit(page)
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'checkout-unsure',
    path: '/checkout',
    full: true,
    replies: { 'POST /checkout': 'offline', 'POST /checkout/preview': { body: fixture.preview } },
    act: async (page) => {
      await submit(page)
      await page.getByText('不会重复下单').waitFor()
    },
  },
  {
    name: 'checkout-addresses',
    path: '/checkout',
    act: (page) => page.getByRole('button', { name: '更换' }).click(),
  },
  {
    name: 'checkout-slots',
    path: '/checkout',
    full: true,
    act: async (page) => {
      await page.getByRole('button', { name: '送货上门' }).click()
      await page.getByRole('button', { name: /快满了/ }).click()
    },
    says: '已约满',
  },
  {
    name: 'checkout-slot-gone',
    path: '/checkout',
    replies: { 'POST /checkout/preview': { body: { ...fixture.preview, slotProblem: 'slot_full' } } },
    act: (page) => page.getByRole('button', { name: '自提' }).click(),
    says: '湖滨自提点',
  },
  {
    name: 'order-pickup',
    path: `/orders/${fixture.id('ord', 2)}`,
    replies: { 'GET /orders/': { body: fixture.pickedUp } },
    says: '取货码',
  },
  { name: 'checkout-dark', path: '/checkout', dark: true, full: true },
  ...faces('cashier', cashier, 'GET /payments/'),
  {
    name: 'cashier-code',
    path: cashier,
    replies: { 'GET /payments/': { body: fixture.asked } },
    wait: 4_000,
    only: 'pc',
  },
  {
    name: 'cashier-code-dead',
    path: cashier,
    act: (page) => page.getByText('二维码已失效').waitFor(),
    only: 'pc',
  },
  { name: 'cashier-paid', path: `${cashier}?back=1`, replies: paid('paid') },
  { name: 'cashier-asking', path: `${cashier}?back=1`, replies: paid('pending', true) },
  { name: 'cashier-closed', path: cashier, replies: paid('closed') },
  { name: 'cashier-refunding', path: cashier, replies: paid('refunding') },
  {
    name: 'cashier-away',
    path: cashier,
    replies: { 'POST /payments/': problem(503, 'payment.channel_away') },
    act: async (page) => {
      const pay = page.getByRole('button', { name: /微信支付 ¥/ })
      if (await pay.isVisible()) await pay.click()
      await page.getByText('暂时没有回应').waitFor()
    },
  },
  { name: 'cashier-dark', path: cashier, dark: true },
  ...faces('orders', '/orders', 'GET /orders', { body: { items: [], next: null }, says: '这里还没有订单' }),
  ...faces('order', order, 'GET /orders/'),
  ...(['unpaid', 'paid', 'delivered', 'completed', 'cancelled', 'refunding'] as const).map(ordered),
  {
    ...ordered('unpaid'),
    name: 'order-cancel',
    full: false,
    act: (page) => page.getByRole('button', { name: '取消订单' }).click(),
  },
  {
    ...ordered('refunding'),
    name: 'order-recalled',
    replies: {
      'GET /orders/': {
        body: { ...fixture.order('refunding'), fulfilment: 'packed', cancelReason: 'recalled' },
      },
      [`GET ${order}/packing`]: { body: fixture.recalledPacking },
    },
    says: '商品的批次停售了，不会发出。',
  },
  {
    ...ordered('shipped'),
    name: 'order-packed',
    replies: {
      'GET /orders/': { body: packedOrder },
      [`GET ${order}/packing`]: { body: fixture.packing },
      [`GET ${order}/tracks`]: { body: fixture.tracks },
    },
    act: (page) => page.getByRole('button', { name: /^更早的/ }).click(),
  },
  {
    ...ordered('paid'),
    name: 'order-asked',
    replies: {
      'GET /orders/': { body: fixture.order('paid') },
      [`GET ${order}/packing`]: { body: fixture.askedPacking },
    },
  },
  {
    ...ordered('completed'),
    name: 'order-invoice',
    full: false,
    only: 'phone',
    act: async (page) => {
      await page.getByRole('button', { name: '开发票' }).click()
      await page.getByText('单位', { exact: true }).click()
      await page.getByRole('button', { name: '提交' }).click()
      await page.getByText('税号是 18 位数字和大写字母').waitFor()
    },
  },
  {
    ...ordered('completed'),
    name: 'order-invoiced',
    replies: {
      'GET /orders/': { body: fixture.order('completed') },
      [`GET ${order}/invoices`]: { body: fixture.invoiced },
    },
  },
  {
    ...ordered('delivered'),
    name: 'order-claimed',
    replies: {
      'GET /orders/': { body: fixture.order('delivered') },
      [`GET ${order}/claims`]: { body: fixture.claims },
      [`GET ${order}/claimable`]: { body: fixture.claimable },
    },
  },
  {
    ...ordered('shipped'),
    name: 'order-resend',
    replies: { 'GET /orders/': { body: fixture.resend } },
  },
  {
    name: 'claim-resend',
    path: `${order}/claim`,
    full: true,
    replies: {
      [`GET ${order}/claimable`]: { body: fixture.claimable },
      [`GET ${order}/claim-offer`]: {
        body: { amountFen: 2_990, worthFen: 2_990, ratioBp: 10_000, shareBp: 5_000, ruleVersion: 1 },
      },
    },
    act: (page) => page.getByText('换货', { exact: true }).click(),
  },
  { ...ordered('delivered'), name: 'order-dark', dark: true },
  { ...ordered('delivered'), name: 'order-elder', elder: true },
  ...faces('me', '/me', 'GET /user/me'),
  ...faces('account', '/me/account', 'GET /user/sessions'),
  ...faces('my-privacy', '/me/privacy', 'GET /user/consents'),
  {
    name: 'my-privacy-copy',
    path: '/me/privacy',
    act: async (page) => {
      await page.getByRole('button', { name: /下载我的数据/ }).click()
      await page.getByRole('button', { name: '发送验证码' }).click()
      await page.getByText('验证码已发送到您的手机').waitFor()
    },
  },
  { name: 'erase', path: '/me/erase', full: true },
  {
    name: 'erase-blocked',
    path: '/me/erase',
    full: true,
    replies: {
      'POST /user/confirmations': { body: { confirmationId: fixture.id('cfm', 1), expiresAt: fixture.now } },
      'POST /user/erase': problem(409, 'erase-account.orders_under_way', {
        orders: [{ orderId: fixture.id('ord', 1), orderNo: '20260812103000000015' }],
      }),
    },
    act: async (page) => {
      await page.getByText('我已知道会失去什么').click()
      await page.getByRole('button', { name: '发送验证码' }).click()
      await page.getByLabel('验证码').fill('123456')
      await page.getByRole('button', { name: '永久注销账户' }).click()
    },
    says: '还有订单没有办完',
  },
  {
    name: 'product-share',
    path: product,
    act: (page) => page.getByRole('button', { name: '分享这件商品' }).click(),
    wait: 300,
    says: '复制链接',
  },
  { name: 'privacy', path: '/privacy', guest: true, full: true },
  { name: 'terms', path: '/terms', guest: true, full: true },
  {
    name: 'documents-changed',
    path: '/orders',
    replies: { 'GET /user/consents': { body: { ...fixture.consents, due: ['privacy', 'terms'] } } },
    wait: 1_800,
    says: '条款有更新',
  },
  { name: 'me-guest', path: '/me', guest: true },
  { name: 'me-elder', path: '/me', elder: true },
  { name: 'me-dark', path: '/me', dark: true },
  ...faces('addresses', '/addresses', 'GET /user/addresses', { body: { items: [] }, says: '还没有收货地址' }),
  ...faces('wechat-links', '/me/wechat', 'GET /user/wechat/links', {
    body: { items: [] },
    says: '还没有绑定微信',
  }),
  { name: 'wechat-links-dark', path: '/me/wechat', dark: true },
  {
    name: 'wechat-unlink',
    path: '/me/wechat',
    act: async (page) => {
      await page.getByRole('button', { name: '解绑' }).first().click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'wechat-return-loading',
    path: '/sign-in/wechat?code=c&state=s',
    guest: true,
    replies: { 'POST /user/wechat/sign-in': 'never' },
    says: '正在向微信确认',
  },
  {
    name: 'wechat-return-bind',
    path: '/sign-in/wechat?code=c&state=s',
    guest: true,
    replies: {
      'POST /user/wechat/sign-in': problem(409, 'user.phone_needed', {
        ticket: 'ticket',
        expiresAt: fixture.now + 600_000,
        to: '/cart',
      }),
    },
    says: '请绑定手机号',
  },
  {
    name: 'wechat-return-away',
    path: '/sign-in/wechat?code=c&state=s',
    guest: true,
    replies: { 'POST /user/wechat/sign-in': problem(503, 'user.wechat_away') },
    says: '微信暂时没有回应',
  },
  {
    name: 'wechat-return-taken',
    path: '/sign-in/wechat?code=c&state=s',
    replies: { 'POST /user/wechat/links': problem(409, 'user.wechat_taken') },
    says: '已经绑定了另一个账号',
  },
  { name: 'address-new', path: '/addresses/new' },
  {
    name: 'address-wrong',
    path: '/addresses/new',
    act: (page) => page.getByRole('button', { name: '保存' }).click(),
  },
  {
    name: 'address-region',
    path: '/addresses/new',
    act: async (page) => {
      await page.getByRole('button', { name: '所在地区' }).click()
      await page.getByRole('button', { name: '江苏省' }).click()
    },
  },
  { name: 'address-edit', path: `/addresses/${fixture.id('adr', 1)}` },
  ...faces('favourites', '/favourites', 'GET /me/favourites', {
    body: { items: [], next: null },
    says: '还没有收藏',
  }),
  { name: 'favourites-dark', path: '/favourites', dark: true },
  { name: 'favourites-elder', path: '/favourites', elder: true, full: true },
  {
    name: 'favourites-removed',
    path: '/favourites',
    act: (page) =>
      page
        .getByRole('button', { name: /^取消收藏/ })
        .first()
        .click(),
    says: '已取消收藏',
  },
  ...faces('history', '/history', 'GET /me/history', {
    body: { items: [], next: null, on: true },
    says: '还没有浏览记录',
  }),
  {
    name: 'history-off',
    path: '/history',
    replies: { 'GET /me/history': { body: { items: [], next: null, on: false } } },
    says: '浏览记录已关闭',
  },
  { name: 'history-dark', path: '/history', dark: true },
  { name: 'history-elder', path: '/history', elder: true, full: true },
  {
    name: 'history-clear',
    path: '/history',
    act: (page) => page.getByRole('button', { name: '清空浏览记录' }).click(),
    says: '清空后不能恢复',
  },
  {
    name: 'history-quit',
    path: '/history',
    act: (page) => page.getByRole('switch').click(),
    says: '关闭浏览记录？',
  },
  { name: 'gone', path: '/nowhere/at/all' },
]
