/**
 * What the suites of WeChat share: people whom nobody has met, their ways to WeChat and back, and refusals.
 */
import type { Actor } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { User } from '../src/contract.ts'
import type { WechatApp, WechatIdentity } from '../src/port.ts'
import { codeFor, type SmsInbox, somePhone } from './factory.ts'
import { everything } from './rows.ts'

const { beginVisit, returnFromWechat, enterByWechat, linkWechat, signIn } = User.commands
export const minute = 60_000
export const OFFICIAL = 'wx5a4db0c5a4db0c01'
export const MINI = 'wx5a4db0c5a4db0c02'
export const yes = { word: 'ok', providerCode: '' } as const

let people = 0
/** A WeChat user whom nobody has met. */
export const someone = (appId = OFFICIAL): WechatIdentity & { readonly unionId: string } => {
  people += 1
  return { appId, openId: `oOpen${people}_${appId.slice(-2)}`, unionId: `oUnion${people}` }
}
export const browser = (): Actor => ({ kind: 'guest', id: randomUUID() })

/** What people of one house do. */
export const wechatOf = (house: TestHouse, inbox: SmsInbox) => {
  const begin = (actor: Actor, app: WechatApp = 'official', to = '/cart') =>
    house.must(beginVisit, { app, to }, { actor })
  /** There and back: a visit that WeChat can be asked about. */
  const visit = async (actor: Actor, app: WechatApp = 'official', to?: string) => {
    const { visitId, state } = await begin(actor, app, to)
    if (state !== null) await house.must(returnFromWechat, { state }, { actor })
    return visitId
  }
  const enter = async (identity: WechatIdentity, actor = browser(), app: WechatApp = 'official') =>
    house.run(enterByWechat, { visitId: await visit(actor, app), ...yes, identity }, { actor })
  /** Somebody new comes and is given a ticket. */
  const ticketFor = async (identity: WechatIdentity): Promise<string> => {
    const no = await enter(identity)
    if (no.ok || no.code !== 'user.phone_needed') throw new Error(JSON.stringify(no))
    return (no.data as { ticket: string }).ticket
  }
  const bound = async (identity: WechatIdentity, phone = somePhone()) => {
    const asked = await codeFor(house, inbox, phone)
    return house.must(signIn, { ...asked, wechatTicket: await ticketFor(identity) })
  }
  const link = async (actor: Actor, identity: WechatIdentity, app: WechatApp = 'official') =>
    house.run(linkWechat, { visitId: await visit(actor, app), ...yes, identity }, { actor })
  const userActor = async (accessToken: string): Promise<Actor> => {
    const who = await house.ask(User.queries.authenticate, { accessToken })
    return { kind: 'user', id: who?.id ?? '', sessionId: who?.sessionId ?? '' }
  }
  /** Runs something that must be refused, and shows that nothing has changed. */
  const refused = async (what: () => Promise<unknown>, code: string) => {
    const before = await everything(house)
    expect(await what()).toMatchObject({ ok: false, committed: false, code })
    expect(await everything(house)).toBe(before)
  }
  return { begin, visit, enter, ticketFor, bound, link, userActor, refused }
}
