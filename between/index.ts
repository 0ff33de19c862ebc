/** Everything that stands between the modules, as one explicit list for house.ts. */
import { searchFeed } from './feeds/search.ts'
import { checkout } from './flows/checkout.ts'
import { pay, payWays } from './flows/pay.ts'
import { alipayNotify, weChatPayNotify } from './flows/payment-callbacks.ts'
import { auditBooks } from './flows/ledger-timers.ts'
import { oauthToken } from './flows/oauth-token.ts'
import { askSilentChannels, lookAfterRefunds, tellShipments } from './flows/payment-timers.ts'
import { matchLateTrades, reconcileBills, reconcileDay } from './flows/reconcile.ts'
import { reorder } from './flows/reorder.ts'
import { eraseAccount, finishErasures, requestOwnCode } from './flows/privacy.ts'
import { askChannel, closeAttempt, closeAttempts, sendRefund, tellShipment } from './flows/settle-payment.ts'
import { shareOrder, shareProduct, wechatPage } from './flows/share.ts'
import { requestCode, staffSignIn } from './flows/sign-in.ts'
import { assignSupplier, handInDocument, verifySupplier } from './flows/supplier.ts'
import { removePicture, sweepPictures, sweepUploads, uploadEvidence, uploadPicture } from './flows/upload.ts'
import {
  askTransfer,
  askTransfers,
  confirmWithdrawal,
  requestWithdrawal,
  transferNotify,
} from './flows/withdraw.ts'
import { goToWechat, linkWechat, signInByMini, signInByWechat, signInWays } from './flows/sign-in-wechat.ts'
import { auditPage } from './pages/audit.ts'
import { cartPage } from './pages/cart-page.ts'
import { catalogue, categories, productPage } from './pages/catalogue.ts'
import { checkoutPreview } from './pages/checkout-preview.ts'
import { freightPage } from './pages/freight.ts'
import { myBought, myFavourites, myHistory } from './pages/mine.ts'
import { exportPage } from './pages/privacy.ts'
import { reconcileDayPage } from './pages/reconcile.ts'
import { searchPage, suggestPage } from './pages/search.ts'
import { analyticsReactions } from './reactions/analytics.ts'
import { inventoryReactions } from './reactions/inventory.ts'
import { ledgerReactions } from './reactions/ledger.ts'
import { settlementReactions } from './reactions/ledger-settlement.ts'
import { mediaReactions } from './reactions/media.ts'
import { memberReactions } from './reactions/member.ts'
import { orderReactions } from './reactions/order.ts'
import { paymentReactions } from './reactions/payment.ts'
import { supplierReactions } from './reactions/supplier.ts'

export const flows = [
  checkout,
  pay,
  payWays,
  reorder,
  requestCode,
  requestOwnCode,
  eraseAccount,
  staffSignIn,
  signInWays,
  goToWechat,
  signInByWechat,
  linkWechat,
  signInByMini,
  askChannel,
  closeAttempt,
  closeAttempts,
  sendRefund,
  tellShipment,
  shareProduct,
  shareOrder,
  wechatPage,
  uploadPicture,
  uploadEvidence,
  removePicture,
  sweepUploads,
  assignSupplier,
  verifySupplier,
  handInDocument,
  requestWithdrawal,
  confirmWithdrawal,
  askTransfer,
  reconcileDay,
  matchLateTrades,
]
export const pages = [
  catalogue,
  categories,
  productPage,
  freightPage,
  cartPage,
  checkoutPreview,
  searchPage,
  suggestPage,
  myFavourites,
  myHistory,
  myBought,
  exportPage,
  auditPage,
  reconcileDayPage,
]
export const feeds = [searchFeed]
export const reactions = [
  ...orderReactions,
  ...inventoryReactions,
  ...paymentReactions,
  ...ledgerReactions,
  ...supplierReactions,
  ...settlementReactions,
  ...mediaReactions,
  ...memberReactions,
  ...analyticsReactions,
]
export const jobs = [
  askSilentChannels,
  lookAfterRefunds,
  tellShipments,
  sweepPictures,
  finishErasures,
  auditBooks,
  askTransfers,
  reconcileBills,
]
export const doors = [weChatPayNotify, alipayNotify, transferNotify, oauthToken]
