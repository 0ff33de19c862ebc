/**
 * Where every screen stands. All of them are lazy; those with `user` ask to sign in first and come back
 * after.
 */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { onSessionEnd, signedIn } from './shared/api.ts'
import { firstPage, warmCatalogue } from './shared/catalogue.ts'
import { categoryOf } from './shared/categories.ts'
import { setTitle, toSignIn } from './shared/ways.ts'
import { claimWords } from './words-claim.data.ts'
import { reviewWords } from './words-review.data.ts'
import { words } from './words.data.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Title of the page; a screen may make it more exact. */
    title: string
    /** Only for those who are signed in. */
    user?: true
    /** One of the five tabs of a phone. */
    tab?: true
  }
}

const home = () => {
  if (location.pathname === '/') {
    warmCatalogue(firstPage(categoryOf(new URLSearchParams(location.search).get('category'))))
  }
  return import('./screens/home.vue')
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: home, meta: { title: words.home.title, tab: true } },
  {
    path: '/categories',
    name: 'categories',
    component: () => import('./screens/categories.vue'),
    meta: { title: words.categories.title, tab: true },
  },
  {
    path: '/search',
    name: 'search',
    component: () => import('./screens/search.vue'),
    meta: { title: words.search.title },
  },
  {
    path: '/products/:productId',
    name: 'product',
    component: () => import('./screens/product.vue'),
    props: true,
    meta: { title: words.brand },
  },
  {
    path: '/products/:productId/reviews',
    name: 'product-reviews',
    component: () => import('./screens/product-reviews.vue'),
    props: true,
    meta: { title: reviewWords.title },
  },
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./screens/sign-in.vue'),
    meta: { title: words.signIn.title },
  },
  {
    path: '/sign-in/wechat',
    name: 'wechat-return',
    component: () => import('./screens/wechat-return.vue'),
    meta: { title: words.wechat.title },
  },
  {
    path: '/cart',
    name: 'cart',
    component: () => import('./screens/cart.vue'),
    meta: { title: words.cart.title, tab: true },
  },
  {
    path: '/checkout',
    name: 'checkout',
    component: () => import('./screens/checkout.vue'),
    meta: { title: words.checkout.title, user: true },
  },
  {
    path: '/cashier/:paymentId',
    name: 'cashier',
    component: () => import('./screens/cashier.vue'),
    props: true,
    meta: { title: words.cashier.title, user: true },
  },
  {
    path: '/orders',
    name: 'orders',
    component: () => import('./screens/orders.vue'),
    meta: { title: words.orders.title, user: true, tab: true },
  },
  {
    path: '/orders/:orderId',
    name: 'order',
    component: () => import('./screens/order.vue'),
    props: true,
    meta: { title: words.order.title, user: true },
  },
  {
    path: '/orders/:orderId/claim',
    name: 'claim',
    component: () => import('./screens/claim.vue'),
    props: true,
    meta: { title: claimWords.title, user: true },
  },
  {
    path: '/orders/:orderId/review',
    name: 'review',
    component: () => import('./screens/review.vue'),
    props: ({ params, query }) => ({ orderId: params['orderId'], sku: query['sku'] ?? '' }),
    meta: { title: reviewWords.write, user: true },
  },
  {
    path: '/me/reviews',
    name: 'my-reviews',
    component: () => import('./screens/my-reviews.vue'),
    meta: { title: reviewWords.mine, user: true },
  },
  {
    path: '/me',
    name: 'me',
    component: () => import('./screens/me.vue'),
    meta: { title: words.me.title, tab: true },
  },
  {
    path: '/me/wechat',
    name: 'wechat-links',
    component: () => import('./screens/wechat-links.vue'),
    meta: { title: words.wechat.linksTitle, user: true },
  },
  {
    path: '/addresses',
    name: 'addresses',
    component: () => import('./screens/addresses.vue'),
    meta: { title: words.address.title, user: true },
  },
  {
    path: '/addresses/:addressId',
    name: 'address',
    component: () => import('./screens/address.vue'),
    props: true,
    meta: { title: words.address.edit, user: true },
  },
  {
    path: '/favourites',
    name: 'favourites',
    component: () => import('./screens/favourites.vue'),
    meta: { title: words.favourites.title, user: true },
  },
  {
    path: '/history',
    name: 'history',
    component: () => import('./screens/history.vue'),
    meta: { title: words.history.title, user: true },
  },
  {
    path: '/me/account',
    name: 'account',
    component: () => import('./screens/account.vue'),
    meta: { title: words.me.account, user: true },
  },
  {
    path: '/me/privacy',
    name: 'my-privacy',
    component: () => import('./screens/my-privacy.vue'),
    meta: { title: words.me.privacy, user: true },
  },
  {
    path: '/me/erase',
    name: 'erase',
    component: () => import('./screens/erase.vue'),
    meta: { title: words.me.erase, user: true },
  },
  ...(['privacy', 'terms'] as const).map((kind): RouteRecordRaw => ({
    path: `/${kind}`,
    name: kind,
    component: () => import('./screens/policy.vue'),
    props: { kind },
    meta: { title: words.me.policies[kind] },
  })),
  {
    path: '/:rest(.*)*',
    name: 'gone',
    component: () => import('./screens/gone.vue'),
    meta: { title: words.gone.title },
  },
]

const toMain = () => document.getElementById('main')?.focus({ preventScroll: true })

export const makeRouter = () => {
  const router = createRouter({
    history: createWebHistory('/'),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })

  router.beforeEach((to) => (to.meta.user && !signedIn.value ? toSignIn(to) : true))
  router.afterEach((to, from) => {
    setTitle(to.meta.title)
    // Screen readers and keyboards follow to the new screen; on the very first one they are where they
    // belong.
    if (from.matched.length > 0 && to.path !== from.path) requestAnimationFrame(toMain)
  })
  // A new version was deployed and this tab's chunks are gone: load the page that was asked for from the
  // server.
  router.onError((_, to) => {
    if (navigator.onLine) location.assign(to.fullPath)
  })
  onSessionEnd(() => {
    const here = router.currentRoute.value
    if (here.meta.user) void router.replace(toSignIn(here))
  })
  return router
}
