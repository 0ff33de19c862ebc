/** What is packed is taken out of its parcels again, unless one of them has left. */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { moveTask } from '../standing.ts'
import { parcelState } from '../states.ts'
import { parcelsOf } from '../store/parcels.ts'
import { takeTask } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

export const takeApart: CommandHandler<typeof Fulfilment.commands.takeApart, FulfilmentTables> = async (
  { orderId },
  context,
) => {
  const task = await takeTask(context.tx, orderId)
  if (task === undefined) return context.refuse('no_such_task')
  const parcels = await parcelsOf(context.tx, orderId)
  const left = parcels.filter((parcel) => parcel.state !== 'packed').map((parcel) => parcel.no)
  if (left.length > 0) return context.refuse('parcel_left', { nos: left })
  if (!(await moveTask(context, orderId, 'takeApart')))
    return context.refuse('wrong_state', { state: task.state })
  for (const { id } of parcels)
    await move(context, 'fulfilment_history', {
      machine: parcelState,
      transition: 'unpack',
      table: 'fulfilment_parcel',
      column: 'state',
      id,
    })
  return {}
}
