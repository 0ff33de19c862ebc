/**
 * Decisions about pictures: what bytes are, what a picture is called, which sizes are made of it, what a link
 * to a private one signs. Pure.
 */

/** What pictures are for. Product pictures are public; all others are shown by signed links only. */
export const PURPOSES = ['product', 'document', 'claim', 'review', 'supplier'] as const
export type Purpose = (typeof PURPOSES)[number]

/** Whether whoever knows the name may see it. */
export const isPublic = (purpose: Purpose): boolean => purpose === 'product'

const starts: readonly (readonly [kind: string, at: number, magic: string])[] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['webp', 8, 'WEBP'],
  ['gif', 0, 'GIF8'],
]
/** HEIC is not among them: the prebuilt libvips cannot read its codec. */
const taken = new Set(['jpeg', 'png', 'webp', 'avif'])

/** Of the family of ISO files, by the brands in its first box (ISO/IEC 14496-12 §4.3). */
const isoKindOf = (head: string): string => {
  const brands = head.slice(8, 64)
  if (brands.includes('avif')) return 'avif'
  return /hei[cxms]|hev[cxms]|mif1/.test(brands) ? 'heic' : 'other'
}

/** What the first bytes say it is, whatever anybody called it; `other` where they say nothing known. */
export const kindOf = (content: Uint8Array): { readonly kind: string; readonly isTaken: boolean } => {
  const head = Buffer.from(content.subarray(0, 64)).toString('latin1')
  const [start = 'other'] = starts.find(([, at, magic]) => head.startsWith(magic, at)) ?? []
  const kind = head.startsWith('ftyp', 4) ? isoKindOf(head) : start
  // RIFF holds many things; WEBP behind it is the only one that is a picture.
  const isLie = kind === 'webp' && !head.startsWith('RIFF')
  return isLie ? { kind: 'other', isTaken: false } : { kind, isTaken: taken.has(kind) }
}

/** Widths that are made, in pixels, narrow first. */
export const WIDTHS = [160, 480, 960, 1600] as const
/** A variant is at most so many times as tall as it is wide: receipts are, combs of pixels are not wanted. */
export const TALLEST = 3

/** The variants of a picture: every width below its own, and the first that holds all of it. */
export const variantsOf = (width: number): number[] => {
  const narrower = WIDTHS.filter((one) => one < width)
  const whole = WIDTHS.find((one) => one >= width)
  return whole === undefined ? narrower : [...narrower, whole]
}

/** The file of one variant. */
export const fileOf = (name: string, width: number): string => `${name}-${width}.webp`

/** Names of public pictures are drawn from their content, so the same picture is stored once. */
export const publicName = (sha256: string): string => `pic-${sha256.slice(0, 40)}`

/** Names of private ones are drawn from a keyed digest: nobody can tell one from its content. */
export const privateName = (blind: string): string =>
  `prv-${Buffer.from(blind, 'base64url').toString('hex').slice(0, 40)}`

const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu
const longestLabel = 80

/** A file name as a label: its last part, without anything that is not text, at most 80 characters. */
export const labelOf = (given: string): string =>
  Array.from((given.split(/[/\\]/).at(-1) ?? '').replaceAll(unprintable, '').replace(/^\.+/, '').trim())
    .slice(0, longestLabel)
    .join('')

/** Columns and rows of the small grey picture that a look is taken from. */
export const LOOK = { width: 9, height: 8 } as const

/**
 * The difference hash (dHash) of a small grey picture, 64 bits in hex: of each neighbour in a row whether it
 * is brighter. It stays nearly the same when a picture is made smaller, brighter, or compressed again.
 * @param grey one byte a pixel, row by row, `LOOK` wide and high
 */
export const lookOf = (grey: Uint8Array): string => {
  let bits = 0n
  for (let y = 0; y < LOOK.height; y++) {
    for (let x = 1; x < LOOK.width; x++) {
      const at = y * LOOK.width + x
      bits = (bits << 1n) | ((grey[at] ?? 0) > (grey[at - 1] ?? 0) ? 1n : 0n)
    }
  }
  return bits.toString(16).padStart(16, '0')
}

interface Sides {
  readonly width: number
  readonly height: number
}

interface Limits {
  readonly maxPixels: number
  readonly maxSide_px: number
  readonly minSide_px: number
}

/** Which limit the sides of a picture break; undefined where it may be decoded. */
export const sidesNo = ({ width, height }: Sides, { maxPixels, maxSide_px, minSide_px }: Limits) => {
  if (width * height > maxPixels) return 'too_many_pixels'
  const isOut = Math.max(width, height) > maxSide_px || Math.min(width, height) < minSide_px
  return isOut ? 'side_out_of_bounds' : undefined
}

/** What a link signs: which file, and until when. */
export const signedText = (name: string, width: number, until: number): string => `${name} ${width} ${until}`

/** The end of the next turn of so many seconds: whoever asks within one turn gets the same link. */
export const steadyUntil = (now: number, turn_s: number): number => {
  const turn_ms = turn_s * 1_000
  return (Math.floor(now / turn_ms) + 2) * turn_ms
}
