/** A toy module that the planted violations are about. Nothing is wrong in this file. */
import { declareFlow, declarePage, defineContract, Obj, passOn, Type } from '@tiantou/kernel'

const Named = Obj({ id: Type.String() })

export const Toy = defineContract('toy', {
  doc: 'Toys.',
  commands: {
    make: {
      doc: 'Makes a toy.',
      who: 'system',
      input: Named,
      output: Named,
      refusals: {
        broken: { status: 409, doc: 'It is broken.' },
        sold_out: { status: 409, doc: 'None is left.', data: Obj({ left: Type.Integer() }) },
      },
      outcomes: { denied: { status: 403, doc: 'It is denied, and written down.' } },
    },
  },
  queries: { get: { doc: 'Reads a toy.', who: 'system', input: Named, output: Named } },
  effects: { wind: { doc: 'Winds a toy up.', who: 'system', input: Named, output: Named } },
  events: { made: { doc: 'A toy was made.', version: 1, payload: Named } },
})

export interface ToyTables {
  toy_toys: { id: string; state: string }
}

export interface ToyPorts {
  winder: { wind(id: string): Promise<void> }
}

const spec = { doc: 'Gives a toy.', who: 'user', input: Named, output: Named } as const
/** Declares every no of making a toy. */
export const Give = declareFlow('give', { ...spec, refusals: passOn(Toy.commands.make) })
/** Declares none. */
export const Take = declareFlow('take', spec)
export const Shelf = declarePage('shelf', spec)
