/** What the flows over one's own data offer on the wire: a code for oneself, and the end of the account. */
import { declareFlow, Id, Nothing, Obj, passOn, Type } from '@tiantou/kernel'
import { REFRESH_COOKIE, User } from '@tiantou/user/contract'

/** POST /user/confirmations/codes */
export const RequestOwnCode = declareFlow('request-own-code', {
  doc: 'Sends a one-time code to the caller’s own phone, for confirming who is there.',
  who: 'user',
  secret: true,
  route: { method: 'POST', path: '/user/confirmations/codes', limit: 'code' },
  input: Nothing,
  output: User.commands.createCode.output,
  refusals: {
    ...passOn(User.commands.createCode),
    no_such_user: { status: 404, doc: 'The account was erased.' },
  },
  outcomes: {
    sms_away: { status: 503, doc: 'The SMS provider did not take the message; try again.' },
  },
})

/** POST /user/erase */
export const EraseAccount = declareFlow('erase-account', {
  doc: 'Erases the caller’s account for good. What the law has us keep stays without name and phone.',
  who: 'user',
  secret: true,
  route: { method: 'POST', path: '/user/erase', clearCookie: REFRESH_COOKIE.name },
  input: Obj({ confirmationId: Id('cfm') }),
  output: Nothing,
  refusals: {
    ...passOn(User.commands.beginErasure),
    orders_under_way: {
      status: 409,
      doc: 'Goods or money of these orders are still to come.',
      data: Obj({ orders: Type.Array(Obj({ orderId: Id('ord'), orderNo: Type.String() })) }),
    },
    supplier_not_left: {
      status: 409,
      doc: 'The caller owns a supplier that is not closed, or whose money is still to move: leave it first.',
      data: Obj({ supplierId: Id('sup') }),
    },
  },
})
