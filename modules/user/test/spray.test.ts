/**
 * Guesses spread over phones and addresses against the whole module, on every database: the budget holds to
 * the last place.
 */
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { User } from '../src/contract.ts'
import { userModule } from '../src/index.ts'
import { codeFor, signedIn, smsInbox, type SmsInbox, someAddress, somePhone, wrongCode } from './factory.ts'
import { rowsOf } from './rows.ts'

const { signIn } = User.commands
const day = 86_400_000

eachDatabase((_name, open) => {
  let house: TestHouse
  let inbox: SmsInbox
  beforeEach(async () => {
    inbox = smsInbox()
    const settingsYaml = 'user: { wrongCodesInAll: 12, wrongCodesForKnown: 5, codeWait_s: 0 }'
    house = await open({ modules: [userModule], ports: { user: { sms: inbox } }, options: { settingsYaml } })
  })

  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? 'ok' : (result.code ?? ''))

  const spray = async (guesses: number): Promise<string[]> => {
    const asked = []
    for (let i = 0; i < guesses; i += 1) asked.push(await codeFor(house, inbox, somePhone()))
    const results = await Promise.all(
      asked.map((one) => house.run(signIn, { ...one, code: wrongCode(one.code) })),
    )
    return results.map(codeOf)
  }

  test('Of many spread guesses at the same moment exactly the budget is compared', async () => {
    const answers = await spray(40)
    expect(answers.filter((code) => code === 'user.wrong_code')).toHaveLength(7)
    expect(answers.filter((code) => code === 'user.too_many_attempts')).toHaveLength(33)
    expect(await rowsOf(house, 'user_failure')).toHaveLength(7)
  })

  test('A spent budget refuses even the right code of a stranger; a day later it is free again', async () => {
    await spray(10)
    const asked = await codeFor(house, inbox, somePhone())
    const refused = await house.run(signIn, asked)
    const retryAt = house.clock.now() + day
    expect(refused).toMatchObject({ code: 'user.too_many_attempts', data: { retryAt } })
    expect(await rowsOf(house, 'user_code')).toHaveLength(11)
    house.clock.advance(day)
    expect((await signedIn(house, inbox)).isNew).toBe(true)
  })

  test('Who has signed in from this address before still gets in, up to the whole budget', async () => {
    const [phone, home] = [somePhone(), someAddress()]
    await signedIn(house, inbox, phone, home)
    await spray(10)
    expect((await signedIn(house, inbox, phone, home)).isNew).toBe(false)
    const elsewhere = await codeFor(house, inbox, phone)
    expect(codeOf(await house.run(signIn, elsewhere))).toBe('user.too_many_attempts')
    const asked = await codeFor(house, inbox, phone, home)
    const answers: string[] = []
    for (let i = 0; i < 5; i += 1) {
      answers.push(codeOf(await house.run(signIn, { ...asked, code: wrongCode(asked.code) })))
    }
    expect(answers).toEqual(answers.map(() => 'user.wrong_code'))
    const last = await codeFor(house, inbox, phone, home)
    expect(codeOf(await house.run(signIn, last))).toBe('user.too_many_attempts')
    expect(await rowsOf(house, 'user_failure')).toHaveLength(12)
  })
})
