/**
 * A platform's data as after its first start with the demo, made once by every worker and copied for each
 * suite: migrating and filling takes seconds, and there are some sixty platforms in a run.
 */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyTestDatabase, createTestDatabase, type DatabaseName } from '@tiantou/platform/testing'
import { openPlatform, readConfig } from '@tiantou/server'
import { DEMO_PRODUCTS } from '../src/demo/products.ts'

interface Filled {
  readonly dataDir: string
  readonly databaseName: string
}

const server = (): string => process.env['TIANTOU_TEST_MARIADB'] ?? ''
const newName = (): string => `p_${randomUUID().replaceAll('-', '')}`

/** A folder of data and a database for a platform that has never started. */
export const emptyData = async (name: DatabaseName, databaseName = newName()) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tiantou-platform-'))
  // Pictures are nobody's business here, and drawing a hundred of them takes seconds.
  const media = join(dataDir, 'media')
  await mkdir(media, { recursive: true })
  const names = DEMO_PRODUCTS.flatMap(({ product }) => product.images)
  await Promise.all(names.map((image) => writeFile(join(media, `${image}.webp`), '')))
  const databaseUrl = name === 'mariadb' ? await createTestDatabase(server(), databaseName) : undefined
  return { dataDir, databaseUrl }
}

/** Opens a platform once and closes it again: migrated, with the demo's data, for the others to copy. */
const fill = async (name: DatabaseName): Promise<Filled> => {
  const databaseName = newName()
  const { dataDir, databaseUrl } = await emptyData(name, databaseName)
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const own = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...own })
  await (await openPlatform(config)).close()
  return { dataDir, databaseName }
}

const filled = new Map<DatabaseName, Promise<Filled>>()

/** Fills what is to be copied, unless that was done. */
export const fillOnce = (name: DatabaseName): Promise<Filled> => {
  const known = filled.get(name) ?? fill(name)
  filled.set(name, known)
  return known
}

/** A folder of data, and on MariaDB a database with it, as after a first start with the demo. */
export const copyFilled = async (name: DatabaseName) => {
  const from = await fillOnce(name)
  const dataDir = await mkdtemp(join(tmpdir(), 'tiantou-platform-'))
  await cp(from.dataDir, dataDir, { recursive: true })
  return name === 'mariadb'
    ? { dataDir, databaseUrl: await copyTestDatabase(server(), from.databaseName, newName()) }
    : { dataDir, databaseUrl: undefined }
}
