/** Removes one of the caller's addresses; where it was the default, the newest of the others takes over. */
import type { CommandHandler } from '@tiantou/platform'
import type { User } from '../contract.ts'
import { heirOf, shopperOf } from '../rules.ts'
import { addressesOf, deleteAddress, updateAddress, waitForTurn } from '../store/people.ts'
import type { UserTables } from '../tables.ts'

/** Removes an address. Refuses no_such_address where it is not the caller's. */
export const removeAddress: CommandHandler<typeof User.commands.removeAddress, UserTables> = async (
  { addressId },
  { tx, actor, refuse },
) => {
  const userId = shopperOf(actor)
  await waitForTurn(tx, userId)
  const heir = heirOf(await addressesOf(tx, userId), addressId)
  if (!(await deleteAddress(tx, userId, addressId))) return refuse('no_such_address')
  if (heir !== undefined) await updateAddress(tx, userId, heir.id, { is_default: 1 })
  return {}
}
