/** Everything that stands between the modules, as one explicit list for house.ts. */
import { searchFeed } from './feeds/search.ts'
import { checkout } from './flows/checkout.ts'
import { pay } from './flows/pay.ts'
import { weChatPayNotify } from './flows/payment-callbacks.ts'
import { oauthToken } from './flows/oauth-token.ts'
import { askSilentChannels, lookAfterRefunds } from './flows/payment-timers.ts'
import { eraseAccount, finishErasures, requestOwnCode } from './flows/privacy.ts'
import { askChannel, closeAttempt, closeAttempts, sendRefund } from './flows/settle-payment.ts'
import { requestCode, staffSignIn } from './flows/sign-in.ts'
import { cartPage } from './pages/cart-page.ts'
import { catalogue, categories, productPage } from './pages/catalogue.ts'
import { checkoutPreview } from './pages/checkout-preview.ts'
import { exportPage } from './pages/privacy.ts'
import { searchPage, suggestPage } from './pages/search.ts'
import { inventoryReactions } from './reactions/inventory.ts'
import { orderReactions } from './reactions/order.ts'
import { paymentReactions } from './reactions/payment.ts'

export const flows = [
  checkout,
  pay,
  requestCode,
  requestOwnCode,
  eraseAccount,
  staffSignIn,
  askChannel,
  closeAttempt,
  closeAttempts,
  sendRefund,
]
export const pages = [
  catalogue,
  categories,
  productPage,
  cartPage,
  checkoutPreview,
  searchPage,
  suggestPage,
  exportPage,
]
export const feeds = [searchFeed]
export const reactions = [...orderReactions, ...inventoryReactions, ...paymentReactions]
export const jobs = [askSilentChannels, lookAfterRefunds, finishErasures]
export const doors = [weChatPayNotify, oauthToken]
