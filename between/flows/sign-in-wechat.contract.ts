/**
 * What signing in with WeChat offers on the wire: which ways there are, the way to WeChat and back in a
 * browser, the mini program's one call, and linking for who is signed in.
 */
import { declareFlow, Id, Nothing, Obj, OneOf, passOn, Text, Time, Type } from '@tiantou/kernel'
import { REFRESH_COOKIE, User, WebApp, WebPath, WechatApp } from '@tiantou/user/contract'

const { enterByWechat, linkWechat, returnFromWechat } = User.commands

/** What came back: WeChat's code (five minutes, once) and our state (ten minutes, once). */
const came = { code: Text(512), state: Text(128) }

/** GET /user/sign-in-ways */
export const SignInWays = declareFlow('sign-in-ways', {
  doc: 'Which ways of signing in there are besides the phone; `inside` opens within WeChat only.',
  who: 'anyone',
  route: { method: 'GET', path: '/user/sign-in-ways' },
  input: Nothing,
  output: Obj({ wechat: Type.Array(Obj({ app: WechatApp, opens: OneOf('inside', 'anywhere') })) }),
})

/** POST /user/wechat/visits: the first move of two. */
export const GoToWechat = declareFlow('go-to-wechat', {
  doc: 'Where to send the browser, so that it comes back to the shop’s /sign-in/wechat with code and state.',
  who: 'visitor',
  secret: true,
  route: { method: 'POST', path: '/user/wechat/visits', limit: 'signIn' },
  input: Obj({ app: WebApp, to: WebPath }),
  output: Obj({ url: Type.String(), expiresAt: Time }),
  refusals: { no_such_way: { status: 404, doc: 'That WeChat app is not configured.' } },
})

/** POST /user/wechat/sign-in: the second move, of somebody who is not signed in. */
export const SignInByWechat = declareFlow('sign-in-by-wechat', {
  doc: 'Signs in whoever came back from WeChat to the browser that left; `to` is where it was going.',
  who: 'visitor',
  secret: true,
  route: { method: 'POST', path: '/user/wechat/sign-in', limit: 'signIn', cookie: REFRESH_COOKIE },
  input: Obj(came),
  output: enterByWechat.output,
  refusals: passOn(returnFromWechat),
  outcomes: passOn(enterByWechat),
})

/** POST /user/wechat/links: the second move, of somebody who is. */
export const LinkWechat = declareFlow('link-wechat', {
  doc: 'Links the WeChat identity that came back to the caller’s account; again changes nothing.',
  who: 'user',
  secret: true,
  route: { method: 'POST', path: '/user/wechat/links', limit: 'signIn' },
  input: Obj(came),
  output: linkWechat.output,
  refusals: passOn(returnFromWechat, linkWechat),
})

/** POST /user/wechat/mini-sign-in */
export const SignInByMini = declareFlow('sign-in-by-mini', {
  doc: 'Signs in by wx.login’s code; who is not linked yet brings the code of getPhoneNumber too.',
  who: 'anyone',
  secret: true,
  route: { method: 'POST', path: '/user/wechat/mini-sign-in', limit: 'signIn' },
  input: Obj({ jsCode: Text(512), phoneCode: Type.Optional(Text(512)) }),
  output: Obj({ ...enterByWechat.output.properties, userId: Id('usr') }),
  outcomes: passOn(enterByWechat),
})
