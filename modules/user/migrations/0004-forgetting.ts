/** Indexes by time, so that forgetting what is old does not read everything that is not. */
import type { Migration } from '@tiantou/platform'

export const forgetting: Migration = {
  name: '0004-forgetting',
  up: async ({ index }) => {
    await index('user_failure_at', 'user_failure', ['at'])
    await index('user_known_seen', 'user_known', ['seen_at'])
    await index('user_session_opened', 'user_session', ['opened_at'])
    await index('user_confirmation_expiry', 'user_confirmation', ['expires_at'])
  },
}
