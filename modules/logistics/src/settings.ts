/** What an operator may set about freight and promises beside rates and areas. */
import { Fen, Nullable, Obj, OneOf, StorageClass, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'
import { Rate } from './contract.ts'
import { CarrierName, Party } from './road-operations.ts'

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

/** A code of a province, city or county, or the whole country. */
const Region = Type.String({ pattern: '^(all|[1-9][0-9]{5})$', maxLength: 6 })
const Units = Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'grams' })

const Days = Obj({
  least: Type.Integer({ minimum: 0, maximum: 30 }),
  most: Type.Integer({ minimum: 0, maximum: 30 }),
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
  maps: setting(
    OneOf('tencent-map', 'amap'),
    'tencent-map',
    'Which map is asked first; the other one where it is silent or not configured.',
  ),
  slotDays: setting(
    Type.Integer({ minimum: 1, maximum: 31 }),
    7,
    'For so many days, today among them, slots can be booked.',
  ),
  fewPlaces: setting(
    Type.Integer({ minimum: 0, maximum: 1_000 }),
    5,
    'A slot with so many places left, or fewer, is told to be nearly full.',
  ),
  carrierDays: setting(
    Obj({
      /** Of the day in China. */
      leavesMinute: Type.Integer({ minimum: 0, maximum: 1_439 }),
      packMinutes: Type.Integer({ minimum: 0, maximum: 14_400 }),
      base: Days,
      regions: Type.Record(Type.String({ pattern: '^[1-9][0-9]{5}$' }), Days),
    }),
    { leavesMinute: 18 * 60, packMinutes: 240, base: { least: 1, most: 2 }, regions: {} },
    'When parcels leave, how long packing takes before, and the days carriers take from there, by region.',
  ),
  sender: setting(
    Nullable(Party),
    null,
    'Who hands parcels to carriers, and where; without it they are asked for no waybill.',
  ),
  carriers: setting(
    Obj({
      base: CarrierName,
      rules: Type.Array(
        Obj({
          region: Region,
          storageClass: Type.Union([Type.Literal('any'), StorageClass]),
          carrier: CarrierName,
        }),
        { maxItems: 500 },
      ),
    }),
    { base: 'shunfeng', rules: [] },
    'Who carries which class of goods where, in the codes of 快递100; the closest region holds.',
  ),
  carrierCosts: setting(
    Type.Array(
      Obj({
        carrier: CarrierName,
        region: Region,
        firstG: Units,
        firstFen: Fen,
        stepG: Units,
        stepFen: Fen,
      }),
      { maxItems: 2_000 },
    ),
    [],
    'What carriers charge us by weight: the first grams, and each step begun behind them.',
  ),
  quietHours: setting(
    Type.Integer({ minimum: 1, maximum: 240 }),
    6,
    'Hours without news of a parcel on the road after which its carrier is asked where it is.',
  ),
}
