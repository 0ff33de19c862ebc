/** The ways of saying no that several operations of module supplier share. */
import { Obj, Type } from '@tiantou/kernel'

export const no_such_supplier = { status: 404, doc: 'No supplier of the caller, or none of that id.' }
export const wrong_state = {
  status: 409,
  doc: 'Not in a state that allows this.',
  data: Obj({ state: Type.String() }),
}
export const same_person = {
  status: 403,
  doc: 'Who made it cannot decide on it: a second person must (four eyes).',
}
export const owner_only = { status: 403, doc: 'Only the owner may.' }
