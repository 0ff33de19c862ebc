/** The application's account at the database: it can do its work, and not touch what is booked. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { system } from '@tiantou/kernel'
import { Ledger } from '@tiantou/ledger/contract'
import { createTestDatabase, DATABASES } from '@tiantou/platform/testing'
import { grantsFor, openQuietHouse, readConfig } from '@tiantou/server'
import mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

describe.each(DATABASES.filter((name) => name !== 'sqlite'))('on %s', () => {
  const account = `app_${randomUUID().slice(0, 8)}`
  const password = randomUUID()
  let dataDir: string
  let rootUrl: string
  let appUrl: string
  const config = (urls: Record<string, string>) =>
    readConfig({ DATA_DIR: dataDir, SANDBOX: '0', DEMO: '0', LOG_LEVEL: 'silent', ...urls })

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tiantou-grants-'))
    const server = process.env['TIANTOU_TEST_MARIADB'] ?? ''
    rootUrl = await createTestDatabase(server, `g_${randomUUID().replaceAll('-', '')}`)
    const url = new URL(rootUrl)
    url.username = account
    url.password = password
    appUrl = url.href
    const house = await openQuietHouse(config({ DATABASE_URL: rootUrl }))
    const grants = await grantsFor(house, `${account}@127.0.0.1`)
    await house.close()
    const root = await mysql.createConnection({ uri: rootUrl })
    await root.query(`CREATE USER '${account}'@'127.0.0.1' IDENTIFIED BY '${password}'`)
    for (const grant of grants) await root.query(grant)
    await root.end()
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  test('it books, links and audits beside the account that owns the schema', async () => {
    const house = await openQuietHouse(config({ DATABASE_URL: appUrl, DATABASE_MIGRATE_URL: rootUrl }))
    const by = { actor: system('test'), key: randomUUID() }
    const fact = { kind: 'surplus', about: 'att_1', channel: 'alipay', fen: 100 } as const
    expect(await house.run(Ledger.commands.record, { fact, occurredAt: 1 }, by)).toMatchObject({ ok: true })
    const { sumFen } = await house.ask(Ledger.queries.trialBalance, {}, by.actor)
    expect(sumFen).toBe(0)
    await house.close()
  })

  test.each([
    ['UPDATE ledger_entry SET amount_fen = 1', 'UPDATE'],
    ['DELETE FROM ledger_entry', 'DELETE'],
    ["UPDATE ledger_journal SET about = 'x'", 'UPDATE'],
    ['DELETE FROM ledger_journal', 'DELETE'],
    ["UPDATE ledger_link SET hash = 'x'", 'UPDATE'],
    ['DELETE FROM ledger_link', 'DELETE'],
    ['DROP TABLE ledger_entry', 'DROP'],
    ['TRUNCATE TABLE ledger_journal', 'DROP'],
  ])('%s is denied', async (statement, right) => {
    const app = await mysql.createConnection({ uri: appUrl })
    await expect(app.query(statement)).rejects.toThrow(`${right} command denied`)
    await app.end()
  })

  test('without the other account it cannot migrate, and says so', async () => {
    await expect(openQuietHouse(config({ DATABASE_URL: appUrl }))).rejects.toThrow('CREATE command denied')
  })
})

test('an account is a name and its hosts, and SQLite has none', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tiantou-grants-'))
  const house = await openQuietHouse(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }))
  await expect(grantsFor(house, "x'; DROP TABLE y")).rejects.toThrow('name@host')
  await expect(grantsFor(house, 'tiantou@%')).rejects.toThrow('SQLite has no accounts')
  await house.close()
  await rm(dataDir, { recursive: true, force: true })
})
