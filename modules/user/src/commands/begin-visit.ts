/**
 * Notes that somebody goes to WeChat. What comes back must bring the state, from the same caller, in time.
 */
import { actorKey } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { columns } from '../places.ts'
import type { UserSettings } from '../settings.ts'
import { insertVisit } from '../store/wechat.ts'
import type { UserTables } from '../tables.ts'
import { tokenHash } from '../tokens.ts'

/** Begins a visit. The state is hexadecimal, for WeChat passes letters and digits only. */
export const beginVisit: CommandHandler<typeof User.commands.beginVisit, UserTables, UserSettings> = async (
  { app, to },
  { tx, now, actor, settings, secrets, id, random },
) => {
  const visitId = id('wxv')
  const state = app === 'mini' ? null : random(24).toString('hex')
  const expiresAt = now + settings.wechatVisit_s * 1_000
  await insertVisit(tx, {
    id: visitId,
    app,
    caller_blind: secrets.blind(columns.visitCaller, actorKey(actor)),
    state_hash: state === null ? null : tokenHash(state),
    to_path: to,
    began_at: now,
    expires_at: expiresAt,
    returned_at: null,
    word: null,
    provider_code: null,
    identity_sealed: null,
    ticket_hash: null,
    ticket_expires_at: null,
    ticket_used_at: null,
  })
  return { visitId, state, expiresAt }
}
