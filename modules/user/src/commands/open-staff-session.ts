/**
 * Opens a session for staff whose password was verified by the effect before, or counts the failure. Unknown
 * accounts fail and lock like known ones.
 */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { columns } from '../places.ts'
import { lockedUntil } from '../rules.ts'
import type { UserSettings } from '../settings.ts'
import { forgiveAccount, insertFailure, waitAtGate, wrongPasswords } from '../store/codes.ts'
import { insertSession } from '../store/sessions.ts'
import { readPermissions, staffByAccount } from '../store/staff.ts'
import type { UserTables } from '../tables.ts'
import { drawTokens } from '../tokens.ts'

/**
 * Signs staff in. Refuses locked, even with the right password; a wrong one is an outcome, so that it counts.
 */
export const openStaffSession: CommandHandler<
  typeof User.commands.openStaffSession,
  UserTables,
  UserSettings
> = async ({ account, verified }, context) => {
  const { tx, now, settings, secrets, refuse, outcome, id } = context
  const accountBlind = secrets.blind(columns.staffAccount, account)
  const lock_ms = settings.passwordLock_s * 1_000
  await waitAtGate(tx, 'password')
  const failures = await wrongPasswords(tx, accountBlind, now - lock_ms, settings.wrongPasswords)
  const retryAt = lockedUntil(failures, settings.wrongPasswords, lock_ms, now)
  if (retryAt !== null) return refuse('locked', { retryAt })
  const staff = await staffByAccount(tx, account)
  if (!verified || staff === undefined) {
    const failure = { kind: 'password', subject_blind: accountBlind, address_blind: '' } as const
    await insertFailure(tx, { id: id('flr'), ...failure, request_id: '', at: now })
    return outcome('wrong_password')
  }
  await forgiveAccount(tx, accountBlind)
  const sessionId = id('ses')
  const { pair, row } = drawTokens(context, sessionId, { access_s: settings.staffSession_s })
  await insertSession(
    tx,
    {
      id: sessionId,
      owner_kind: 'staff',
      owner_id: staff.id,
      state: 'open',
      opened_at: now,
      ended_at: null,
      ended_why: null,
    },
    row,
  )
  return { staffId: staff.id, name: staff.name, permissions: readPermissions(staff.permissions), ...pair }
}
