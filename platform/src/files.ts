/**
 * The file store: content by name in one folder, written whole or not at all. The local implementation of the
 * seam that object storage fills later. Names are of our own making; anything that looks like a path is
 * refused.
 */
import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from './clock.ts'

export interface FileStore {
  /** Writes durably under a new or existing name. */
  put(name: string, content: Uint8Array): Promise<void>
  /** The content, or null when there is none. */
  get(name: string): Promise<Buffer | null>
  has(name: string): Promise<boolean>
  remove(name: string): Promise<void>
  /** Removes what was written before that time, milliseconds UTC; answers how much. */
  removeOlder(before: number): Promise<number>
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/

/** A file name was not one of ours. */
export class BadFileName extends Error {
  override readonly name = 'BadFileName'
}

/** Opens, works, and returns once the disk has it. */
const toDisk = async (path: string, flags: string, work: (file: FileHandle) => Promise<void>) => {
  const file = await open(path, flags)
  try {
    await work(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Files that were last written before that time; drafts of a process that died are among them. */
const olderIn = async (folder: string, before: number): Promise<string[]> => {
  const older: string[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const written = entry.isFile() ? await stat(path).catch(() => undefined) : undefined
    if (written !== undefined && written.mtimeMs < before) older.push(path)
  }
  return older
}

/** Opens a folder as a file store, making it when missing. */
export const openFiles = async (folder: string, clock: Pick<Clock, 'random'>): Promise<FileStore> => {
  await mkdir(folder, { recursive: true })
  const pathOf = (name: string) => {
    if (!NAME.test(name) || name.includes('..'))
      throw new BadFileName(`${JSON.stringify(name)} is not a file name.`)
    return join(folder, name)
  }
  return {
    put: async (name, content) => {
      const path = pathOf(name)
      const draft = join(folder, `.draft-${clock.random(8).toString('hex')}`)
      try {
        await toDisk(draft, 'wx', (file) => file.writeFile(content))
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      // The name is durable once the folder is.
      await toDisk(folder, 'r', () => Promise.resolve())
    },
    get: async (name) => {
      const path = pathOf(name)
      try {
        return await readFile(path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    has: (name) =>
      access(pathOf(name), constants.R_OK).then(
        () => true,
        () => false,
      ),
    remove: (name) => rm(pathOf(name), { force: true }),
    removeOlder: async (before) => {
      const older = await olderIn(folder, before)
      for (const path of older) await rm(path, { force: true })
      return older.length
    },
  }
}
