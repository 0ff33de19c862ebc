/** Verifying a supplier (intent, call, word), and saying whose product it is. */
import { actorKey } from '@tiantou/kernel'
import { flow } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { AssignSupplier, VerifySupplier } from './supplier.contract.ts'

export const assignSupplier = flow(AssignSupplier, async ({ productId, supplierId }, context) => {
  if (supplierId !== null) {
    const { supplierIds } = await context.ask(Supplier.queries.selling, { supplierIds: [supplierId] })
    if (supplierIds.length === 0) return context.refuse('supplier_not_active')
  }
  return context.step('assign', Products.commands.assignSupplier, { productId, supplierId })
})

export const verifySupplier = flow(VerifySupplier, async ({ supplierId, what }, context) => {
  const { actor, step, effect } = context
  const asked = { supplierId, what, askedBy: actorKey(actor) }
  const { verificationId } = await step('begin', Supplier.commands.beginVerification, asked)
  const word = await effect('ask', Supplier.effects.verify, { supplierId, what })
  await step('record', Supplier.commands.recordVerification, { verificationId, ...word })
  return word
})
