/** What the look-up of an address on the map offers on the wire. */
import { declareFlow, Id, Obj, Type } from '@tiantou/kernel'

/** POST /delivery-places: asks the map once where an address is; who asks again is answered from memory. */
export const LocateAddress = declareFlow('locate-address', {
  doc: 'Finds one of the caller’s addresses on the map, so that areas drawn there can be promised.',
  who: 'user',
  secret: true,
  route: { method: 'POST', path: '/delivery-places' },
  input: Obj({ addressId: Id('adr') }),
  output: Obj({
    /** False: no map answered now; it may be asked again later. */
    isLocated: Type.Boolean(),
  }),
  refusals: { no_such_address: { status: 404, doc: 'Not an address of the caller.' } },
})
