/** Everything that stands between the modules, as one explicit list for house.ts. */
import { searchFeed } from './feeds/search.ts'
import { kuaidi100Push, sfExpressPush } from './flows/carrier-callbacks.ts'
import { askCarrier, askCarriers, followParcel } from './flows/carriers.ts'
import { checkout } from './flows/checkout.ts'
import { holdClaimedLot, openClaim, payClaim, resendClaim } from './flows/claim.ts'
import { pay, payWays } from './flows/pay.ts'
import { alipayNotify, ecnyNotify, unionpayNotify, weChatPayNotify } from './flows/payment-callbacks.ts'
import { auditBooks } from './flows/ledger-timers.ts'
import {
  allocateOrder,
  answerShortage,
  packOrder,
  reportBad,
  recallOrder,
  sendParcel,
  settleShortage,
} from './flows/fulfil.ts'
import { handOver } from './flows/hand-over.ts'
import { locateAddress } from './flows/locate.ts'
import { askInvoice, askInvoices, invoiceNotify, requestInvoice } from './flows/invoice.ts'
import { oauthToken } from './flows/oauth-token.ts'
import { askSilentChannels, lookAfterRefunds, tellShipments } from './flows/payment-timers.ts'
import { matchLateTrades, reconcileBills, reconcileDay } from './flows/reconcile.ts'
import { redirectRefund } from './flows/redirect-refund.ts'
import { reorder } from './flows/reorder.ts'
import { eraseAccount, finishErasures, requestOwnCode } from './flows/privacy.ts'
import { askChannel, closeAttempt, closeAttempts, sendRefund, tellShipment } from './flows/settle-payment.ts'
import { askShare, askShares, nameReceiver, removeReceiver } from './flows/share-payment.ts'
import { shareOrder, shareProduct, wechatPage } from './flows/share.ts'
import { checkReview, checkReviews, followUpReview, replyAsSupplier, submitReview } from './flows/review.ts'
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
import { claimablePage, claimOfferPage } from './pages/claim.ts'
import { deliveryPromisePage } from './pages/delivery-promise.ts'
import { freightPage } from './pages/freight.ts'
import { packingPage } from './pages/packing.ts'
import { myBought, myFavourites, myHistory } from './pages/mine.ts'
import { exportPage } from './pages/privacy.ts'
import { reconcileDayPage } from './pages/reconcile.ts'
import { myReviews, productReviews, reviewablePage, supplierReviews } from './pages/review.ts'
import { searchPage, suggestPage } from './pages/search.ts'
import { tracksPage } from './pages/tracks.ts'
import { analyticsReactions } from './reactions/analytics.ts'
import { claimReactions } from './reactions/claim.ts'
import { fulfilmentReactions } from './reactions/fulfilment.ts'
import { inventoryReactions } from './reactions/inventory.ts'
import { invoiceReactions } from './reactions/invoice.ts'
import { ledgerReactions } from './reactions/ledger.ts'
import { settlementReactions } from './reactions/ledger-settlement.ts'
import { logisticsReactions } from './reactions/logistics.ts'
import { mediaReactions } from './reactions/media.ts'
import { memberReactions } from './reactions/member.ts'
import { orderReactions } from './reactions/order.ts'
import { paymentReactions } from './reactions/payment.ts'
import { reconcileReactions } from './reactions/reconcile.ts'
import { reviewReactions } from './reactions/review.ts'
import { supplierReactions } from './reactions/supplier.ts'

export const flows = [
  checkout,
  pay,
  payWays,
  locateAddress,
  handOver,
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
  redirectRefund,
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
  nameReceiver,
  removeReceiver,
  askShare,
  requestInvoice,
  askInvoice,
  reconcileDay,
  matchLateTrades,
  allocateOrder,
  settleShortage,
  answerShortage,
  packOrder,
  sendParcel,
  recallOrder,
  reportBad,
  askCarrier,
  followParcel,
  openClaim,
  payClaim,
  resendClaim,
  holdClaimedLot,
  submitReview,
  followUpReview,
  replyAsSupplier,
  checkReview,
]
export const pages = [
  catalogue,
  categories,
  productPage,
  freightPage,
  deliveryPromisePage,
  cartPage,
  checkoutPreview,
  packingPage,
  tracksPage,
  searchPage,
  suggestPage,
  myFavourites,
  myHistory,
  myBought,
  exportPage,
  auditPage,
  reconcileDayPage,
  claimablePage,
  claimOfferPage,
  productReviews,
  reviewablePage,
  myReviews,
  supplierReviews,
]
export const feeds = [searchFeed]
export const reactions = [
  ...orderReactions,
  ...inventoryReactions,
  ...fulfilmentReactions,
  ...claimReactions,
  ...reviewReactions,
  ...logisticsReactions,
  ...paymentReactions,
  ...ledgerReactions,
  ...reconcileReactions,
  ...supplierReactions,
  ...settlementReactions,
  ...invoiceReactions,
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
  askShares,
  askInvoices,
  reconcileBills,
  askCarriers,
  checkReviews,
]
export const doors = [
  weChatPayNotify,
  alipayNotify,
  unionpayNotify,
  ecnyNotify,
  transferNotify,
  invoiceNotify,
  kuaidi100Push,
  sfExpressPush,
  oauthToken,
]
