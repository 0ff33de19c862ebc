/** A module's handle knows its own tables and columns only (R3). */
import type { CommandHandler, QueryHandler } from '../../platform/src/module.ts'
import { Toy, type ToyTables } from './toy.ts'

export const foreignTable: CommandHandler<typeof Toy.commands.make, ToyTables> = async (input, { tx }) => {
  await tx.selectFrom('order_orders').selectAll().execute() // TS2345: "order_orders"
  await tx.insertInto('order_orders').values({ id: '1', state: 'new' }).execute() // TS2345: "order_orders"
  tx.updateTable('order_orders') // TS2345: "order_orders"
  await tx.deleteFrom('order_orders').execute() // TS2345: "order_orders"
  await tx.selectFrom('toy_toys').innerJoin('order_orders', 'a', 'b').execute() // TS2345: "order_orders"
  return input
}

export const foreignColumn: QueryHandler<typeof Toy.queries.get, ToyTables> = async (input, { db }) => {
  await db.selectFrom('toy_toys').select('id').where('price', '=', 1).execute() // TS2345: "price"
  return input
}
