/** How a supplier's money leaves: held from the request until it has arrived or is back. */
import { Fen, Id, Nothing, Obj, OneOf, PageInput, PageOf, Time, Type } from '@tiantou/kernel'
import { no_such_supplier, same_person, wrong_state } from './refusals.ts'
import { Reason, SupplierId } from './shapes.ts'

const payout = { permission: 'supplier.payout' } as const
const WithdrawalRef = Obj({ withdrawalId: Id('wdr') })
const no_such_withdrawal = { status: 404, doc: 'No withdrawal of that id, or not the caller’s.' }
const of_withdrawal = { no_such_withdrawal, wrong_state }
const Voucher = Type.String({ pattern: '^[0-9A-Za-z_-]{4,80}$' })
const TransferWord = OneOf('wait_user_confirm', 'succeeded', 'failed', 'cancelled')

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
  voucher: Type.String(),
  reason: Type.String(),
  at: Time,
})

export const withdrawalCommands = {
  requestWithdrawal: {
    doc: 'Asks for money to be sent; it is held at once, and above the setting it waits for a closer look.',
    who: 'user',
    route: { method: 'POST', path: '/supplier/withdrawals' },
    input: Obj({ amountFen: Type.Integer({ minimum: 1, maximum: 99_999_999_999 }) }),
    output: Obj({ withdrawalId: Id('wdr'), state: WithdrawalWord }),
    refusals: {
      no_such_supplier,
      wrong_state,
      above_balance: { status: 409, doc: 'More than may be withdrawn.' },
    },
  },
  cancelWithdrawal: {
    doc: 'The supplier takes a request back, or does not confirm it; the money is free again.',
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
    refusals: of_withdrawal,
  },
  recordTransfer: {
    doc: 'A channel’s word on a transfer; one that waits for the payee to confirm is neither yes nor no.',
    who: 'system',
    keepKey: true,
    input: Obj({ withdrawalId: Id('wdr'), word: TransferWord, voucher: Voucher }),
    output: Nothing,
    refusals: of_withdrawal,
  },
} as const

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
  staffWithdrawals: {
    doc: 'Withdrawals of all suppliers, newest first.',
    who: payout,
    route: { method: 'GET', path: '/staff/withdrawals' },
    input: Obj({ ...WithdrawalPage, state: Type.Optional(WithdrawalWord) }),
    output: PageOf(WithdrawalView),
  },
} as const

const payload = Obj({ supplierId: SupplierId, withdrawalId: Id('wdr'), amountFen: Fen, at: Time })

export const withdrawalEvents = {
  withdrawal_requested: { doc: 'Money is held for a withdrawal.', version: 1, payload },
  withdrawal_succeeded: { doc: 'Held money has arrived: the hold is captured.', version: 1, payload },
  withdrawal_returned: { doc: 'Held money is free again: the hold is released.', version: 1, payload },
} as const
