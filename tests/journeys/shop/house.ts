/**
 * The real server for a journey, as `npm start` opens it: a process of its own, a free port, data of its own.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@tiantou/platform'
import { checkBooks } from './books.ts'
import { createTestDatabase } from '@tiantou/platform/testing/mariadb'

export interface House {
  readonly origin: string
  readonly staff: { readonly account: string; readonly password: string }
  /** Stops the house; fails where its books do not balance. */
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '../../..')

/** On MariaDB where the run is one on MariaDB; else SQLite in the folder of data. */
const database = async (): Promise<Record<string, string>> => {
  if (process.env['TIANTOU_JOURNEYS_ON'] !== 'mariadb') return {}
  const server = process.env['TIANTOU_TEST_MARIADB'] ?? ''
  const name = `j_${randomUUID().replaceAll('-', '')}`
  return { DATABASE_URL: await createTestDatabase(server, name) }
}

/**
 * Opens the house and waits until it has said where it is and who works there.
 * @param settings YAML of what an operator set
 */
export const openHouse = async (settings = ''): Promise<House> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tiantou-journey-'))
  const port = await freePort()
  const settingsFile = join(dataDir, 'settings.yaml')
  await writeFile(settingsFile, settings)
  const own = { PORT: String(port), DATA_DIR: dataDir, SETTINGS_FILE: settingsFile }
  const env = { ...process.env, ...own, ...(await database()) }
  const child = spawn(process.execPath, ['apps/server/src/main.ts'], { cwd: root, env })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))

  const stop = async () => {
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(hard)
    await rm(dataDir, { recursive: true, force: true })
  }

  let said = ''
  const staff = await new Promise<House['staff']>((done, fail) => {
    const hear = (piece: Buffer) => {
      said += piece.toString()
      const match = /warehouse\s+(\S+) \/ (\S+)/.exec(said)
      if (match) done({ account: match[1] ?? '', password: match[2] ?? '' })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => fail(new Error(`the server ended before it was open:\n${said}`)))
    setTimeout(() => fail(new Error(`the server did not open in time:\n${said}`)), 90_000).unref()
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const origin = `http://localhost:${port}`
  return { origin, staff, stop: () => checkBooks({ origin, staff }).finally(stop) }
}
