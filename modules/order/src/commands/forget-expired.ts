/** Deletes orders of erased shoppers whose time in the records is over. */
import type { CommandHandler } from '@tiantou/platform'
import type { Order } from '../contract.ts'
import { deleteForgotten } from '../store-privacy.ts'
import type { OrderTables } from '../tables.ts'

/** So many at once; the rest next time. */
const bite = 200

export const forgetExpired: CommandHandler<typeof Order.commands.forgetExpired, OrderTables> = async (
  _input,
  { tx, now },
) => ({ orders: await deleteForgotten(tx, now, bite) })
