/**
 * Signing in with WeChat: a command notes that somebody comes, a call asks WeChat who it is, a command acts
 * on the answer (R9). The state or the visit is used up before WeChat is asked, so one code is presented
 * once.
 */
import { flow } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import {
  GoToWechat,
  LinkWechat,
  SignInByMini,
  SignInByWechat,
  SignInWays,
} from './sign-in-wechat.contract.ts'

export const signInWays = flow(SignInWays, async (_input, { effect }) => {
  const { apps } = await effect('apps', User.effects.wechatApps, {})
  return { wechat: apps }
})

export const goToWechat = flow(GoToWechat, async ({ app, to }, { step, effect, refuse }) => {
  const { apps } = await effect('apps', User.effects.wechatApps, {})
  if (!apps.some((one) => one.app === app)) return refuse('no_such_way')
  const { state, expiresAt } = await step('begin', User.commands.beginVisit, { app, to })
  const { url } = await effect('page', User.effects.wechatPage, { app, state: state ?? '' })
  return url === null ? refuse('no_such_way') : { url, expiresAt }
})

export const signInByWechat = flow(SignInByWechat, async ({ code, state }, { step, effect }) => {
  const { visitId, app } = await step('return', User.commands.returnFromWechat, { state })
  const said = await effect('ask', User.effects.askWechat, { app, code })
  return step('enter', User.commands.enterByWechat, { visitId, ...said })
})

export const linkWechat = flow(LinkWechat, async ({ code, state }, { step, effect }) => {
  const { visitId, app } = await step('return', User.commands.returnFromWechat, { state })
  const said = await effect('ask', User.effects.askWechat, { app, code })
  return step('link', User.commands.linkWechat, { visitId, ...said })
})

export const signInByMini = flow(SignInByMini, async ({ jsCode, phoneCode }, { step, effect, ask }) => {
  const { visitId } = await step('begin', User.commands.beginVisit, { app: 'mini', to: '/' })
  const said = await effect('ask', User.effects.askWechat, { app: 'mini', code: jsCode })
  const { identity } = said
  // WeChat counts every phone that is asked for: whoever is linked already needs none.
  const isNew = identity !== undefined && !(await ask(User.queries.knowsWechat, identity)).known
  const phone =
    isNew && phoneCode !== undefined
      ? await effect('ask-phone', User.effects.askWechatPhone, { code: phoneCode })
      : undefined
  const asked = { visitId, ...said, ...(phone === undefined ? {} : { phone }) }
  return step('enter', User.commands.enterByWechat, asked)
})
