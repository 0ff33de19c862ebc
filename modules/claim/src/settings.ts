/** What an operator may set about claims: the rules of payment with their version, limits, who bears what. */
import { Obj, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'
import { CAUSES, type CauseWord, Liability } from './shapes.ts'

const count = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum })
const bp = count(0, 10_000)
const hours = count(1, 2_160)

/** From the smallest share up; the last one reaches 10,000. */
const Tiers = Type.Array(Obj({ upToBp: bp, ratioBp: bp }), { minItems: 1, maxItems: 10 })
const each = <V>(value: (cause: CauseWord) => V): Record<CauseWord, V> =>
  Object.fromEntries(CAUSES.map((cause) => [cause, value(cause)])) as Record<CauseWord, V>

const small = { upToBp: 1_000, ratioBp: 10_000 }
const ratios: Partial<Record<CauseWord, number>> = { bruised: 7_000, unripe: 5_000 }
const shares = (farmBp: number, packerBp: number, carrierBp: number, platformBp = 0) => ({
  farmBp,
  packerBp,
  carrierBp,
  platformBp,
})

export const claimSettings = {
  rules: setting(
    Obj({ version: count(1, 1_000_000), tiers: Obj(each(() => Tiers)) }),
    {
      version: 1,
      tiers: each((cause) => {
        const ratio = ratios[cause]
        return [...(ratio === undefined ? [] : [small]), { upToBp: 10_000, ratioBp: ratio ?? 10_000 }]
      }),
    },
    'By cause: up to which share of the line which part of its value is paid. Raise the version with it.',
  ),
  liability: setting(
    Obj(each(() => Liability)),
    {
      bruised: shares(5_000, 2_000, 3_000),
      rotten: shares(7_000, 3_000, 0),
      unripe: shares(10_000, 0, 0),
      foreign_matter: shares(5_000, 5_000, 0),
      damaged_in_transit: shares(0, 0, 10_000),
      not_received: shares(0, 0, 10_000),
      wrong_item: shares(0, 10_000, 0),
      quality_return: shares(10_000, 0, 0),
      exchange: shares(0, 0, 0, 10_000),
    },
    'By cause what farm, packer, carrier and platform bear, in basis points that sum to 10,000.',
  ),
  autoLimitFen: setting(count(0, 10_000_000), 5_000, 'Above this amount a person decides.'),
  autoClaims: setting(count(0, 1_000), 5, 'With more claims within 30 days a person decides.'),
  autoShareBp: setting(bp, 5_000, 'Where a larger share of the line is bad, a person decides.'),
  averageFactor: setting(count(1, 100), 4, 'So many times the mean of claims an order is over average.'),
  averageClaims: setting(count(1, 1_000), 3, 'With fewer claims nobody is over average.'),
  averageOrders: setting(count(1, 1_000_000), 50, 'With fewer orders in 90 days there is no mean.'),
  quietLotPieces: setting(
    count(1, 1_000_000),
    500,
    'The first claim on a lot of which more pieces left is looked at by a person.',
  ),
  lotRateBp: setting(bp, 500, 'From this share of claimed pieces on a lot is suspicious.'),
  lotClaims: setting(count(1, 10_000), 3, 'A lot with fewer claims is not suspicious.'),
  notReceivedHours: setting(hours, 72, 'Hours after shipping from which it can be said that nothing came.'),
  reviewHours: setting(hours, 24, 'Hours within which a person decides; then an alarm is raised.'),
  appealHours: setting(hours, 168, 'Hours after a decision within which the shopper may appeal.'),
}

export type ClaimSettings = typeof claimSettings
