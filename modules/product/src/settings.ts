/** What an operator may set about products: fields that this shop needs and the platform does not know. */
import { Obj, OneOf, type Static, Text, Type } from '@tiantou/kernel'
import { setting } from '@tiantou/platform'

const ExtraField = Obj({
  name: Type.String({ pattern: '^[a-z][a-zA-Z0-9]{0,39}$', maxLength: 40 }),
  /** What people read: 糖度. */
  label: Text(20),
  type: OneOf('text', 'number', 'boolean', 'choice'),
  /** Of text the most characters, of a number the most it may be away from zero. */
  limit: Type.Optional(Type.Number({ minimum: 1, maximum: 1_000_000_000 })),
  /** What there is to choose from. */
  choices: Type.Optional(Type.Array(Text(40), { minItems: 1, maxItems: 50 })),
})

export type ExtraField = Static<typeof ExtraField>

export const productSettings = {
  extraFields: setting(
    Type.Array(ExtraField, { maxItems: 30 }),
    [],
    'Further fields of a product: name, label, type (text, number, boolean, choice), limit, choices.',
  ),
}
