/** Whether parts of a payment are given to others later: its channel is told when it is started. */
import type { Migration } from '@tiantou/platform'

export const shared: Migration = {
  name: '0008-shared',
  up: async ({ column, types }) => {
    await column('payment_payment', 'is_shared', types.int)
  },
}
