/**
 * The explicit list of what this platform is made of: modules, what stands between them, adapters for every
 * port.
 */
import { doors, feeds, flows, jobs, pages, reactions } from '@tiantou/between'
import { analyticsModule } from '@tiantou/analytics'
import { cartModule } from '@tiantou/cart'
import { claimModule } from '@tiantou/claim'
import { fulfilmentModule } from '@tiantou/fulfilment'
import { inventoryModule } from '@tiantou/inventory'
import { invoiceModule } from '@tiantou/invoice'
import type { InvoiceChannel } from '@tiantou/invoice/port'
import { ledgerModule } from '@tiantou/ledger'
import { logisticsModule } from '@tiantou/logistics'
import type { LogisticsPorts } from '@tiantou/logistics/port'
import { mediaModule } from '@tiantou/media'
import type { MediaPorts } from '@tiantou/media/port'
import { memberModule } from '@tiantou/member'
import { orderModule } from '@tiantou/order'
import { paymentModule } from '@tiantou/payment'
import type { PaymentChannel, ShipmentHearer } from '@tiantou/payment/port'
import type { HouseParts } from '@tiantou/platform'
import { productModule } from '@tiantou/product'
import { reconcileModule } from '@tiantou/reconcile'
import type { BillSource, ReconcilePorts } from '@tiantou/reconcile/port'
import { reviewModule } from '@tiantou/review'
import type { ReviewPorts } from '@tiantou/review/port'
import { searchModule } from '@tiantou/search'
import { socialModule } from '@tiantou/social'
import type { SocialPorts } from '@tiantou/social/port'
import { supplierModule } from '@tiantou/supplier'
import type { PayoutChannel, SharingChannel, Verifier } from '@tiantou/supplier/port'
import { hashPassword, userModule } from '@tiantou/user'
import type { SmsSender, WechatAccounts } from '@tiantou/user/port'
import { photographsIn } from './pictures.ts'

/** Every channel has its port, filled or not. */
const NO_CHANNELS = { 'wechat-pay': undefined, alipay: undefined, unionpay: undefined, ecny: undefined }

/** Maps and carriers, each filled or not. */
const NO_ROADS: LogisticsPorts = {
  'tencent-map': undefined,
  amap: undefined,
  kuaidi100: undefined,
  'sf-express': undefined,
}

export interface Adapters {
  /** Payment channels by name; those that are configured. */
  readonly channels: Readonly<Partial<Record<keyof typeof NO_CHANNELS, PaymentChannel | undefined>>>
  /** Where the channels' bills come from. */
  readonly bills?: Readonly<Record<'wechat-pay' | 'alipay', BillSource | undefined>>
  readonly sms: SmsSender
  readonly wechat?: WechatAccounts | undefined
  /** Told of what was shipped of the mini program's payments; absent without one. */
  readonly shipments?: ShipmentHearer | undefined
  /** Without one, what suppliers say of themselves is judged by people alone. */
  readonly verifier?: Verifier | undefined
  /** Without one, people judge reviews alone. */
  readonly contentCheck?: ReviewPorts['contentCheck']
  /** Without one, suppliers' money leaves by the bank alone. */
  readonly transfers?: PayoutChannel | undefined
  /** Without one, nobody is paid by sharing. */
  readonly sharing?: SharingChannel | undefined
  /** Without one, nobody is issued an invoice. */
  readonly invoices?: InvoiceChannel | undefined
  /** Signs pages for WeChat; absent without an official account. */
  readonly pages?: SocialPorts['pages']
  /** Without maps ways are guessed; without carriers parcels are written down by hand. */
  readonly roads?: Partial<LogisticsPorts>
}

/**
 * The parts of the house with its ports filled; `media` is where pictures lie, `evidence` where bills lie and
 * what they are compared with.
 */
export const houseParts = (
  {
    channels,
    bills,
    sms,
    wechat,
    shipments,
    verifier,
    contentCheck,
    transfers,
    sharing,
    invoices,
    pages: wechatPages,
    roads,
  }: Adapters,
  media: MediaPorts,
  origin = 'http://localhost',
  evidence?: Pick<ReconcilePorts, 'files' | 'books'>,
): HouseParts => ({
  modules: [
    userModule,
    productModule,
    searchModule,
    socialModule,
    inventoryModule,
    fulfilmentModule,
    claimModule,
    reviewModule,
    cartModule,
    logisticsModule,
    orderModule,
    paymentModule,
    ledgerModule,
    reconcileModule,
    mediaModule,
    memberModule,
    analyticsModule,
    supplierModule,
    invoiceModule,
  ],
  flows,
  pages,
  reactions,
  feeds,
  jobs,
  doors,
  ports: {
    user: { sms, wechat },
    payment: { ...NO_CHANNELS, ...channels, shipments },
    media: { ...media },
    invoice: { channel: invoices },
    supplier: { verifier, transfers, sharing },
    review: { contentCheck, photographs: photographsIn(media.kept) },
    logistics: { ...NO_ROADS, ...roads },
    reconcile: {
      sources: { ...NO_CHANNELS, ...bills },
      files: evidence?.files,
      books: evidence?.books,
    },
    social: { origin, shown: media.shown, pages: wechatPages },
  },
})

export { hashPassword }
