/** What an operator may set about freight beside the rates of regions. */
import { Obj, StorageClass, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'
import { Rate } from './contract.ts'

/** By weight, in grams; everything else is a step behind the first. */
const byWeight = (first: number, firstFen: number, stepFen: number, freeFromFen: number) => ({
  delivers: true,
  by: 'weight' as const,
  first,
  firstFen,
  step: 1_000,
  stepFen,
  freeFromFen,
})

export const logisticsSettings = {
  base: setting(
    Obj({ ambient: Rate, chilled: Rate, frozen: Rate }),
    {
      ambient: byWeight(10_000, 800, 100, 9_900),
      chilled: byWeight(5_000, 1_200, 200, 14_900),
      frozen: byWeight(5_000, 1_500, 200, 19_900),
    },
    'Freight where no rate of a region is set: grams or pieces, and fen.',
  ),
  travelAlone: setting(
    Type.Array(StorageClass, { maxItems: 3 }),
    [],
    'Storage classes that may not stand in one order with others.',
  ),
}
