/**
 * What module supplier gives a user who wants a copy of his data or its end. Money facts stay; whose they
 * were does not. The part of the contract that contract.ts takes in. Pure.
 */
import { Id, Nothing, Nullable, Obj, Time, Type } from '@tiantou/kernel'

const UserRef = Obj({ userId: Id('usr') })
const Text = Nullable(Type.String())

export const privacyCommands = {
  eraseUser: {
    doc: 'Forgets a user, and what was handed in for a supplier he owns; one that is not left waits.',
    who: 'system',
    input: UserRef,
    output: Nothing,
  },
} as const

export const privacyQueries = {
  ofUser: {
    doc: 'What a user told here: of the supplier he owns everything, as a clerk where he belongs.',
    who: 'system',
    secret: true,
    input: UserRef,
    output: Obj({
      role: Nullable(Type.String()),
      supplierId: Nullable(Id('sup')),
      application: Nullable(
        Obj({
          name: Type.String(),
          legalName: Text,
          creditCode: Text,
          personName: Text,
          idNumber: Text,
          bankName: Type.String(),
          bankAccount: Text,
          contactName: Text,
          phone: Text,
          consentVersion: Type.String(),
          consentAt: Nullable(Time),
          documents: Type.Array(
            Obj({
              kind: Type.String(),
              number: Type.String(),
              issuer: Type.String(),
              validTo: Nullable(Time),
            }),
          ),
        }),
      ),
    }),
  },
  owns: {
    doc: 'The supplier that a user must leave before his account can end: not closed, or with open money.',
    who: 'system',
    input: UserRef,
    output: Obj({ supplierId: Nullable(Id('sup')) }),
  },
} as const
