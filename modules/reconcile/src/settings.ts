/** What an operator may set: what each channel charges by contract, and how far a bill may be from it. */
import { Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const basisPoints = Type.Integer({ minimum: 0, maximum: 1_000 })

export const reconcileSettings = {
  wechatPayFeeBp: setting(basisPoints, 60, 'Basis points that WeChat Pay keeps of a payment by contract.'),
  alipayFeeBp: setting(basisPoints, 60, 'Basis points that Alipay keeps of a payment by contract.'),
  feeToleranceFen: setting(
    Type.Integer({ minimum: 0, maximum: 100 }),
    1,
    'Fen that the fee of one line may be away from our own estimate.',
  ),
}

export type ReconcileSettings = typeof reconcileSettings
