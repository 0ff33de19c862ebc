/**
 * Reads a zip of a few deflated files, strictly: by its directory, each file checked by length and CRC as it
 * is unpacked. No encryption, no ZIP64: a bill has neither. Source: PKWARE APPNOTE 4.3.
 */
import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'

/** The archive is not one, or not whole. */
export class ZipError extends Error {
  override readonly name = 'ZipError'
}

export interface ZipEntry {
  /** In the bytes of the archive's own encoding. */
  readonly name: Buffer
  readonly packed: Buffer
  readonly crc: number
  readonly length: number
  readonly isDeflated: boolean
}

const END = 0x0605_4b50
const CENTRAL = 0x0201_4b50
const LOCAL = 0x0403_4b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 65_535
const ENCRYPTED = 1

function must(good: boolean, what: string): asserts good {
  if (!good) throw new ZipError(what)
}

/** Where the end of the directory stands: the last bytes, but for a comment. */
function endOf(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT)
  for (let at = zip.length - END_BYTES; at >= first; at -= 1) {
    const isEnd = zip.readUInt32LE(at) === END
    if (isEnd && at + END_BYTES + zip.readUInt16LE(at + 20) === zip.length) return at
  }
  throw new ZipError('no directory')
}

/** The files of an archive, still packed. @throws ZipError */
export function entriesOf(zip: Buffer): ZipEntry[] {
  must(zip.length >= END_BYTES, 'too short')
  const end = endOf(zip)
  const count = zip.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let n = 0; n < count; n += 1) {
    must(at + CENTRAL_BYTES <= end && zip.readUInt32LE(at) === CENTRAL, 'the directory is broken')
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)]
    must((flags & ENCRYPTED) === 0, 'encrypted')
    must(method === 8 || method === 0, 'packed in another way')
    const [crc, size, length] = [
      zip.readUInt32LE(at + 16),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
    ]
    const nameLength = zip.readUInt16LE(at + 28)
    const offset = zip.readUInt32LE(at + 42)
    must(offset + LOCAL_BYTES <= end && zip.readUInt32LE(offset) === LOCAL, 'a file is missing')
    const from = offset + LOCAL_BYTES + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
    must(from + size <= end, 'a file is cut off')
    const name = zip.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength)
    entries.push({
      name,
      packed: zip.subarray(from, from + size),
      crc,
      length,
      isDeflated: method === 8,
    })
    at += CENTRAL_BYTES + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

/** The bytes of one file, a piece at a time; what was promised is checked at its end. @throws ZipError */
export async function* unpack({ packed, crc, length, isDeflated }: ZipEntry): AsyncGenerator<Uint8Array> {
  const source = Readable.from([packed])
  const chunks = isDeflated ? source.pipe(createInflateRaw()) : source
  let [sum, bytes] = [0, 0]
  for await (const chunk of chunks as AsyncIterable<Buffer>) {
    bytes += chunk.length
    must(bytes <= length, 'longer than promised')
    sum = crc32(chunk, sum)
    yield chunk
  }
  must(bytes === length && sum === crc, 'not the file that was packed')
}
