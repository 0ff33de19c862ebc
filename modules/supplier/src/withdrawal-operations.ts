/** How a supplier's money leaves: held from the request until it has arrived or is back. */
import { Fen, Id, Nothing, Nullable, Obj, OneOf, PageInput, PageOf, Time, Type } from '@tiantou/kernel'
import { no_such_supplier, owner_only, same_person, wrong_state } from './refusals.ts'
import { Reason, SupplierId } from './shapes.ts'

const payout = { permission: 'supplier.payout' } as const
const WithdrawalRef = Obj({ withdrawalId: Id('wdr') })
const no_such_withdrawal = { status: 404, doc: 'No withdrawal of that id, or not the caller’s.' }
const of_withdrawal = { no_such_withdrawal, wrong_state }
const Voucher = Type.String({ pattern: '^[0-9A-Za-z_-]{4,80}$' })
const other_way = { status: 409, doc: 'It leaves by another way, which alone can say how it went.' }

/** The bank, by hand; or a transfer to the WeChat of the owner, who confirms it. */
export const WithdrawalWay = OneOf('bank', 'wechat-transfer')

/** A channel's word on a transfer, reduced to facts; `unknown` is none, and it is asked again. */
export const TransferWord = Obj({
  withdrawalId: Id('wdr'),
  word: OneOf('processing', 'wait_user_confirm', 'succeeded', 'failed', 'cancelled', 'unknown'),
  channelRef: Type.Optional(Type.String({ maxLength: 80 })),
  amountFen: Type.Optional(Fen),
  failCode: Type.Optional(Type.String({ maxLength: 200 })),
  packageInfo: Type.Optional(Type.String({ maxLength: 2_000 })),
})

const WithdrawalWord = OneOf(
  'requested',
  'risk_hold',
  'approved',
  'submitted',
  'wait_user_confirm',
  'succeeded',
  'failed',
  'cancelled',
  'returned',
)

export const WithdrawalView = Obj({
  withdrawalId: Id('wdr'),
  supplierId: SupplierId,
  state: WithdrawalWord,
  amountFen: Fen,
  way: WithdrawalWay,
  voucher: Type.String(),
  reason: Type.String(),
  at: Time,
  /** Until when the owner can confirm it in WeChat; null but for one that waits for that. */
  confirmBy: Nullable(Time),
})

export const withdrawalCommands = {
  requestWithdrawal: {
    doc: 'Asks for money to be sent; it is held at once, and above the setting it waits for a closer look.',
    who: 'system',
    secret: true,
    input: Obj({
      userId: Id('usr'),
      amountFen: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }),
      way: WithdrawalWay,
      /** Whom the channel pays; null for the bank. */
      openid: Nullable(Type.String({ minLength: 1, maxLength: 128 })),
    }),
    output: Obj({ withdrawalId: Id('wdr'), state: WithdrawalWord }),
    refusals: {
      no_such_supplier,
      owner_only,
      wrong_state,
      above_balance: { status: 409, doc: 'More than may be withdrawn, less what is owed.' },
    },
  },
  cancelWithdrawal: {
    doc: 'The supplier takes a request back; one that waits for its payee is called off at the channel.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/withdrawals/:withdrawalId/cancel' },
    input: WithdrawalRef,
    output: Nothing,
    refusals: of_withdrawal,
  },
  approveWithdrawal: {
    doc: 'Staff lets a request go to the bank.',
    who: payout,
    route: { method: 'POST', path: '/staff/withdrawals/:withdrawalId/approve' },
    input: WithdrawalRef,
    output: Nothing,
    refusals: of_withdrawal,
  },
  declineWithdrawal: {
    doc: 'Staff does not let a request go; the money is free again.',
    who: payout,
    route: { method: 'POST', path: '/staff/withdrawals/:withdrawalId/decline' },
    input: Obj({ withdrawalId: Id('wdr'), reason: Reason }),
    output: Nothing,
    refusals: of_withdrawal,
  },
  submitWithdrawal: {
    doc: 'Another person than who approved it hands it to the bank.',
    who: payout,
    route: { method: 'POST', path: '/staff/withdrawals/:withdrawalId/submit' },
    input: WithdrawalRef,
    output: Nothing,
    refusals: { ...of_withdrawal, same_person },
  },
  recordSlip: {
    doc: 'The bank’s word on a transfer by hand: it arrived, with the number of the slip, or it failed.',
    who: payout,
    route: { method: 'POST', path: '/staff/withdrawals/:withdrawalId/slip' },
    input: Obj({ withdrawalId: Id('wdr'), word: OneOf('succeeded', 'failed'), voucher: Voucher }),
    output: Nothing,
    refusals: { ...of_withdrawal, other_way },
  },
  recordTransfer: {
    doc: 'A channel’s word on a transfer; one that waits for the payee to confirm is neither yes nor no.',
    who: 'system',
    keepKey: true,
    secret: true,
    input: TransferWord,
    output: Nothing,
    refusals: { no_such_withdrawal, other_way },
    outcomes: {
      amount_mismatch: { status: 409, doc: 'It was about another amount: kept for a person.' },
      contradiction: {
        status: 409,
        doc: 'It ended otherwise before, or was never submitted: kept for a person.',
        data: Obj({ state: WithdrawalWord }),
      },
    },
  },
} as const

