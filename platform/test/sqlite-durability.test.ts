/**
 * kill −9 in the middle of group commits: every acknowledged row is there afterwards, every other all or
 * nothing.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../src/db/sqlite.ts'

const SQLITE = new URL('../src/db/sqlite.ts', import.meta.url).href

/** Twenty writers in one process, each unit two rows; an id is printed once its unit is acknowledged. */
const WRITER = `
  import { writeSync } from 'node:fs'
  const { openSqlite } = await import('${SQLITE}')
  const database = openSqlite(process.argv[1])
  const run = process.argv[2]
  const write = async (name) => {
    for (let i = 0; ; i += 1) {
      const id = run + '-' + name + '-' + i
      await database.transact(async (unit) => {
        const tx = unit.handle('toy')
        await tx.insertInto('toy_row').values({ id: id + '-a' }).execute()
        await tx.insertInto('toy_row').values({ id: id + '-b' }).execute()
        return { keep: true, value: undefined }
      })
      writeSync(1, id + '\\n')
    }
  }
  for (let name = 0; name < 20; name += 1) void write(name)
`

const writeAndDie = async (path: string, run: number, acknowledgements: number): Promise<string[]> => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', WRITER, path, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    if (printed.split('\n').length > acknowledgements) child.kill('SIGKILL')
  })
  await once(child, 'close')
  expect(child.signalCode).toBe('SIGKILL')
  return printed.split('\n').filter((line) => /^\d+-\d+-\d+$/.test(line))
}

it('loses nothing that was acknowledged, and keeps no half of a unit', { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiantou-kill-'))
  const path = join(folder, 'test.sqlite')
  const first = openSqlite(path)
  await first.owner().schema.createTable('toy_row').addColumn('id', 'text').execute()
  await first.close()
  const acknowledged: string[] = []
  for (const [run, count] of [1, 400, 1_500].entries()) {
    acknowledged.push(...(await writeAndDie(path, run, count)))
    const database = openSqlite(path)
    const rows = await database.reader('toy').selectFrom('toy_row').select('id').execute()
    await database.close()
    const ids = new Set(rows.map((row) => String(row['id'])))
    expect(acknowledged.filter((id) => !ids.has(`${id}-a`))).toEqual([])
    const halves = [...ids].filter(
      (id) => !ids.has(id.replace(/-[ab]$/, (end) => (end === '-a' ? '-b' : '-a'))),
    )
    expect(halves).toEqual([])
  }
  expect(acknowledged.length).toBeGreaterThan(1_900)
  await rm(folder, { recursive: true })
})
