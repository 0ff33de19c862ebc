/**
 * The explicit list of what this platform is made of: modules, what stands between them, adapters for every
 * port.
 */
import { doors, feeds, flows, jobs, pages, reactions } from '@tiantou/between'
import { analyticsModule } from '@tiantou/analytics'
import { cartModule } from '@tiantou/cart'
import { inventoryModule } from '@tiantou/inventory'
import { ledgerModule } from '@tiantou/ledger'
import { logisticsModule } from '@tiantou/logistics'
import { mediaModule } from '@tiantou/media'
import type { MediaPorts } from '@tiantou/media/port'
import { memberModule } from '@tiantou/member'
import { orderModule } from '@tiantou/order'
import { paymentModule } from '@tiantou/payment'
import type { PaymentChannel } from '@tiantou/payment/port'
import type { HouseParts } from '@tiantou/platform'
import { productModule } from '@tiantou/product'
import { searchModule } from '@tiantou/search'
import { socialModule } from '@tiantou/social'
import type { SocialPorts } from '@tiantou/social/port'
import { hashPassword, userModule } from '@tiantou/user'
import type { SmsSender, WechatAccounts } from '@tiantou/user/port'

/** Every channel has its port, filled or not. */
const NO_CHANNELS = { 'wechat-pay': undefined, alipay: undefined, unionpay: undefined, ecny: undefined }

export interface Adapters {
  /** Payment channels by name; those that are configured. */
  readonly channels: Readonly<Partial<Record<keyof typeof NO_CHANNELS, PaymentChannel | undefined>>>
  readonly sms: SmsSender
  readonly wechat?: WechatAccounts | undefined
  /** Signs pages for WeChat; absent without an official account. */
  readonly pages?: SocialPorts['pages']
}

/** The parts of the house with its ports filled; `media` is where pictures lie. */
export const houseParts = (
  { channels, sms, wechat, pages: wechatPages }: Adapters,
  media: MediaPorts,
  origin = 'http://localhost',
): HouseParts => ({
  modules: [
    userModule,
    productModule,
    searchModule,
    socialModule,
    inventoryModule,
    cartModule,
    logisticsModule,
    orderModule,
    paymentModule,
    ledgerModule,
    mediaModule,
    memberModule,
    analyticsModule,
  ],
  flows,
  pages,
  reactions,
  feeds,
  jobs,
  doors,
  ports: {
    user: { sms, wechat },
    payment: { ...NO_CHANNELS, ...channels },
    media: { ...media },
    social: { origin, shown: media.shown, pages: wechatPages },
  },
})

export { hashPassword }
