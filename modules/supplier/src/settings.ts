/** What an operator may set about suppliers. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

export const supplierSettings = {
  verificationsPerDay: setting(
    Type.Integer({ minimum: 1, maximum: 20 }),
    3,
    'Times that one supplier’s identity, licence or bank account is verified within one day (UTC).',
  ),
  riskHoldFromFen: setting(
    Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
    5_000_000,
    'Fen from which a withdrawal waits for a closer look before it is approved.',
  ),
  shareMostBp: setting(
    Type.Integer({ minimum: 1, maximum: 10_000 }),
    3_000,
    'Basis points of a payment that the channel shares at most, as agreed with it (WeChat Pay: 30 %).',
  ),
  shareAfter_s: setting(
    Type.Integer({ minimum: 0, maximum: 2_592_000 }),
    60,
    'Seconds from a payment to its first share; WeChat Pay wants a minute, and ends sharing after 30 days.',
  ),
}

export type SupplierSettings = typeof supplierSettings
