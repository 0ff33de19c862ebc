/** Payments, attempts, refunds, suspicions, and who did what when. */
import type { Migration, MigrationTools } from '@tiantou/platform'

const paymentTable = async ({ table, types, index }: MigrationTools) => {
  await table('payment_payment')
    .addColumn('id', types.id, (column) => column.primaryKey().notNull())
    .addColumn('order_id', types.id, (column) => column.notNull())
    .addColumn('user_id', types.id, (column) => column.notNull())
    .addColumn('amount_fen', types.int, (column) => column.notNull())
    .addColumn('description', types.text(60), (column) => column.notNull())
    .addColumn('state', types.code(20), (column) => column.notNull())
    .addColumn('expires_at', types.int, (column) => column.notNull())
    .addColumn('opened_at', types.int, (column) => column.notNull())
    .addColumn('paid_at', types.int)
    .addColumn('refunded_fen', types.int, (column) => column.notNull())
    .addColumn('version', types.int, (column) => column.notNull())
    .execute()
  await index('payment_payment_order', 'payment_payment', ['order_id'], true)
}

const attemptTable = async ({ table, types, index }: MigrationTools) => {
  await table('payment_attempt')
    .addColumn('id', types.id, (column) => column.primaryKey().notNull())
    .addColumn('payment_id', types.id, (column) => column.notNull())
    .addColumn('channel', types.code(20), (column) => column.notNull())
    .addColumn('scene', types.code(10), (column) => column.notNull())
    .addColumn('open_id', types.code(64))
    .addColumn('client_ip', types.code(64), (column) => column.notNull())
    .addColumn('out_trade_no', types.code(32), (column) => column.notNull())
    .addColumn('state', types.code(20), (column) => column.notNull())
    .addColumn('ticket', types.long)
    .addColumn('ticket_at', types.int)
    .addColumn('transaction_id', types.code(64))
    .addColumn('code', types.text(80))
    .addColumn('began_at', types.int, (column) => column.notNull())
    .addColumn('asks', types.int, (column) => column.notNull())
    .addColumn('next_ask_at', types.int, (column) => column.notNull())
    .addColumn('version', types.int, (column) => column.notNull())
    .execute()
  await index('payment_attempt_number', 'payment_attempt', ['out_trade_no'], true)
  await index('payment_attempt_of', 'payment_attempt', ['payment_id', 'id'])
  await index('payment_attempt_due', 'payment_attempt', ['state', 'next_ask_at'])
}

const refundTable = async ({ table, types, index }: MigrationTools) => {
  await table('payment_refund')
    .addColumn('id', types.id, (column) => column.primaryKey().notNull())
    .addColumn('payment_id', types.id, (column) => column.notNull())
    .addColumn('attempt_id', types.id, (column) => column.notNull())
    .addColumn('out_refund_no', types.code(64), (column) => column.notNull())
    .addColumn('refund_fen', types.int, (column) => column.notNull())
    .addColumn('reason', types.code(20), (column) => column.notNull())
    .addColumn('state', types.code(20), (column) => column.notNull())
    .addColumn('channel_refund_id', types.code(64))
    .addColumn('code', types.text(80))
    .addColumn('requested_at', types.int, (column) => column.notNull())
    .addColumn('finished_at', types.int)
    .addColumn('asks', types.int, (column) => column.notNull())
    .addColumn('next_ask_at', types.int, (column) => column.notNull())
    .addColumn('version', types.int, (column) => column.notNull())
    .execute()
  await index('payment_refund_number', 'payment_refund', ['out_refund_no'], true)
  // One refund per attempt: money that was taken once goes back once.
  await index('payment_refund_attempt', 'payment_refund', ['attempt_id'], true)
  await index('payment_refund_due', 'payment_refund', ['state', 'next_ask_at'])
}

export const payments: Migration = {
  name: '0001-payments',
  up: async (tools) => {
    await paymentTable(tools)
    await attemptTable(tools)
    await refundTable(tools)
    const { table, types, index } = tools
    await table('payment_suspicion')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('code', types.code(40), (column) => column.notNull())
      .addColumn('out_trade_no', types.text(64), (column) => column.notNull())
      .addColumn('fact', types.long, (column) => column.notNull())
      .execute()
    await table('payment_history')
      .addColumn('id', types.id, (column) => column.primaryKey().notNull())
      .addColumn('subject_id', types.id, (column) => column.notNull())
      .addColumn('axis', types.code(20), (column) => column.notNull())
      .addColumn('transition', types.code(30), (column) => column.notNull())
      .addColumn('to_state', types.code(20), (column) => column.notNull())
      .addColumn('actor_kind', types.code(10), (column) => column.notNull())
      .addColumn('actor_id', types.code(80), (column) => column.notNull())
      .addColumn('at', types.int, (column) => column.notNull())
      .addColumn('note', types.text(200), (column) => column.notNull())
      .execute()
    await index('payment_history_of', 'payment_history', ['subject_id', 'id'])
  },
}
