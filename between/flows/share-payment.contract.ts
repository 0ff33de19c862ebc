/** Naming whom the channel pays for a supplier, on the wire; and the asking of the channel that shares. */
import { declareFlow, Id, Nothing, Nullable, Obj, passOn, Type } from '@tiantou/kernel'
import { Supplier } from '@tiantou/supplier/contract'

const { beginReceiver, recordReceiver, removeReceiver, recordShare } = Supplier.commands
const staff = { permission: 'supplier.contract' } as const
const SupplierRef = { supplierId: Id('sup') }

/** POST /staff/suppliers/:supplierId/receiver */
export const NameReceiver = declareFlow('name-receiver', {
  doc: 'Names whom the channel pays for a supplier: its merchant number, or with null its owner’s WeChat.',
  who: staff,
  route: { method: 'POST', path: '/staff/suppliers/:supplierId/receiver' },
  input: Obj({
    ...SupplierRef,
    merchantNo: Nullable(Type.String({ pattern: '^[0-9]{8,32}$', maxLength: 32 })),
  }),
  output: Obj({ state: recordReceiver.output.properties.state, code: Type.String() }),
  refusals: {
    ...passOn(beginReceiver),
    ...passOn(recordReceiver),
    wechat_needed: { status: 409, doc: 'The owner’s account is not linked with WeChat.' },
  },
})

/** DELETE /staff/suppliers/:supplierId/receiver */
export const RemoveReceiver = declareFlow('remove-receiver', {
  doc: 'Nothing is shared to a supplier’s receiver any more, and the channel forgets it.',
  who: staff,
  route: { method: 'DELETE', path: '/staff/suppliers/:supplierId/receiver' },
  input: Obj(SupplierRef),
  output: Nothing,
  refusals: passOn(removeReceiver),
})

/** Submits a share, a return or the setting free, or asks what became of it. */
export const AskShare = declareFlow('ask-share', {
  doc: 'Submits a share, a return or the setting free, or asks about it, and records the channel’s word.',
  who: 'system',
  input: Obj({ shareId: Id('shr'), orderId: Id('ord') }),
  output: Nothing,
  refusals: passOn(recordShare),
})
