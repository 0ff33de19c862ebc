/**
 * Ten thousand requests made from the OpenAPI document, well- and ill-formed, as each role: no 5xx ever,
 * every no is a problem with a stable code, and what was refused has changed nothing.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestDatabase, DATABASES } from '@tiantou/platform/testing'
import { freshPhone, must, openTestPlatform, type TestPlatform } from './platform.ts'
import { everythingIn } from './rows.ts'
import { bodyOf, type Operation, operationsOf, pathOf, queryOf } from './openapi-arbitraries.ts'

/** Over both databases and four roles 10,000 requests and more. */
const REQUESTS_PER_ROLE = 1_400
const AT_ONCE = 8
/** The two ways in which the contracts say 503: a third party did not answer. */
const AWAY = /"code":"(payment\.channel_away|request-code\.sms_away)"/

const opened: TestPlatform[] = []
afterAll(async () => {
  for (const one of opened) await one.close()
})

interface Role {
  readonly name: string
  readonly token: string | undefined
}

const rolesOf = async (t: TestPlatform): Promise<Role[]> => {
  const phone = freshPhone()
  const guest = t.as()
  const { requestId } = must(await guest.post('/user/codes', { phone }))
  const code = /\d{6}/.exec(JSON.stringify(t.sandbox.sms.control.messages(`+86${phone}`)[0]?.params))?.[0]
  const user = must(await guest.post('/user/sign-in', { requestId, phone, code }))
  const password = t.platform.secrets?.staffPassword
  const staff = must(await guest.post('/staff/sign-in', { account: 'demo', password }))
  return [
    { name: 'guest', token: undefined },
    { name: 'shopper', token: user.accessToken },
    { name: 'staff', token: staff.accessToken },
    { name: 'a forged token', token: 'x'.repeat(43) },
  ]
}

const request = (operation: Operation, seed: number) => {
  const one = <T>(arbitrary: fc.Arbitrary<T>, shift: number): T =>
    fc.sample(arbitrary, { numRuns: 1, seed: seed + shift })[0] as T
  const body = operation.body === undefined ? undefined : one(bodyOf(operation.body), 1)
  const keys = [randomUUID(), 'short', 'é'.repeat(3), ' ', undefined]
  const key = seed % 5 === 0 ? keys[seed % keys.length] : randomUUID()
  return { path: one(pathOf(operation), 2) + one(queryOf(operation), 3), body, key }
}

/** How many requests of each role are sent alone, with a look at the whole database before and after. */
const WATCHED_PER_ROLE = 80

/** Codes of the no that commits, because it must leave a trace. */
const outcomesOf = (t: TestPlatform): ReadonlySet<string> =>
  new Set(
    [...t.platform.house.corridor.registry.entries.values()].flatMap(({ op }) =>
      Object.keys(op.outcomes ?? {}).map((code) => (code.includes('.') ? code : `${op.module}.${code}`)),
    ),
  )

const isAscii = (text: string) => /^[\x20-\x7e]+$/.test(text)

interface Shot {
  readonly status: number
  readonly code: string
  readonly what: string
}

/** Sends requests made from their seeds; what must never be answered gathers in `bad`. */
const gunAt = (t: TestPlatform, operations: readonly Operation[]) => {
  const statuses = new Map<number, number>()
  const bad: string[] = []
  const fire = async (role: Role, seed: number): Promise<Shot> => {
    const operation = operations[seed % operations.length] as Operation
    const { path, body, key } = request(operation, seed)
    const type = seed % 31 === 0 ? 'text/plain' : 'application/json'
    const response = await fetch(`${t.origin}${path}`, {
      method: operation.method,
      headers: {
        ...(role.token === undefined ? {} : { authorization: `Bearer ${role.token}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(key !== undefined && isAscii(key) ? { 'idempotency-key': key } : {}),
      },
      ...(body === undefined ? {} : { body }),
    })
    const { status } = response
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const text = await response.text()
    const asked = `${role.name} ${operation.method} ${path} ${body ?? ''}`
    const what = `${asked} → ${status} ${text.slice(0, 300)}`
    if (status >= 500 && !AWAY.test(text)) bad.push(what)
    const code = /"code":"([a-z-]+\.[a-z0-9_]+)"/.exec(text)?.[1] ?? ''
    if (status >= 400 && code === '') bad.push(what)
    return { status, code, what }
  }
  return { fire, statuses, bad }
}

type Gun = ReturnType<typeof gunAt>

/** One after the other, the whole database compared: what was refused has changed nothing at all. */
const watch = async (t: TestPlatform, { fire, bad }: Gun, role: Role, from: number): Promise<number> => {
  const outcomes = outcomesOf(t)
  let refused = 0
  let known = await everythingIn(t)
  for (let sent = 0; sent < WATCHED_PER_ROLE; sent += 1) {
    const { status, code, what } = await fire(role, from + sent)
    const now = await everythingIn(t)
    if (status >= 400 && !outcomes.has(code)) {
      refused += 1
      const changed = Object.keys(now).filter((table) => now[table] !== known[table])
      bad.push(...changed.map((table) => `${table} was changed by ${what}`))
    }
    known = now
  }
  return refused
}

describe.each(DATABASES)('fuzzed on %s', (name) => {
  test('no 5xx, stable codes, no effect from refused input', async () => {
    const server = process.env['TIANTOU_TEST_MARIADB'] ?? ''
    const fresh = () => createTestDatabase(server, `f_${randomUUID().replaceAll('-', '')}`)
    const t = await openTestPlatform(name, name === 'mariadb' ? { databaseUrl: await fresh() } : {})
    opened.push(t)
    const operations = operationsOf(await (await fetch(`${t.origin}/docs/openapi.json`)).json())
    expect(operations.length).toBeGreaterThan(20)
    const roles = await rolesOf(t)
    const gun = gunAt(t, operations)
    const before = await everythingIn(t)
    let refused = 0
    for (const [index, role] of roles.entries()) {
      for (let sent = 0; sent < REQUESTS_PER_ROLE; sent += AT_ONCE) {
        const seeds = Array.from({ length: AT_ONCE }, (_, at) => index * 1_000_003 + sent + at)
        await Promise.all(seeds.map((seed) => gun.fire(role, seed)))
      }
      refused += await watch(t, gun, role, 5_000_011 + index * 1_009)
    }
    expect(gun.bad.slice(0, 5)).toEqual([])
    expect(refused).toBeGreaterThan(150)
    const after = await everythingIn(t)
    for (const table of ['order_order', 'order_line', 'payment_payment', 'payment_attempt'])
      expect([table, after[table]]).toEqual([table, before[table]])
    expect(gun.statuses.get(400) ?? 0).toBeGreaterThan(500)
    const sent = [...gun.statuses.values()].reduce((sum, count) => sum + count, 0)
    expect(sent).toBe((REQUESTS_PER_ROLE + WATCHED_PER_ROLE) * roles.length)
  }, 400_000)
})
