/**
 * A ring of keys that outlives the twin's process: drawing eleven pairs anew takes longer than all the rest
 * of a start. Written for the eyes of its owner alone; it is beside the data, never in the repository.
 */
import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const asPem = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()

const write = (_name: string, value: unknown): unknown =>
  value instanceof KeyObject ? { [value.type]: asPem(value) } : value

const read = (_name: string, value: unknown): unknown => {
  const pem = value as { readonly private?: unknown; readonly public?: unknown } | null
  if (typeof pem?.private === 'string') return createPrivateKey(pem.private)
  return typeof pem?.public === 'string' ? createPublicKey(pem.public) : value
}

/**
 * The ring that a file keeps; drawn and written when there is none, or none that can be read: it signs for
 * play money.
 * @param file drawn at every call when absent
 */
export const keptKeys = async <Ring>(file: string | undefined, draw: () => Promise<Ring>): Promise<Ring> => {
  if (file === undefined) return draw()
  try {
    return JSON.parse(await readFile(file, 'utf8'), read) as Ring
  } catch {
    const ring = await draw()
    await mkdir(dirname(file), { recursive: true })
    await writeFile(`${file}.new`, JSON.stringify(ring, write), { mode: 0o600 })
    await rename(`${file}.new`, file)
    return ring
  }
}
