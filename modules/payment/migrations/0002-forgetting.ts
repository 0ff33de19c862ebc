/** When a payment of an erased shopper is forgotten; null for everybody else's. Payments by shopper. */
import type { Migration } from '@tiantou/platform'

export const forgetting: Migration = {
  name: '0002-forgetting',
  up: async ({ column, index, types }) => {
    await column('payment_payment', 'forget_at', types.int)
    await index('payment_payment_forget', 'payment_payment', ['forget_at'])
    await index('payment_payment_user', 'payment_payment', ['user_id'])
    await index('payment_refund_of', 'payment_refund', ['payment_id'])
  },
}
