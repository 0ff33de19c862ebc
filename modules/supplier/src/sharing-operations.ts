/**
 * How a supplier whose contract says so is paid by sharing (分账): whom the channel pays, shares of completed
 * orders, what is taken back after a refund, and the setting free of the rest.
 */
import { Fen, Id, Nothing, Nullable, Obj, OneOf, PageInput, PageOf, Time, Type } from '@tiantou/kernel'
import { no_such_supplier, wrong_state } from './refusals.ts'
import { SupplierId } from './shapes.ts'

const contracts = { permission: 'supplier.contract' } as const
const payout = { permission: 'supplier.payout' } as const
const ShareRef = Obj({ shareId: Id('shr') })
const no_such_share = { status: 404, doc: 'No share of that id.' }

export const ReceiverKind = OneOf('merchant', 'person')
export const ShareKind = OneOf('share', 'return', 'unfreeze')
const ShareWordName = OneOf('requested', 'processing', 'succeeded', 'failed')
const ReceiverState = OneOf('adding', 'added', 'refused', 'removed')
const Code = Type.String({ maxLength: 80 })

/** The payment that is shared; null where it is none that can be. */
export const SharedPayment = Nullable(Obj({ transactionId: Type.String({ maxLength: 64 }), paidAt: Time }))

/** A channel's word, reduced to facts; `unknown` is none, and it is asked again. */
export const ShareWord = Obj({
  shareId: Id('shr'),
  word: OneOf('processing', 'succeeded', 'failed', 'unknown'),
  channelRef: Type.Optional(Code),
  amountFen: Type.Optional(Fen),
  failCode: Type.Optional(Code),
})

export const ShareView = Obj({
  shareId: Id('shr'),
  supplierId: Nullable(SupplierId),
  orderId: Id('ord'),
  kind: ShareKind,
  state: ShareWordName,
  amountFen: Fen,
  /** Why it failed, in the channel’s word. */
  code: Type.String(),
  at: Time,
  endedAt: Nullable(Time),
})

export const sharingCommands = {
  beginReceiver: {
    doc: 'Notes whom the channel shall pay for a supplier from now on, before the channel is told.',
    who: 'system',
    secret: true,
    input: Obj({
      supplierId: SupplierId,
      kind: ReceiverKind,
      account: Type.String({ minLength: 1, maxLength: 128 }),
    }),
    output: Obj({ receiverId: Id('rcv') }),
    refusals: {
      no_such_supplier,
      wrong_state,
      not_filled_in: { status: 409, doc: 'Its application does not say the name that the channel compares.' },
    },
  },
  recordReceiver: {
    doc: 'The channel’s word on a receiver.',
    who: 'system',
    input: Obj({ receiverId: Id('rcv'), word: OneOf('added', 'refused', 'unknown'), code: Code }),
    output: Obj({ state: ReceiverState }),
    refusals: { no_such_receiver: { status: 404, doc: 'No receiver of that id.' } },
  },
  removeReceiver: {
    doc: 'Nothing is shared to a supplier’s receiver any more.',
    who: 'system',
    input: Obj({ supplierId: SupplierId }),
    output: Obj({ receiverId: Id('rcv') }),
    refusals: { no_such_receiver: { status: 404, doc: 'The supplier has no receiver.' } },
  },
  recordShare: {
    doc: 'A channel’s word on a share, a return or the setting free; without an end it is asked again.',
    who: 'system',
    keepKey: true,
    input: ShareWord,
    output: Obj({ state: ShareWordName }),
    refusals: { no_such_share, wrong_state },
    outcomes: {
      amount_mismatch: { status: 409, doc: 'It was about another amount: a person must look.' },
    },
  },
  retryShare: {
    doc: 'Staff has the setting free of a payment, or a return, that failed asked for once more.',
    who: payout,
    route: { method: 'POST', path: '/staff/shares/:shareId/retry' },
    input: ShareRef,
    output: Nothing,
    refusals: {
      no_such_share,
      wrong_state,
      paid_otherwise: { status: 409, doc: 'A share that failed is on the supplier’s account again.' },
    },
  },
} as const

export const sharingEffects = {
  addReceiver: {
    doc: 'Names a receiver to the channel.',
    who: 'system',
    input: Obj({ receiverId: Id('rcv') }),
    output: Obj({ receiverId: Id('rcv'), word: OneOf('added', 'refused', 'unknown'), code: Code }),
  },
  forgetReceiver: {
    doc: 'Has the channel forget a receiver, as far as it can be reached.',
    who: 'system',
    input: Obj({ receiverId: Id('rcv') }),
    output: Nothing,
  },
  shareAtChannel: {
    doc: 'Submits a share, a return or the setting free under our number, or asks about it.',
    who: 'system',
    input: Obj({ shareId: Id('shr'), payment: SharedPayment }),
    output: ShareWord,
  },
} as const

const SharePage = { limit: PageInput.limit, cursor: Type.Optional(Id('shr')) }

export const sharingQueries = {
  ownerOf: {
    doc: 'The owner of a supplier.',
    who: 'system',
    input: Obj({ supplierId: SupplierId }),
    output: Obj({ userId: Id('usr') }),
    refusals: { no_such_supplier },
  },
  receiver: {
    doc: 'Whom the channel pays for a supplier; its account is masked.',
    who: contracts,
    route: { method: 'GET', path: '/staff/suppliers/:supplierId/receiver' },
    input: Obj({ supplierId: SupplierId }),
    output: Obj({
      receiver: Nullable(
        Obj({ kind: ReceiverKind, account: Type.String(), state: ReceiverState, code: Type.String() }),
      ),
    }),
  },
  sharesDue: {
    doc: 'Shares, returns and settings free whose channel is to be asked now.',
    who: 'system',
    input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
    output: Obj({
      items: Type.Array(Obj({ shareId: Id('shr'), orderId: Id('ord'), asks: Type.Integer() })),
    }),
  },
  takingBack: {
    doc: 'Whether shares of an order are on their way back, or were not asked for yet because of a refund.',
    who: 'system',
    input: Obj({ orderId: Id('ord'), refundId: Id('rfd') }),
    output: Obj({ isUnderWay: Type.Boolean() }),
  },
  staffShares: {
    doc: 'Shares of all suppliers, with returns and settings free, newest first.',
    who: payout,
    route: { method: 'GET', path: '/staff/shares' },
    input: Obj({ ...SharePage, state: Type.Optional(ShareWordName) }),
    output: PageOf(ShareView),
  },
  myShares: {
    doc: 'What was shared to the caller’s supplier and taken back, newest first.',
    who: 'user',
    route: { method: 'GET', path: '/supplier/shares' },
    input: Obj(SharePage),
    output: PageOf(ShareView),
    refusals: { no_such_supplier },
  },
} as const

export const sharingEvents = {
  share_paid: {
    doc: 'A share has arrived at its receiver.',
    version: 1,
    payload: Obj({
      supplierId: SupplierId,
      shareId: Id('shr'),
      orderId: Id('ord'),
      amountFen: Fen,
      at: Time,
    }),
  },
  share_stuck: {
    doc: 'A share, a return or a setting free does not come to its end, or failed where it must not.',
    version: 1,
    payload: Obj({ shareId: Id('shr'), orderId: Id('ord'), kind: ShareKind, code: Type.String() }),
  },
} as const
