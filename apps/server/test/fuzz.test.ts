/**
 * Ten thousand requests made from the OpenAPI document, well- and ill-formed, as each role: no 5xx ever,
 * every no is a problem with a stable code, and what was refused has changed nothing.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestDatabase, DATABASES } from '@tiantou/platform/testing'
import { freshPhone, must, openTestPlatform, type TestPlatform } from './platform.ts'
import { bodyOf, type Operation, operationsOf, pathOf, queryOf } from './openapi-arbitraries.ts'

/** Over both databases and four roles 10,000 requests and more. */
const REQUESTS_PER_ROLE = 1_400
const AT_ONCE = 8

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

/** Rows per table: what must not move when everything was refused. */
const countRows = async (t: TestPlatform): Promise<Record<string, number>> => {
  const { database, registry } = t.platform.house.corridor
  const tables = [
    'order_order',
    'order_line',
    'payment_payment',
    'payment_attempt',
    'cart_line',
    'user_address',
  ]
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const module = table.slice(0, table.indexOf('_'))
    expect(registry.modules.has(module)).toBe(true)
    const rows = await database.reader(module, true).selectFrom(table).selectAll().execute()
    counts[table] = rows.length
  }
  return counts
}

const request = (operation: Operation, seed: number) => {
  const one = <T>(arbitrary: fc.Arbitrary<T>, shift: number): T =>
    fc.sample(arbitrary, { numRuns: 1, seed: seed + shift })[0] as T
  const body = operation.body === undefined ? undefined : one(bodyOf(operation.body), 1)
  const keys = [randomUUID(), 'short', 'é'.repeat(3), ' ', undefined]
  const key = seed % 5 === 0 ? keys[seed % keys.length] : randomUUID()
  return { path: one(pathOf(operation), 2) + one(queryOf(operation), 3), body, key }
}

const isAscii = (text: string) => /^[\x20-\x7e]+$/.test(text)

describe.each(DATABASES)('fuzzed on %s', (name) => {
  test('no 5xx, stable codes, no effect from refused input', async () => {
    const server = process.env['TIANTOU_TEST_MARIADB'] ?? ''
    const fresh = () => createTestDatabase(server, `f_${randomUUID().replaceAll('-', '')}`)
    const t = await openTestPlatform(name, name === 'mariadb' ? { databaseUrl: await fresh() } : {})
    opened.push(t)
    const operations = operationsOf(await (await fetch(`${t.origin}/docs/openapi.json`)).json())
    expect(operations.length).toBeGreaterThan(20)
    const roles = await rolesOf(t)
    const statuses = new Map<number, number>()
    const bad: string[] = []
    const fire = async (role: Role, seed: number) => {
      const operation = operations[seed % operations.length] as Operation
      const { path, body, key } = request(operation, seed)
      const response = await fetch(`${t.origin}${path}`, {
        method: operation.method,
        headers: {
          ...(role.token === undefined ? {} : { authorization: `Bearer ${role.token}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': seed % 31 === 0 ? 'text/plain' : 'application/json' }),
          ...(key !== undefined && isAscii(key) ? { 'idempotency-key': key } : {}),
        },
        ...(body === undefined ? {} : { body }),
      })
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      const text = await response.text()
      const asked = `${role.name} ${operation.method} ${path} ${body ?? ''}`
      const what = `${asked} → ${response.status} ${text.slice(0, 300)}`
      if (response.status >= 500 && !/"code":"(user|request-code|payment)\./.test(text)) bad.push(what)
      if (response.status >= 400 && !/"code":"[a-z-]+\.[a-z_]+"/.test(text)) bad.push(what)
    }
    const before = await countRows(t)
    for (const [index, role] of roles.entries()) {
      for (let sent = 0; sent < REQUESTS_PER_ROLE; sent += AT_ONCE) {
        const seeds = Array.from({ length: AT_ONCE }, (_, at) => index * 1_000_003 + sent + at)
        await Promise.all(seeds.map((seed) => fire(role, seed)))
      }
    }
    expect(bad.slice(0, 5)).toEqual([])
    const after = await countRows(t)
    for (const table of ['order_order', 'order_line', 'payment_payment', 'payment_attempt'] as const) {
      expect([table, after[table]]).toEqual([table, before[table]])
    }
    expect(statuses.get(400) ?? 0).toBeGreaterThan(500)
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(
      REQUESTS_PER_ROLE * roles.length,
    )
  }, 400_000)
})
