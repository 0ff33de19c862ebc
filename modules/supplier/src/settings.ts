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
}

export type SupplierSettings = typeof supplierSettings
