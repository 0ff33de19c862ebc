/** SQL that forgets what is over: nothing personal is kept longer than it serves. */
import type { Tx } from '@tiantou/platform'
import type { UserTables } from '../tables.ts'

type UserTx = Tx<UserTables>

/** Deletes codes that were asked for before that time. */
export const deleteCodes = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_code').where('created_at', '<', before).execute()
}

/** Deletes failures from before that time. */
export const deleteFailures = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_failure').where('at', '<', before).execute()
}

/** Deletes visits to WeChat that began before that time. */
export const deleteVisits = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_wechat_visit').where('began_at', '<', before).execute()
}

/** Deletes what is known of phones at addresses that have not been seen since. */
export const deleteKnown = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_known').where('seen_at', '<', before).execute()
}

/** Deletes token pairs that expired before that time, and sessions that have none left. */
export const deleteSessions = async (tx: UserTx, before: number): Promise<void> => {
  await tx.deleteFrom('user_token').where('refresh_expires_at', '<', before).execute()
  await tx
    .deleteFrom('user_session')
    .where('opened_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('user_token')
            .select('user_token.id')
            .whereRef('user_token.session_id', '=', 'user_session.id'),
        ),
      ),
    )
    .execute()
}
