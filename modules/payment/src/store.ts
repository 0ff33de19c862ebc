/**
 * Every SQL statement of module payment. Opening a payment and an attempt are hot; the rest is plain builder.
 */
import { hotInsert, hotRows, type ReadDb, type Tx } from '@tiantou/platform'
import type { AttemptRow, PaymentRow, PaymentTables, RefundRow, SuspicionRow } from './tables.ts'

type Db = ReadDb<PaymentTables> | Tx<PaymentTables>

export const insertPayment = hotInsert<PaymentRow>('payment_payment', [
  'id',
  'order_id',
  'user_id',
  'amount_fen',
  'description',
  'state',
  'expires_at',
  'opened_at',
  'paid_at',
  'refunded_fen',
  'claimed_fen',
  'is_shared',
  'version',
])

export const insertAttempt = hotInsert<AttemptRow>('payment_attempt', [
  'id',
  'payment_id',
  'channel',
  'scene',
  'open_id',
  'client_ip',
  'out_trade_no',
  'state',
  'ticket',
  'ticket_at',
  'transaction_id',
  'code',
  'began_at',
  'asks',
  'next_ask_at',
  'version',
])

const paymentById = hotRows((db: Tx<PaymentTables>, hole: { id: string }) =>
  db.selectFrom('payment_payment').selectAll().where('id', '=', hole.id),
)

export const findPayment = async (db: Db, paymentId: string): Promise<PaymentRow | undefined> =>
  (await paymentById(db, { id: paymentId }))[0]

export const paymentOfOrder = (db: Db, orderId: string): Promise<PaymentRow | undefined> =>
  db.selectFrom('payment_payment').selectAll().where('order_id', '=', orderId).executeTakeFirst()

export const findAttempt = (db: Db, attemptId: string): Promise<AttemptRow | undefined> =>
  db.selectFrom('payment_attempt').selectAll().where('id', '=', attemptId).executeTakeFirst()

export const attemptByNumber = (db: Db, outTradeNo: string): Promise<AttemptRow | undefined> =>
  db.selectFrom('payment_attempt').selectAll().where('out_trade_no', '=', outTradeNo).executeTakeFirst()

const attemptsByPayment = hotRows((db: Tx<PaymentTables>, hole: { paymentId: string }) =>
  db.selectFrom('payment_attempt').selectAll().where('payment_id', '=', hole.paymentId).orderBy('id'),
)

export const attemptsOf = (db: Db, paymentId: string): Promise<AttemptRow[]> =>
  attemptsByPayment(db, { paymentId })

const startable = hotRows((db: Tx<PaymentTables>, hole: { id: string }) =>
  db
    .selectFrom('payment_attempt as attempt')
    .innerJoin('payment_payment as payment', 'payment.id', 'attempt.payment_id')
    .select([
      'attempt.payment_id',
      'attempt.channel',
      'attempt.scene',
      'attempt.open_id',
      'attempt.client_ip',
      'attempt.out_trade_no',
      'payment.amount_fen',
      'payment.description',
      'payment.expires_at',
      'payment.is_shared',
    ])
    .where('attempt.id', '=', hole.id),
)

/** What a channel must be told to start an attempt. */
export const attemptToStart = async (db: Db, attemptId: string) => (await startable(db, { id: attemptId }))[0]

const silentIn = (db: Db, state: AttemptRow['state'], now: number, limit: number) =>
  db
    .selectFrom('payment_attempt')
    .innerJoin('payment_payment', 'payment_payment.id', 'payment_attempt.payment_id')
    .select([
      'payment_attempt.id as id',
      'payment_attempt.asks as asks',
      'payment_payment.state as payment_state',
    ])
    .where('payment_attempt.state', '=', state)
    .where('payment_attempt.next_ask_at', '<=', now)
    .orderBy('payment_attempt.next_ask_at')
    .limit(limit)
    .execute()

/**
 * Attempts a channel may still take money for, due to be asked about. State by state, each along its index:
 * both in one question would sort all that are due, and after an outage that is every attempt of the day.
 */
export const silentAttempts = async (db: Db, now: number, limit: number) => {
  const starting = await silentIn(db, 'starting', now, limit)
  const started = await silentIn(db, 'started', now, limit)
  return [...starting, ...started].slice(0, limit)
}

export const setAttemptAsk = async (
  tx: Tx<PaymentTables>,
  attemptId: string,
  asks: number,
  nextAskAt: number,
) => {
  await tx
    .updateTable('payment_attempt')
    .set({ asks, next_ask_at: nextAskAt })
    .where('id', '=', attemptId)
    .execute()
}

