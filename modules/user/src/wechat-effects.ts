/** Calls to WeChat through the port. Where no app is configured there is none, and every code is refused. */
import type { EffectHandler } from '@tiantou/platform'
import type { User } from './contract.ts'
import type { UserPorts } from './effects.ts'
import type { WechatAnswer } from './port.ts'
import type { UserTables } from './tables.ts'

type Effects = typeof User.effects
type Handler<N extends keyof Effects> = EffectHandler<Effects[N], UserTables, UserPorts>

const longestProviderCode = 40
const notConfigured = { kind: 'refused', code: 'not_configured' } as const

const saidOf = (answer: WechatAnswer<unknown>) => ({
  word: answer.kind,
  providerCode: answer.kind === 'refused' ? answer.code.slice(0, longestProviderCode) : '',
})

/** The apps there are. */
export const wechatApps: Handler<'wechatApps'> = async (_input, { ports }) => ({
  apps: (ports.wechat?.apps ?? []).map(({ app, opens }) => ({ app, opens })),
})

/** Where to send a browser. */
export const wechatPage: Handler<'wechatPage'> = async ({ app, state }, { ports }) => ({
  url: ports.wechat?.pageFor(app, state) ?? null,
})

/** Whose a code is. */
export const askWechat: Handler<'askWechat'> = async ({ app, code }, { ports }) => {
  const answer = (await ports.wechat?.identify(app, code)) ?? notConfigured
  return { ...saidOf(answer), ...(answer.kind === 'ok' ? { identity: answer.value } : {}) }
}

/** Which phone a code stands for. */
export const askWechatPhone: Handler<'askWechatPhone'> = async ({ code }, { ports }) => {
  const answer = (await ports.wechat?.phoneOf(code)) ?? notConfigured
  return { ...saidOf(answer), ...(answer.kind === 'ok' ? { number: answer.value.phone } : {}) }
}
