/** Forgets one user; the supplier he owns only when nothing of it is open. */
import type { CommandHandler } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import { forget, forgetMember, isOpen } from '../store/privacy.ts'
import { actAs, supplierOf } from '../store/suppliers.ts'
import type { SupplierTables } from '../tables.ts'

/** Nothing to forget is fine, and so is what must wait: it is asked again later. */
export const eraseUser: CommandHandler<typeof Supplier.commands.eraseUser, SupplierTables> = async (
  { userId },
  { tx, now },
) => {
  const member = await actAs(tx, userId, now)
  if (member === undefined) return {}
  const row = await supplierOf(tx, member.supplier_id)
  if (member.role === 'clerk' || row === undefined) await forgetMember(tx, userId)
  else if (!(await isOpen(tx, row))) await forget(tx, row.id)
  return {}
}
