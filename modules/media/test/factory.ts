/** What tests need of pictures: stores that can be looked into, and pictures good and bad. */
import { createHash, randomBytes } from 'node:crypto'
import type { FileStore } from '@tiantou/platform'
import sharp, { type Exif } from 'sharp'
import type { MediaPorts } from '../src/port.ts'

/** A store in memory that shows what it holds, and is told which of it is old. */
interface Shelf extends FileStore {
  readonly held: Map<string, Buffer>
  readonly old: Set<string>
}

const shelf = (): Shelf => {
  const held = new Map<string, Buffer>()
  const old = new Set<string>()
  return {
    held,
    old,
    put: async (name, content) => void held.set(name, Buffer.from(content)),
    get: async (name) => held.get(name) ?? null,
    has: async (name) => held.has(name),
    remove: async (name) => void held.delete(name),
    removeOlder: async () => {
      const gone = [...held.keys()].filter((name) => old.has(name))
      for (const name of gone) held.delete(name)
      return gone.length
    },
  }
}

/** The three stores of module media. */
export const shelves = () => ({ incoming: shelf(), shown: shelf(), kept: shelf() }) satisfies MediaPorts

type Kind = 'jpeg' | 'png' | 'webp' | 'avif'

/** A picture of one colour that no other test has, with whatever else it is told to carry. */
export const aPicture = (
  kind: Kind = 'jpeg',
  width = 700,
  height = 500,
  more: { readonly orientation?: number; readonly exif?: Exif } = {},
): Promise<Buffer> => {
  const [r = 0, g = 0, b = 0] = randomBytes(3)
  let made = sharp({ create: { width, height, channels: 3, background: { r, g, b } } }).toFormat(kind)
  if (more.exif !== undefined) made = made.withExif(more.exif)
  if (more.orientation !== undefined) made = made.withMetadata({ orientation: more.orientation })
  return made.toBuffer()
}

/** Puts bytes among the incoming files as a request would, and answers what the input of the upload is. */
export const comeIn = async ({ incoming }: Pick<MediaPorts, 'incoming'>, content: Buffer) => {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const file = `in-${createHash('sha256').update(randomBytes(8)).digest('hex').slice(0, 40)}`
  await incoming.put(file, content)
  return { file, sha256, bytes: content.length }
}

/** The table of the CRC of PNG chunks (ISO/IEC 15948, annex D). */
const crcOf = (bytes: Buffer): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A PNG whose header claims these sides, whatever its few bytes of pixels hold. */
export const claimedSides = async (width: number, height: number): Promise<Buffer> => {
  const png = await aPicture('png', 64, 64)
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE(crcOf(png.subarray(12, 29)), 29)
  return png
}

/** A photograph that no other test has, with light and dark in it as real ones have. */
export const aPhoto = (): Promise<Buffer> =>
  sharp(randomBytes(9 * 8 * 3), { raw: { width: 9, height: 8, channels: 3 } })
    .resize(720, 640, { kernel: 'cubic' })
    .jpeg()
    .toBuffer()
