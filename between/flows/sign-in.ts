/** Asking for a phone code, and staff sign-in: a command, a call through a port, a command. */
import { flow } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import { RequestCode, StaffSignIn } from './sign-in.contract.ts'

export const requestCode = flow(RequestCode, async ({ phone }, { clientIp, step, effect, outcome }) => {
  const code = await step('create', User.commands.createCode, { phone, clientIp })
  const { requestId } = code
  const sent = await effect('send', User.effects.sendCode, { requestId })
  await step('note', User.commands.recordCodeSent, { requestId, ...sent })
  // A message of unknown fate may well arrive: only a definite no is told.
  return sent.outcome === 'refused' ? outcome('sms_away') : code
})

export const staffSignIn = flow(StaffSignIn, async ({ account, password }, { step, effect }) => {
  const { verified } = await effect('check', User.effects.checkPassword, { account, password })
  const session = await step('open', User.commands.openStaffSession, { account, verified })
  const { staffId, name, permissions, accessToken, accessExpiresAt } = session
  return { staffId, name, permissions, accessToken, accessExpiresAt }
})
