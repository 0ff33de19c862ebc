/** What the sign-in flows offer on the wire: asking for a phone code, and staff sign-in by password. */
import { declareFlow, Id, Obj, passOn, Phone, Text, Time, Type } from '@tiantou/kernel'
import { User } from '@tiantou/user/contract'

/** POST /user/codes: the same answer and the same work for known and unknown phones. */
export const RequestCode = declareFlow('request-code', {
  doc: 'Sends a one-time sign-in code to a phone. Says nothing about whether the phone is known.',
  who: 'anyone',
  secret: true,
  route: { method: 'POST', path: '/user/codes', limit: 'code' },
  input: Obj({ phone: Phone }),
  output: User.commands.createCode.output,
  refusals: passOn(User.commands.createCode),
  outcomes: {
    sms_away: { status: 503, doc: 'The SMS provider did not take the message; try again.' },
  },
})

/** POST /staff/sign-in */
export const StaffSignIn = declareFlow('staff-sign-in', {
  doc: 'Signs staff in with account and password.',
  who: 'anyone',
  secret: true,
  route: { method: 'POST', path: '/staff/sign-in', limit: 'signIn' },
  input: Obj({ account: Text(40), password: Text(200) }),
  output: Obj({
    staffId: Id('stf'),
    name: Type.String(),
    permissions: Type.Array(Type.String()),
    accessToken: Type.String(),
    accessExpiresAt: Time,
  }),
  refusals: passOn(User.commands.openStaffSession),
})