export const insertRefund = async (tx: Tx<PaymentTables>, row: RefundRow) => {
  await tx.insertInto('payment_refund').values(row).execute()
}

export const findRefund = (db: Db, refundId: string): Promise<RefundRow | undefined> =>
  db.selectFrom('payment_refund').selectAll().where('id', '=', refundId).executeTakeFirst()

export const refundByNumber = (db: Db, outRefundNo: string): Promise<RefundRow | undefined> =>
  db.selectFrom('payment_refund').selectAll().where('out_refund_no', '=', outRefundNo).executeTakeFirst()

export const dueRefunds = (db: Db, now: number, limit: number) =>
  db
    .selectFrom('payment_refund')
    .select(['id', 'asks'])
    .where('state', 'in', ['requested', 'processing'])
    .where('next_ask_at', '<=', now)
    .orderBy('next_ask_at')
    .limit(limit)
    .execute()

/** Refunds in one state, newest first, with the channel that each belongs to. */
export const refundsIn = (
  db: Db,
  state: RefundRow['state'],
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
) =>
  db
    .selectFrom('payment_refund as refund')
    .innerJoin('payment_attempt as attempt', 'attempt.id', 'refund.attempt_id')
    .selectAll('refund')
    .select('attempt.channel')
    .where('refund.state', '=', state)
    .$if(before !== undefined, (query) => query.where('refund.id', '<', before ?? ''))
    .orderBy('refund.id', 'desc')
    .limit(limit)
    .execute()

export const setRefundAsk = async (
  tx: Tx<PaymentTables>,
  refundId: string,
  asks: number,
  nextAskAt: number,
) => {
  await tx
    .updateTable('payment_refund')
    .set({ asks, next_ask_at: nextAskAt })
    .where('id', '=', refundId)
    .execute()
}

export const addRefunded = async (tx: Tx<PaymentTables>, paymentId: string, fen: number) => {
  await tx
    .updateTable('payment_payment')
    .set((expression) => ({ refunded_fen: expression('refunded_fen', '+', fen) }))
    .where('id', '=', paymentId)
    .execute()
}

/**
 * Holds the payment of an order until the command ends: what is read from now on is how it stands, and
 * nobody claims of it meanwhile.
 */
export const holdPaymentOf = async (tx: Tx<PaymentTables>, orderId: string): Promise<void> => {
  await tx
    .updateTable('payment_payment')
    .set((expression) => ({ version: expression('version', '+', 1) }))
    .where('order_id', '=', orderId)
    .execute()
}

/**
 * Claims money of a paid payment for a refund, or with a negative amount gives a claim back. False where that
 * is more than is left, or nothing was paid.
 */
export const claim = async (tx: Tx<PaymentTables>, paymentId: string, fen: number): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('payment_payment')
    .set((expression) => ({ claimed_fen: expression('claimed_fen', '+', fen) }))
    .where('id', '=', paymentId)
    .where('state', 'in', ['paid', 'partly_refunded'])
    .where((expression) =>
      expression(expression('amount_fen', '-', expression.ref('claimed_fen')), '>=', fen),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The attempt whose money the payment is; others that were paid were doubled money. */
export const payingAttempt = (db: Db, paymentId: string): Promise<AttemptRow | undefined> =>
  db
    .selectFrom('payment_attempt')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .where('state', '=', 'paid')
    .where('id', 'not in', (query) =>
      query
        .selectFrom('payment_refund')
        .select('attempt_id')
        .where('payment_id', '=', paymentId)
        .where('reason', '=', 'duplicate'),
    )
    .executeTakeFirst()

export const refundByKey = (db: Db, paymentId: string, bizKey: string): Promise<RefundRow | undefined> =>
  db
    .selectFrom('payment_refund')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .where('biz_key', '=', bizKey)
    .executeTakeFirst()

export const insertSuspicion = async (tx: Tx<PaymentTables>, row: SuspicionRow) => {
  await tx.insertInto('payment_suspicion').values(row).execute()
}

/** Payments whose money came, by id. */
export const takenAfter = (db: Db, after: string | undefined, limit: number) =>
  db
    .selectFrom('payment_payment')
    .select(['id', 'amount_fen', 'paid_at'])
    .where('id', '>', after ?? '')
    .where('paid_at', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .execute()

/** Refunds by id. */
export const refundsAfter = (db: Db, after: string | undefined, limit: number): Promise<RefundRow[]> =>
  db
    .selectFrom('payment_refund')
    .selectAll()
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit)
    .execute()
