/** Documents of a supplier, verifying it (intent, call, word), and saying whose product it is. */
import { actorKey } from '@tiantou/kernel'
import { Media } from '@tiantou/media/contract'
import { flow } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { Supplier } from '@tiantou/supplier/contract'
import { AssignSupplier, HandInDocument, VerifySupplier } from './supplier.contract.ts'

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

/** A picture that is handed in is no orphan any more: it stays until its sender is erased. */
export const handInDocument = flow(HandInDocument, async (document, { actor, ask, step, refuse }) => {
  const names = [document.picture]
  const { items } = await ask(Media.queries.pictures, { names })
  const isOwn = items.some(
    ({ owner, purpose, state }) => owner === actorKey(actor) && purpose === 'supplier' && state === 'ready',
  )
  if (!isOwn) return refuse('no_such_picture')
  await step('use', Media.commands.use, { names })
  return step('hand-in', Supplier.commands.handIn, { ...document, userId: actor.id })
})
