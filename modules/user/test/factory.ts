/** What tests need of people: an SMS sender that keeps an inbox, phones, and shoppers who have signed in. */
import type { Actor, OutputOf } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { randomInt } from 'node:crypto'
import { User } from '../src/contract.ts'
import type { SmsAnswer, SmsMessage, SmsSender } from '../src/port.ts'

/** A sender that keeps what it is given and answers what it is told to. */
export interface SmsInbox extends SmsSender {
  readonly messages: readonly SmsMessage[]
  /** What the provider says from now on. */
  answerWith(answer: SmsAnswer): void
}

/** An empty inbox; the provider takes every message. */
export const smsInbox = (): SmsInbox => {
  const messages: SmsMessage[] = []
  let answer: SmsAnswer = { kind: 'sent', serialNo: 'test-1' }
  return {
    name: 'inbox',
    messages,
    answerWith: (next) => {
      answer = next
    },
    sendCode: (message) => {
      messages.push(message)
      return Promise.resolve(answer)
    },
  }
}

/** A mainland mobile number that is nobody's in particular. */
export const somePhone = (): string => `139${randomInt(100_000_000).toString().padStart(8, '0')}`

/** An IPv4 address of the range for documentation and its neighbours. */
export const someAddress = (): string => `203.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

/** Asks for a code and reads it in the inbox. */
export const codeFor = async (
  house: TestHouse,
  inbox: SmsInbox,
  phone: string,
  clientIp = someAddress(),
): Promise<{ requestId: string; phone: string; code: string }> => {
  const { requestId } = await house.must(User.commands.createCode, { phone, clientIp })
  await house.effect(User.effects.sendCode, { requestId })
  const message = inbox.messages.findLast((one) => one.messageId === requestId)
  if (message === undefined) throw new Error('No message arrived.')
  return { requestId, phone, code: message.code }
}

/** Another code of six digits than this one. */
export const wrongCode = (code: string): string =>
  String((Number(code) + 1 + randomInt(900_000)) % 1_000_000).padStart(6, '0')

export interface SignedIn extends OutputOf<typeof User.commands.signIn> {
  readonly actor: Actor
  readonly refreshToken: string
}

/** Signs a phone in and says who calls from then on. */
export const signedIn = async (
  house: TestHouse,
  inbox: SmsInbox,
  phone = somePhone(),
  clientIp = someAddress(),
): Promise<SignedIn> => {
  const answer = await house.must(User.commands.signIn, await codeFor(house, inbox, phone, clientIp))
  const { accessToken, refreshToken } = answer
  const who = await house.ask(User.queries.authenticate, { accessToken })
  if (who === null || refreshToken === undefined) throw new Error('A fresh session does not open.')
  return { ...answer, refreshToken, actor: { kind: 'user', id: who.id, sessionId: who.sessionId } }
}
