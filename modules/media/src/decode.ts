/**
 * From bytes of strangers to our own small pictures. The type is read from the content and the sides from the
 * header; only then pixels are decoded, a few pictures at a time and for a bounded time. What comes out is
 * upright, sRGB, and carries nothing but pixels: no EXIF, no place, no profile, nothing behind the end.
 */
import { openGate } from '@tiantou/platform'
import sharp, { type Metadata } from 'sharp'
import { kindOf, LOOK, lookOf, sidesNo, TALLEST, variantsOf, WIDTHS } from './rules.ts'

interface Limits {
  readonly maxPixels: number
  readonly maxSide_px: number
  readonly minSide_px: number
}

export interface Variant {
  readonly width: number
  readonly content: Buffer
}

export type Decoded =
  | {
      readonly is: 'ready'
      readonly width: number
      readonly height: number
      readonly variants: Variant[]
      readonly look: string
    }
  | {
      readonly is: 'refused'
      readonly why: 'unsupported_type' | 'animated' | 'too_many_pixels' | 'side_out_of_bounds' | 'unreadable'
      readonly found: string
    }

/** Pictures that are decoded at a time: each may hold a few hundred megabytes of pixels for a moment. */
const AT_ONCE = 2
const TIMEOUT_S = 10
const QUALITY = 80

const gate = openGate(AT_ONCE)
// Every picture is seen once: what libvips would remember of it only costs memory.
sharp.cache(false)

const no = (why: Extract<Decoded, { is: 'refused' }>['why'], found = ''): Decoded => ({
  is: 'refused',
  why,
  found,
})

/** What the header says; undefined where it cannot be read. Decodes no pixel. */
const headerOf = (content: Buffer): Promise<Metadata | undefined> =>
  sharp(content, { limitInputPixels: false, failOn: 'error' })
    .metadata()
    .catch(() => undefined)

/** Upright sides: the orientations 5 to 8 lie on their side. */
const upright = ({ width, height, orientation = 1 }: Metadata) =>
  orientation >= 5 ? { width: height, height: width } : { width, height }

/** Decodes once, to the largest size that is wanted, and makes the smaller ones of that. */
const shrink = async (content: Buffer, widths: readonly number[], maxPixels: number) => {
  const widest = widths.at(-1) ?? WIDTHS[0]
  const box = (width: number) => ({
    width,
    height: width * TALLEST,
    fit: 'inside' as const,
    withoutEnlargement: true,
  })
  const { data, info } = await sharp(content, { limitInputPixels: maxPixels, failOn: 'error' })
    .timeout({ seconds: TIMEOUT_S })
    .rotate()
    .resize(box(widest))
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const variants: Variant[] = []
  for (const width of widths) {
    const made = await sharp(data, { raw })
      .timeout({ seconds: TIMEOUT_S })
      .resize(box(width))
      .webp({ quality: QUALITY, effort: 3 })
      .toBuffer()
    variants.push({ width, content: made })
  }
  const grey = await sharp(data, { raw })
    .flatten()
    .greyscale()
    .resize({ ...LOOK, fit: 'fill' })
    .raw()
    .toBuffer()
  return { variants, look: lookOf(grey) }
}

/** Judges a picture, and decodes it if it may be. Never throws for what the picture is. */
export const decode = (content: Buffer, limits: Limits): Promise<Decoded> =>
  gate(async () => {
    const { kind, isTaken } = kindOf(content)
    if (!isTaken) return no('unsupported_type', kind)
    const header = await headerOf(content)
    if (header === undefined) return no('unreadable', kind)
    if ((header.pages ?? 1) > 1) return no('animated', kind)
    const sides = upright(header)
    const fault = sidesNo(sides, limits)
    if (fault !== undefined) return no(fault, `${sides.width}x${sides.height}`)
    try {
      const made = await shrink(content, variantsOf(sides.width), limits.maxPixels)
      return { is: 'ready', ...sides, ...made }
    } catch {
      return no('unreadable', kind)
    }
  })
