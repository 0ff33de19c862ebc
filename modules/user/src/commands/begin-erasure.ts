/**
 * The first and only step of an erasure that can refuse: uses the confirmation up and erases the person here.
 * From then on nobody is signed in, and the phone belongs to nobody.
 */
import type { CommandHandler } from '@tiantou/platform'
import { User } from '../contract.ts'
import { columns, places } from '../places.ts'
import { isErased } from '../rules.ts'
import { waitAtGate } from '../store/codes.ts'
import { userById, waitForTurn } from '../store/people.ts'
import { entomb, eraseRows, forgetPhone, insertErasure, useConfirmation } from '../store/privacy.ts'
import type { UserTables } from '../tables.ts'

/** Erases a shopper in this module. Refuses not_confirmed. */
export const beginErasure: CommandHandler<typeof User.commands.beginErasure, UserTables> = async (
  { userId, sessionId, confirmationId },
  { tx, now, secrets, refuse, emit },
) => {
  // Whoever signs in or links an identity stands at this gate: none of them comes in between.
  await waitAtGate(tx, 'guess')
  await waitForTurn(tx, userId)
  if (!(await useConfirmation(tx, { userId, sessionId, confirmationId, now }))) return refuse('not_confirmed')
  const user = await userById(tx, userId)
  if (user === undefined || isErased(user)) return refuse('not_confirmed')
  const phone = secrets.open(user.phone_sealed, places.userPhone(userId))
  await forgetPhone(tx, secrets.blind(columns.codePhone, phone), userId)
  await entomb(tx, userId)
  await eraseRows(tx, userId)
  await insertErasure(tx, userId, now)
  emit(User.events.erased, { userId })
  return {}
}
