/** What taking money out looks like on the wire, and the asking of the channel that sends it. */
import { declareFlow, Id, Nothing, Obj, passOn, Time, Type } from '@tiantou/kernel'
import { Supplier, WithdrawalWay } from '@tiantou/supplier/contract'

const { requestWithdrawal, recordTransfer } = Supplier.commands

/** POST /supplier/withdrawals */
export const RequestWithdrawal = declareFlow('request-withdrawal', {
  doc: 'The owner asks for money to be sent, by the bank or to the WeChat linked with the account.',
  who: 'user',
  route: { method: 'POST', path: '/supplier/withdrawals' },
  input: Obj({ amountFen: requestWithdrawal.input.properties.amountFen, way: WithdrawalWay }),
  output: requestWithdrawal.output,
  refusals: {
    ...passOn(requestWithdrawal),
    way_not_offered: { status: 409, doc: 'Money does not leave by this way here.' },
    wechat_needed: { status: 409, doc: 'The account is not linked with the WeChat that is to be paid.' },
  },
})

/** GET /supplier/withdrawals/:withdrawalId/confirmation */
export const ConfirmWithdrawal = declareFlow('confirm-withdrawal', {
  doc: 'What `wx.requestMerchantTransfer` needs so that the owner confirms a withdrawal, and until when.',
  who: 'user',
  secret: true,
  route: { method: 'GET', path: '/supplier/withdrawals/:withdrawalId/confirmation' },
  input: Obj({ withdrawalId: Id('wdr') }),
  output: Obj({ appId: Type.String(), mchId: Type.String(), package: Type.String(), confirmBy: Time }),
  refusals: passOn(Supplier.queries.toConfirm),
})

/** Submits a transfer, or asks what became of it, and records the channel's word. */
export const AskTransfer = declareFlow('ask-transfer', {
  doc: 'Submits a transfer, or asks what became of it, and records the channel’s word.',
  who: 'system',
  input: Obj({ withdrawalId: Id('wdr') }),
  output: Nothing,
  refusals: passOn(recordTransfer),
})
