/** The two ends of a verification (R9): the intent, counted within its day, and the register's word. */
import type { CommandHandler } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import type { SupplierSettings } from '../settings.ts'
import * as store from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>

const DAY_MS = 86_400_000

/** Consent comes first, then the day's limit; both before a call that costs money. */
export const beginVerification: Handler<'beginVerification'> = async (
  { supplierId, what, askedBy },
  { tx, now, settings, refuse, id },
) => {
  const day = `${supplierId}:${what}:${Math.floor(now / DAY_MS)}`
  const counted = await store.countVerification(tx, day, settings.verificationsPerDay)
  const row = await store.supplierOf(tx, supplierId)
  if (row === undefined) return refuse('no_such_supplier')
  if (row.consent_at === null) return refuse('no_consent')
  if (!counted) return refuse('too_many_tries')
  const verificationId = id('ver')
  const asked = { answer: 'asked', code: '', asked_by: askedBy, at: now, answered_at: null } as const
  await store.insertVerification(tx, { id: verificationId, supplier_id: supplierId, what, ...asked })
  return { verificationId }
}

/** The first word stays; the same word again is fine. */
export const recordVerification: Handler<'recordVerification'> = async (
  { verificationId, answer, code },
  { tx, now, refuse },
) =>
  (await store.answerVerification(tx, verificationId, { answer, code, answered_at: now }))
    ? {}
    : refuse('no_such_verification')