export const withdrawalEffects = {
  waysOffered: {
    doc: 'The ways by which money can leave here.',
    who: 'system',
    input: Nothing,
    output: Obj({ ways: Type.Array(WithdrawalWay) }),
  },
  transferAtChannel: {
    doc: 'Submits a transfer under our number, or asks about it; calls off what is overdue.',
    who: 'system',
    secret: true,
    input: WithdrawalRef,
    output: TransferWord,
  },
  readTransferNotice: {
    doc: 'Verifies a notice about a transfer.',
    who: 'system',
    secret: true,
    input: Obj({ headers: Type.Record(Type.String(), Type.String()), bodyBase64: Type.String() }),
    output: Obj({ report: Nullable(TransferWord), code: Type.String() }),
  },
} as const

/** A word of a channel that cannot be right, beside what stood here when it was said first. */
const SuspicionView = Obj({
  withdrawalId: Id('wdr'),
  code: OneOf('other_amount', 'contradiction'),
  word: Type.String(),
  saidFen: Nullable(Fen),
  channelRef: Type.String(),
  ownState: WithdrawalWord,
  ownFen: Fen,
  firstAt: Time,
  lastAt: Time,
  times: Type.Integer(),
})

const WithdrawalPage = { limit: PageInput.limit, cursor: Type.Optional(Id('wdr')) }

export const withdrawalQueries = {
  myBalance: {
    doc: 'What the caller’s supplier may withdraw, what is on its way, and what waits for a statement.',
    who: 'user',
    route: { method: 'GET', path: '/supplier/balance' },
    input: Nothing,
    output: Obj({
      withdrawableFen: Fen,
      heldFen: Fen,
      accruingFen: Type.Integer(),
    }),
    refusals: { no_such_supplier },
  },
  myWithdrawals: {
    doc: 'Withdrawals of the caller’s supplier, newest first.',
    who: 'user',
    route: { method: 'GET', path: '/supplier/withdrawals' },
    input: Obj(WithdrawalPage),
    output: PageOf(WithdrawalView),
    refusals: { no_such_supplier },
  },
  toConfirm: {
    doc: 'What the owner’s WeChat opens to confirm a withdrawal that waits for it.',
    who: 'system',
    secret: true,
    input: Obj({ userId: Id('usr'), withdrawalId: Id('wdr') }),
    output: Obj({ packageInfo: Type.String(), confirmBy: Time }),
    refusals: of_withdrawal,
  },
  transfersDue: {
    doc: 'Withdrawals whose channel is to be asked now.',
    who: 'system',
    input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
    output: Obj({ items: Type.Array(Obj({ withdrawalId: Id('wdr'), asks: Type.Integer() })) }),
  },
  staffWithdrawals: {
    doc: 'Withdrawals of all suppliers, newest first.',
    who: payout,
    route: { method: 'GET', path: '/staff/withdrawals' },
    input: Obj({ ...WithdrawalPage, state: Type.Optional(WithdrawalWord) }),
    output: PageOf(WithdrawalView),
  },
  suspicions: {
    doc: 'What channels said of transfers and cannot be right, heard of last first; money may be lost.',
    who: payout,
    route: { method: 'GET', path: '/staff/withdrawals/suspicions' },
    input: Obj({ limit: PageInput.limit }),
    output: Obj({ items: Type.Array(SuspicionView) }),
  },
} as const

const payload = Obj({ supplierId: SupplierId, withdrawalId: Id('wdr'), amountFen: Fen, at: Time })

export const withdrawalEvents = {
  withdrawal_requested: { doc: 'Money is held for a withdrawal.', version: 1, payload },
  withdrawal_succeeded: { doc: 'Held money has arrived: the hold is captured.', version: 1, payload },
  withdrawal_returned: { doc: 'Held money is free again: the hold is released.', version: 1, payload },
  transfer_suspicious: {
    doc: 'A channel said something of a transfer that cannot be right; a person must look.',
    version: 1,
    payload: Obj({ withdrawalId: Id('wdr'), code: SuspicionView.properties.code }),
  },
} as const
