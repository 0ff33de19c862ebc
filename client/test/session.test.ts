/**
 * Holds the session to its promises: one refresh at a time, a lost answer asked again with its key, an end
 * that is an end.
 */
import { describe, expect, test } from 'vitest'
import { createIntent, isOpen } from '../src/index.ts'
import { answer, memoryNotes, problem, scripted, tokens } from './fake.ts'

const me = answer(200, { userId: 'usr_1', phone: '138****8000', joinedAt: 1 })
const signedIn = { ...tokens('first'), userId: 'usr_1', isNew: false }
const code = { requestId: 'otp_1', phone: '13800138000', code: '123456' }

const afterSignIn = async (script: Parameters<typeof scripted>[0], web = true) => {
  const made = scripted(
    [answer(200, { ...signedIn, ...(web ? {} : { refreshToken: 'r1' }) }), ...script],
    web,
  )
  await made.client.api('user.signIn', code)
  return made
}
const paths = (sent: readonly { url: string }[]) => sent.map(({ url }) => url.replace('/api/v1', ''))

describe('session', () => {
  test('a guest is told so without a request', async () => {
    const { client, sent } = scripted([me])
    expect(await client.api('user.me', {})).toMatchObject({ ok: false, code: 'signed_out' })
    expect(sent).toEqual([])
  })

  test('signing in keeps the token for the calls that follow', async () => {
    const { client, sent, changes } = await afterSignIn([me])
    expect(await client.api('user.me', {})).toMatchObject({ ok: true })
    expect(sent[1]?.headers['authorization']).toBe('Bearer first')
    expect(client.signedIn()).toBe(true)
    expect(changes).toEqual([true])
  })

  test('many calls at once refresh once', async () => {
    const { client, sent, clock } = await afterSignIn([answer(200, tokens('second', 9_000_000)), me])
    clock.now = 1_599_000
    const answers = await Promise.all([1, 2, 3].map(() => client.api('user.me', {})))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(paths(sent)).toEqual(['/user/sign-in', '/user/refresh', '/user/me', '/user/me', '/user/me'])
    expect(sent[2]?.headers['authorization']).toBe('Bearer second')
  })

  test('a refused token is exchanged once, and the call sent again with its key', async () => {
    const { client, sent } = await afterSignIn([
      problem(401, 'platform.not_signed_in'),
      answer(200, tokens('second')),
      answer(200, { quantity: 1 }),
    ])
    const result = await client.api('cart.add', { skuId: 'sku_1', quantity: 1 })
    expect(result).toEqual({ ok: true, value: { quantity: 1 } })
    expect(paths(sent)).toEqual(['/user/sign-in', '/cart/lines', '/user/refresh', '/cart/lines'])
    expect(sent[3]?.headers['idempotency-key']).toBe(sent[1]?.headers['idempotency-key'])
  })

  test('an ended session is an end, said once', async () => {
    const { client, changes } = await afterSignIn([problem(401, 'x.y'), problem(401, 'user.token_reused')])
    expect(await client.api('user.me', {})).toMatchObject({ ok: false, code: 'signed_out' })
    expect(client.signedIn()).toBe(false)
    expect(changes).toEqual([true, false])
  })

  test('a refresh whose answer was lost is asked again with the same key', async () => {
    const { client, sent, clock, notes } = await afterSignIn([{ kind: 'network' }])
    clock.now = 9_000_000
    expect(await client.api('user.me', {})).toMatchObject({ ok: false, code: 'network' })
    expect(client.signedIn()).toBe(true)
    const key = notes.get('tt.refresh-key')
    expect(sent.slice(1).map(({ headers }) => headers['idempotency-key'])).toEqual([key, key, key])
    await client.api('user.me', {})
    expect(sent.at(-1)?.headers['idempotency-key']).toBe(key)
  })

  test('a key left behind by a refresh that did arrive is given up', async () => {
    const { client, clock, notes } = await afterSignIn([
      problem(422, 'platform.key_reused'),
      answer(200, tokens('second', 99_000_000)),
      me,
    ])
    notes.set('tt.refresh-key', 'old')
    clock.now = 9_000_000
    expect(await client.api('user.me', {})).toMatchObject({ ok: true })
    expect(notes.get('tt.refresh-key')).toBeNull()
  })

  test('without cookies the refresh token is kept and sent', async () => {
    const { client, sent, clock, notes } = await afterSignIn(
      [answer(200, { ...tokens('second', 99_000_000), refreshToken: 'r2' }), me],
      false,
    )
    clock.now = 9_000_000
    await client.api('user.me', {})
    expect(sent[1]?.body).toBe('{"refreshToken":"r1"}')
    expect(notes.get('tt.refresh')).toBe('r2')
    expect(sent[1]?.headers['tt-client']).toBeUndefined()
  })

  test('signing out carries the token and forgets it', async () => {
    const { client, sent, notes } = await afterSignIn([answer(200, {})])
    await client.api('user.signOut', {})
    expect(sent[1]?.headers['authorization']).toBe('Bearer first')
    expect(client.signedIn()).toBe(false)
    expect([...notes.all.keys()]).toEqual(['tt.guest'])
  })
})

describe('intent', () => {
  test('the same input keeps its key until it is settled', () => {
    let keys = 0
    const notes = memoryNotes()
    const make = () => createIntent<{ total: number }>(notes, 'checkout', () => `key-${(keys += 1)}`)
    const first = make().keyFor({ total: 1 })
    expect(make().keyFor({ total: 1 })).toBe(first)
    expect(make().keyFor({ total: 2 })).not.toBe(first)
    expect(make().open()).toEqual({ total: 2 })
    make().settle()
    expect(make().open()).toBeNull()
    expect(make().keyFor({ total: 2 })).toBe('key-3')
  })

  test('only a definite answer closes it', () => {
    expect(isOpen({ ok: true })).toBe(false)
    expect(isOpen({ ok: false, status: 409 })).toBe(false)
    expect(isOpen({ ok: false, status: 0 })).toBe(true)
    expect(isOpen({ ok: false, status: 500 })).toBe(true)
  })
})
