/**
 * Writes a zip of a few files, deflated; the flag says that names are not UTF-8. Source: PKWARE APPNOTE 4.3.
 */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipFile {
  /** The name in the bytes of the archive's own encoding. */
  readonly name: Buffer
  readonly body: Buffer
}

const VERSION = 20
const DEFLATED = 8
/** 1980-01-01, the first day that the format knows. */
const FIRST_DAY = 0x21

const fields = (...pairs: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer =>
  Buffer.concat(
    pairs.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes)
      buffer.writeUIntLE(value, 0, bytes)
      return buffer
    }),
  )

export function zip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, body } of files) {
    const packed = deflateRawSync(body)
    const common = fields(
      [2, VERSION],
      [2, 0],
      [2, DEFLATED],
      [2, 0],
      [2, FIRST_DAY],
      [4, crc32(body)],
      [4, packed.length],
      [4, body.length],
      [2, name.length],
      [2, 0],
    )
    const local = Buffer.concat([fields([4, 0x0403_4b50]), common, name, packed])
    const rest = fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset])
    directory.push(Buffer.concat([fields([4, 0x0201_4b50], [2, VERSION]), common, rest, name]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const count = files.length
  const end = fields(
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, central.length],
    [4, offset],
    [2, 0],
  )
  return Buffer.concat([...parts, central, end])
}
