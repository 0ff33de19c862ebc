/**
 * What module fulfilment offers about scales: named, checked with a reference mass, believed only while their
 * control chart says so. Spread into the contract.
 */
import { Nothing, Nullable, Obj, OneOf, Text, Time, Type } from '@tiantou/kernel'

const keep = { permission: 'fulfilment.scales' } as const
const ScaleName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,19}$' })
const Mass = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const ScaleState = OneOf('unchecked', 'in_use', 'out', 'retired')
const no_such_scale = { status: 404, doc: 'No scale of that name.' }

export const scaleCommands = {
  addScale: {
    doc: 'Names a scale; it must be checked before it weighs for orders.',
    who: keep,
    route: { method: 'POST', path: '/staff/scales' },
    input: Obj({
      scale: ScaleName,
      name: Text(30),
      /** The smallest step that it shows, in grams. */
      divisionGrams: Type.Integer({ minimum: 1, maximum: 1_000 }),
    }),
    output: Nothing,
    refusals: { scale_exists: { status: 409, doc: 'The name is taken.' } },
  },
  checkScale: {
    doc: 'Puts a reference mass on a scale; a scale that is off or drifts weighs for nobody.',
    who: keep,
    route: { method: 'POST', path: '/staff/scales/:scale/checks' },
    input: Obj({
      scale: ScaleName,
      referenceGrams: Mass,
      shownGrams: Type.Integer({ minimum: 0, maximum: 2_000_000 }),
    }),
    output: Obj({ state: ScaleState, allowedGrams: Type.Integer() }),
    refusals: { no_such_scale, retired: { status: 409, doc: 'The scale is in use no more.' } },
  },
  retireScale: {
    doc: 'Takes a scale out of use for good.',
    who: keep,
    route: { method: 'POST', path: '/staff/scales/:scale/retire' },
    input: Obj({ scale: ScaleName }),
    output: Nothing,
    refusals: { no_such_scale, retired: { status: 409, doc: 'The scale is in use no more.' } },
  },
} as const

export const scaleQueries = {
  scales: {
    doc: 'Every scale with its latest checks.',
    who: { permission: 'fulfilment.pack' },
    route: { method: 'GET', path: '/staff/scales' },
    input: Nothing,
    output: Obj({
      items: Type.Array(
        Obj({
          scale: ScaleName,
          name: Type.String(),
          divisionGrams: Type.Integer(),
          state: ScaleState,
          checkedAt: Nullable(Time),
          /** Until when it may weigh; null where it may not. */
          goodUntil: Nullable(Time),
          checks: Type.Array(Obj({ at: Time, referenceGrams: Type.Integer(), shownGrams: Type.Integer() })),
        }),
      ),
    }),
  },
} as const
