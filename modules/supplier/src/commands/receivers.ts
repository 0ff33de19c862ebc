/** Whom the channel pays for a supplier: one at a time, noted before the channel is told (R9). */
import { type CommandHandler, move } from '@tiantou/platform'
import type { Supplier } from '../contract.ts'
import { receiverPlace } from '../sealed.ts'
import type { SupplierSettings } from '../settings.ts'
import { receiverState } from '../states.ts'
import { lockSupplier } from '../store/contracts.ts'
import { insertReceiver, receiverById, receiverOf } from '../store/shares.ts'
import { supplierOf } from '../store/suppliers.ts'
import type { ReceiverRow, SupplierTables } from '../tables.ts'

type Commands = typeof Supplier.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], SupplierTables, SupplierSettings>
type Context = Parameters<Handler<'removeReceiver'>>[1]

const at = { machine: receiverState, table: 'supplier_receiver', column: 'state' } as const
const HISTORY = 'supplier_history'

/** Gives the slot up: shares that are under way keep their receiver. */
const retire = (context: Pick<Context, 'tx' | 'now' | 'actor' | 'id'>, { id }: ReceiverRow) =>
  move(context, HISTORY, { ...at, transition: 'remove', id, set: { slot: id } })

export const beginReceiver: Handler<'beginReceiver'> = async ({ supplierId, kind, account }, context) => {
  const { tx, now, secrets, refuse } = context
  if (!(await lockSupplier(tx, supplierId))) return refuse('no_such_supplier')
  const supplier = await supplierOf(tx, supplierId)
  if (supplier?.state !== 'active') return refuse('wrong_state', { state: supplier?.state ?? '' })
  const name = kind === 'merchant' ? supplier.legal_name_sealed : supplier.person_name_sealed
  if (name === null) return refuse('not_filled_in')
  const before = await receiverOf(tx, supplierId)
  if (before !== undefined) await retire(context, before)
  const id = context.id('rcv')
  const sealed = secrets.seal(account, receiverPlace(id))
  const row = { id, supplier_id: supplierId, slot: supplierId, kind, account_sealed: sealed }
  await insertReceiver(tx, { ...row, state: receiverState.initial, code: '', at: now, version: 1 })
  return { receiverId: id }
}

export const recordReceiver: Handler<'recordReceiver'> = async ({ receiverId: id, word, code }, context) => {
  const { tx, refuse } = context
  if (word !== 'unknown') {
    const transition = word === 'added' ? 'add' : 'refuse'
    await move(context, HISTORY, { ...at, transition, id, set: { code }, note: code })
  }
  const row = await receiverById(tx, id)
  return row === undefined ? refuse('no_such_receiver') : { state: row.state }
}

export const removeReceiver: Handler<'removeReceiver'> = async ({ supplierId }, context) => {
  const { tx, refuse } = context
  await lockSupplier(tx, supplierId)
  const row = await receiverOf(tx, supplierId)
  if (row === undefined) return refuse('no_such_receiver')
  await retire(context, row)
  return { receiverId: row.id }
}
