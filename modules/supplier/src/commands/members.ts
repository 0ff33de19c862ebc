/** Who belongs to a supplier besides its owner. */
import type { CommandHandler } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import { actAs, deleteClerk, insertMember } from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands

/** A user belongs to one supplier at most. */
export const addMember: CommandHandler<Commands['addMember'], SupplierTables> = async (
  { userId },
  { tx, actor, now, refuse },
) => {
  const member = await actAs(tx, actor.id, now)
  if (member === undefined) return refuse('no_such_supplier')
  if (member.role !== 'owner') return refuse('owner_only')
  const clerk = { user_id: userId, supplier_id: member.supplier_id, role: 'clerk', acted_at: now } as const
  return (await insertMember(tx, clerk)) ? {} : refuse('already_belongs')
}

/** The owner stays. */
export const removeMember: CommandHandler<Commands['removeMember'], SupplierTables> = async (
  { userId },
  { tx, actor, now, refuse },
) => {
  const member = await actAs(tx, actor.id, now)
  if (member === undefined) return refuse('no_such_supplier')
  if (member.role !== 'owner') return refuse('owner_only')
  await deleteClerk(tx, member.supplier_id, userId)
  return {}
}
