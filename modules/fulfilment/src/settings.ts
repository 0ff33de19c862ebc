/** What an operator may set about packing. */
import { Grams, Obj, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const minutes = (most: number) => Type.Integer({ minimum: 1, maximum: most })

export const fulfilmentSettings = {
  leastLifeBps: setting(
    Type.Integer({ minimum: 0, maximum: 10_000 }),
    3_000,
    'Of the shelf life of a category so much must be left when the goods arrive, in basis points.',
  ),
  packWithinHours: setting(
    Type.Integer({ minimum: 1, maximum: 240 }),
    24,
    'Hours from payment to the packing of an order that was promised no slot.',
  ),
  roadHours: setting(
    Type.Integer({ minimum: 1, maximum: 240 }),
    48,
    'Hours that goods are on the road where no slot was promised: they must last so much longer.',
  ),
  shortageLeadMinutes: setting(
    minutes(2_880),
    120,
    'Minutes before the packing time from which what has no lot counts as short.',
  ),
  askMinutes: setting(minutes(1_440), 30, 'Minutes that a shopper has to answer what he is offered.'),
  waveAheadMinutes: setting(
    minutes(10_080),
    720,
    'Minutes before the packing time from which orders are put into waves.',
  ),
  freeOverBps: setting(
    Type.Integer({ minimum: 0, maximum: 5_000 }),
    500,
    'So much above the upper tolerance goes out for free, in basis points of the nominal weight.',
  ),
  scaleCheckHours: setting(
    Type.Integer({ minimum: 1, maximum: 720 }),
    24,
    'Hours after which a scale must be checked with a reference mass again.',
  ),
  coolantBps: setting(
    Obj({ chilled: Type.Integer({ minimum: 0 }), frozen: Type.Integer({ minimum: 0 }) }),
    { chilled: 2_000, frozen: 4_000 },
    'Coolant for a parcel of each class, in basis points of the goods’ weight for each day on the road.',
  ),
  packagingGrams: setting(
    Obj({ ambient: Grams, chilled: Grams, frozen: Grams }),
    { ambient: 300, chilled: 600, frozen: 800 },
    'What the box of a parcel of each class weighs, with lining and padding.',
  ),
}

export type FulfilmentSettings = typeof fulfilmentSettings
