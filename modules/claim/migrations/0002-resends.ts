/** Claims that end in goods and not in money; all before ended in money. */
import type { Migration } from '@tiantou/platform'

export const resends: Migration = {
  name: '0002-resends',
  up: async ({ db, column, index, types }) => {
    await column('claim_claim', 'remedy', types.code(10))
    await column('claim_claim', 'resend_order_id', types.id)
    await column('claim_claim', 'resent_fen', types.int)
    const before = { remedy: 'money', resent_fen: 0 }
    await db.updateTable('claim_claim').set(before).where('remedy', 'is', null).execute()
    await index('claim_claim_resend', 'claim_claim', ['resend_order_id'])
  },
}
