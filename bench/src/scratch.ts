/** Scratch folders and databases of a bench run, removed at its end. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMariaDb } from '@tiantou/platform/testing/mariadb'

export interface Place {
  readonly dataDir: string
  readonly databaseUrl?: string
}

export interface Scratch {
  place(mariadb: boolean): Promise<Place>
  remove(): Promise<void>
}

/** Opens a scratch; MariaDB starts when it is first asked for. */
export const openScratch = async (): Promise<Scratch> => {
  const root = await mkdtemp(join(tmpdir(), 'tiantou-bench-'))
  let server: ReturnType<typeof startMariaDb> | undefined
  return {
    place: async (mariadb) => {
      const dataDir = join(root, randomUUID())
      if (!mariadb) return { dataDir }
      server ??= startMariaDb()
      const databaseUrl = await (await server).createDatabase(`b_${randomUUID().replaceAll('-', '')}`)
      return { dataDir, databaseUrl }
    },
    remove: async () => {
      await (await server)?.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}
