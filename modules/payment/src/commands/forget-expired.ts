/** Deletes payments of erased shoppers whose time in the records is over. */
import type { CommandHandler } from '@tiantou/platform'
import type { Payment } from '../contract.ts'
import { deleteForgotten } from '../store-privacy.ts'
import type { PaymentTables } from '../tables.ts'

/** So many at once; the rest next time. */
const bite = 200

export const forgetExpired: CommandHandler<typeof Payment.commands.forgetExpired, PaymentTables> = async (
  _input,
  { tx, now },
) => ({ payments: await deleteForgotten(tx, now, bite) })
