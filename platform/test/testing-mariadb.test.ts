/**
 * The private MariaDB of the suites: durable over kill −9, gone when its owner goes, never somebody else's.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createConnection } from 'mysql2/promise'
import { describe, expect, it } from 'vitest'
import { startMariaDb } from '../src/testing/mariadb.ts'
import { ensureDebianPackages, findProgram } from '../src/testing/packages.ts'
import { MARIADB } from './mariadb.ts'

const ask = async (url: string, sql: string): Promise<unknown> => {
  const connection = await createConnection(url)
  const [rows] = await connection.query(sql)
  await connection.end()
  return rows
}

const foldersOf = (pid: number | undefined) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`tiantou-mariadb-${pid}-`))

describe.each(MARIADB)('startMariaDb', () => {
  it('keeps what was committed over kill −9 and leaves nothing behind', { timeout: 60_000 }, async () => {
    const server = await startMariaDb()
    const url = await server.createDatabase('first')
    await ask(url, 'CREATE TABLE t (n INT PRIMARY KEY)')
    await ask(url, 'INSERT INTO t VALUES (42)')
    const { pid } = server
    await server.kill9()
    expect(server.pid).toBe(0)
    await expect(ask(url, 'SELECT 1')).rejects.toThrow()
    await server.restart()
    expect(server.pid).not.toBe(pid)
    expect(await ask(url, 'SELECT n FROM t')).toEqual([{ n: 42 }])
    expect(await ask(url, 'SELECT @@innodb_flush_log_at_trx_commit AS f, @@log_bin AS b')).toEqual([
      { f: 1, b: 0 },
    ])
    await expect(server.createDatabase('a b')).rejects.toThrow(RangeError)
    await server.stop()
    await server.stop()
    expect(existsSync(server.datadir)).toBe(false)
    await expect(server.restart()).rejects.toThrow('stopped for good')
  })

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'goes with a runner that ends by %s',
    { timeout: 60_000 },
    async (signal) => {
      const file = new URL('../src/testing/mariadb.ts', import.meta.url).href
      const code = `
      const { startMariaDb } = await import('${file}')
      console.log((await startMariaDb()).pid)
      setInterval(() => {}, 1000)`
      const runner = spawn(process.execPath, ['--input-type=module', '--eval', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(runner.stdout, 'data')) as [Buffer]
      const server = Number(line.toString())
      expect(foldersOf(runner.pid)).toHaveLength(1)
      runner.kill(signal)
      await once(runner, 'exit')
      await expect.poll(() => existsSync(`/proc/${server}/stat`), { timeout: 5_000 }).toBe(false)
      // What a runner killed outright cannot remove, the next one does.
      if (signal === 'SIGKILL') await (await startMariaDb()).stop()
      expect(foldersOf(runner.pid)).toEqual([])
    },
  )
})

describe('ensureDebianPackages', () => {
  it('is content with what is there', async () => {
    expect(findProgram('sh')).toMatch(/\/sh$/)
    await ensureDebianPackages({ dash: 'sh', 'base-files': '/' })
  })
})
