/**
 * A ring of keys that outlives the twin's process: drawing eleven pairs anew takes longer than all the rest
 * of a start. Written for the eyes of its owner alone; it is beside the data, never in the repository.
 */
import { createPrivateKey, createPublicKey, KeyObject, randomUUID } from 'node:crypto'
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

const isRing = (found: unknown, names: readonly string[]): boolean =>
  typeof found === 'object' &&
  found !== null &&
  names.every((name) => typeof (found as Readonly<Record<string, unknown>>)[name] !== 'undefined')

/** Beside the file first, under a name of one's own: two processes may begin at once. */
const keep = async (file: string, ring: unknown): Promise<void> => {
  const fresh = `${file}.${randomUUID()}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(fresh, JSON.stringify(ring, write), { mode: 0o600 })
  await rename(fresh, file)
}

/**
 * The ring that a file keeps; drawn and written when there is none, or none that can be read: it signs for
 * play money. Where it cannot be written it lives as long as the process.
 * @param file drawn at every call when absent
 * @param names what a ring has, so that one of another release is not taken for one
 */
export const keptKeys = async <Ring extends object>(
  file: string | undefined,
  names: readonly (keyof Ring & string)[],
  draw: () => Promise<Ring>,
): Promise<Ring> => {
  if (file === undefined) return draw()
  const found = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text, read) as unknown)
    .catch(() => undefined)
  if (isRing(found, names)) return found as Ring
  const ring = await draw()
  await keep(file, ring).catch(() => undefined)
  return ring
}
