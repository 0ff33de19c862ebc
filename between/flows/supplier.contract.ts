/** What verifying a supplier, and saying whose product it is, look like on the wire. */
import { declareFlow, Id, Nothing, Nullable, Obj, OneOf, passOn } from '@tiantou/kernel'
import { Products } from '@tiantou/product/contract'
import { Document, Supplier } from '@tiantou/supplier/contract'

/** PUT /staff/products/:productId/supplier */
export const AssignSupplier = declareFlow('assign-supplier', {
  doc: 'Says which active supplier a product is of; null for the platform’s own.',
  who: { permission: 'product.write' },
  route: { method: 'PUT', path: '/staff/products/:productId/supplier' },
  input: Obj({ productId: Id('prd'), supplierId: Nullable(Id('sup')) }),
  output: Nothing,
  refusals: {
    ...passOn(Products.commands.assignSupplier),
    supplier_not_active: { status: 409, doc: 'No supplier of that id may sell now.' },
  },
})

/** POST /staff/suppliers/:supplierId/verify/:what */
export const VerifySupplier = declareFlow('verify-supplier', {
  doc: 'Has one fact of a supplier verified; `retry` and `no_record` are no word against anybody.',
  who: { permission: 'supplier.review' },
  route: { method: 'POST', path: '/staff/suppliers/:supplierId/verify/:what' },
  input: Obj({ supplierId: Id('sup'), what: OneOf('identity', 'licence', 'bank_account') }),
  output: Supplier.effects.verify.output,
  refusals: passOn(Supplier.commands.beginVerification, Supplier.commands.recordVerification),
})

/** PUT /supplier/documents/:kind */
export const HandInDocument = declareFlow('hand-in-document', {
  doc: 'Hands in a document of the caller’s supplier with a picture that the caller sent for it.',
  who: 'user',
  route: { method: 'PUT', path: '/supplier/documents/:kind' },
  secret: true,
  input: Obj(Document),
  output: Nothing,
  refusals: {
    ...passOn(Supplier.commands.handIn),
    no_such_picture: { status: 404, doc: 'No picture of that name that the caller sent as a supplier.' },
  },
})
