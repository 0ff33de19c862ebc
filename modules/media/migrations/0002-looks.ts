/** What each picture looks like: its difference hash, by which one that is sent twice is found again. */
import type { Migration } from '@tiantou/platform'

export const looks: Migration = {
  name: '0002-looks',
  up: async ({ column, types }) => {
    await column('media_picture', 'look', types.code(16))
  },
}
