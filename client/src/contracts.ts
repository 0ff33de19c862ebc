/**
 * The one list of contracts that front ends may call. Node reads it by value to derive the route table; front
 * ends import its type only, so that no schema reaches a bundle.
 */
import { Analytics } from '@tiantou/analytics/contract'
import { Cart } from '@tiantou/cart/contract'
import { Claim } from '@tiantou/claim/contract'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { Invoice } from '@tiantou/invoice/contract'
import { Logistics } from '@tiantou/logistics/contract'
import { Member } from '@tiantou/member/contract'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { Products } from '@tiantou/product/contract'
import { Review } from '@tiantou/review/contract'
import { Search } from '@tiantou/search/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
import { Checkout, CheckoutPreview, Pay, PayWays } from '@tiantou/between/flows/checkout.contract'
import { AnswerShortage } from '@tiantou/between/flows/fulfil.contract'
import { RequestInvoice } from '@tiantou/between/flows/invoice.contract'
import { OpenClaim } from '@tiantou/between/flows/claim.contract'
import { ClaimablePage, ClaimOfferPage } from '@tiantou/between/pages/claim.contract'
import { FollowUpReview, SubmitReview } from '@tiantou/between/flows/review.contract'
import { MyReviews, ProductReviews, ReviewablePage } from '@tiantou/between/pages/review.contract'
import { UploadEvidence } from '@tiantou/between/flows/upload.contract'
import { LocateAddress } from '@tiantou/between/flows/locate.contract'
import { Reorder } from '@tiantou/between/flows/reorder.contract'
import { ShareOrder, ShareProduct, WechatPage } from '@tiantou/between/flows/share.contract'
import { RequestCode } from '@tiantou/between/flows/sign-in.contract'
import { MyBought, MyFavourites, MyHistory } from '@tiantou/between/pages/mine.contract'
import {
  GoToWechat,
  LinkWechat,
  SignInByMini,
  SignInByWechat,
  SignInWays,
} from '@tiantou/between/flows/sign-in-wechat.contract'
import { EraseAccount, RequestOwnCode } from '@tiantou/between/flows/privacy.contract'
import { ExportPage } from '@tiantou/between/pages/privacy.contract'
import { HandInDocument } from '@tiantou/between/flows/supplier.contract'
import { ConfirmWithdrawal, RequestWithdrawal } from '@tiantou/between/flows/withdraw.contract'
import { PackingPage } from '@tiantou/between/pages/packing.contract'
import { TracksPage } from '@tiantou/between/pages/tracks.contract'
import { SearchPage, SuggestPage } from '@tiantou/between/pages/search.contract'
import {
  CartPage,
  Catalogue,
  Categories,
  DeliveryPromisePage,
  FreightPage,
  ProductPage,
} from '@tiantou/between/pages/shop.contract'

/** The modules that shoppers meet: by URL, or by a "no" that a flow passes on. */
export const modules = [
  Analytics,
  Cart,
  Claim,
  Fulfilment,
  Inventory,
  Invoice,
  Logistics,
  Member,
  Order,
  Payment,
  Products,
  Review,
  Search,
  Supplier,
  User,
] as const

/** Flows and pages that have a URL. */
export const declared = [
  AnswerShortage,
  PackingPage,
  TracksPage,
  ClaimablePage,
  ClaimOfferPage,
  OpenClaim,
  SubmitReview,
  FollowUpReview,
  ReviewablePage,
  ProductReviews,
  MyReviews,
  UploadEvidence,
  CartPage,
  Catalogue,
  Categories,
  Checkout,
  CheckoutPreview,
  ConfirmWithdrawal,
  DeliveryPromisePage,
  FreightPage,
  HandInDocument,
  MyBought,
  MyFavourites,
  MyHistory,
  GoToWechat,
  LinkWechat,
  EraseAccount,
  LocateAddress,
  ExportPage,
  Pay,
  PayWays,
  ProductPage,
  Reorder,
  RequestCode,
  RequestInvoice,
  RequestOwnCode,
  RequestWithdrawal,
  SearchPage,
  ShareOrder,
  ShareProduct,
  SignInByMini,
  SignInByWechat,
  SignInWays,
  SuggestPage,
  WechatPage,
] as const
