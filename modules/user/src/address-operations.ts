/** Delivery addresses: the part of the contract that contract.ts takes in. Pure. */
import { Id, Nothing, Nullable, Obj, Phone, Readable, Type } from '@tiantou/kernel'
import { no_such_user } from './session-operations.ts'

const AddressFields = {
  name: Readable(30),
  phone: Phone,
  /** Six-digit code of the county or district (GB/T 2260). */
  regionCode: Type.String({ pattern: '^[1-9][0-9]{5}$' }),
  detail: Readable(120),
  isDefault: Type.Boolean(),
}

const Address = Obj({
  addressId: Id('adr'),
  ...AddressFields,
  province: Type.String(),
  city: Type.String(),
  county: Type.String(),
})

export const addressCommands = {
  saveAddress: {
    doc: 'Adds a delivery address, or changes one of the caller’s.',
    who: 'user',
    secret: true,
    route: { method: 'POST', path: '/user/addresses' },
    input: Obj({ addressId: Type.Optional(Id('adr')), ...AddressFields }),
    output: Obj({ addressId: Id('adr') }),
    refusals: {
      no_such_address: { status: 404, doc: 'Not an address of the caller.' },
      no_such_region: { status: 422, doc: 'The region code does not exist or is no county.' },
      no_such_user,
      too_many_addresses: { status: 409, doc: 'Twenty addresses at most.' },
    },
  },
  removeAddress: {
    doc: 'Removes one of the caller’s addresses.',
    who: 'user',
    route: { method: 'DELETE', path: '/user/addresses/:addressId' },
    input: Obj({ addressId: Id('adr') }),
    output: Nothing,
    refusals: { no_such_address: { status: 404, doc: 'Not an address of the caller.' } },
  },
} as const

export const addressQueries = {
  addresses: {
    doc: 'The caller’s addresses, default first.',
    who: 'user',
    route: { method: 'GET', path: '/user/addresses' },
    input: Nothing,
    output: Obj({ items: Type.Array(Address) }),
  },
  addressOf: {
    doc: 'One address of one user, whole; null when it is not theirs.',
    who: 'system',
    input: Obj({ userId: Id('usr'), addressId: Id('adr') }),
    output: Nullable(Address),
  },
} as const
