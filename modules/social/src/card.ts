/**
 * Draws a share card: the picture, what it is, what it costs, and a code that leads to it. Letters come from
 * a font of a package, because a server may know no Chinese at all.
 */
import { fileURLToPath } from 'node:url'
import type { InputOf } from '@tiantou/kernel'
import { formatYuan } from '@tiantou/kernel'
import sharp, { type OverlayOptions } from 'sharp'
import { encode } from 'uqr'
import type { Social } from './contract.ts'

/** What stands on a card, with the address whole. */
export type CardInput = Omit<InputOf<typeof Social.effects.drawCard>, 'path'> & { readonly url: string }

export const WIDTH = 750
export const HEIGHT = 1_100
const EDGE = 40
const SHOT = WIDTH - 2 * EDGE
const QR = 190
const INK = '#2b2a27'
const SOFT = '#5f5b52'
const PERSIMMON = '#c23d17'
const LEAF = '#1f7a4d'

const fontOf = (weight: 'Bold' | 'Regular'): string =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc')))
const FONTS = { Bold: fontOf('Bold'), Regular: fontOf('Regular') }

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A line of text, cut where the room ends. */
const cut = (text: string, most: number): string => {
  const letters = Array.from(text)
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

interface Letters {
  readonly weight: 'Bold' | 'Regular'
  readonly size: number
  readonly color: string
}

const write = (text: string, { weight, size, color }: Letters): Promise<Buffer> =>
  sharp({
    text: {
      text: `<span foreground="${color}">${escaped(text)}</span>`,
      font: `Noto Sans S Chinese ${weight} ${size}`,
      fontfile: FONTS[weight],
      rgba: true,
      dpi: 72,
    },
  })
    .png()
    .toBuffer()

/** The code: dark modules on white, with the quiet zone that readers need. */
const codeOf = (url: string): Promise<Buffer> => {
  const { size, data } = encode(url, { ecc: 'M', border: 2 })
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"
    width="${QR}" height="${QR}" shape-rendering="crispEdges">
    <rect width="100%" height="100%" fill="#fff"/><path d="${cells.join('')}"/></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

const ground = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
  <rect width="100%" height="100%" fill="#f6f3ec"/>
  <rect x="${EDGE / 2}" y="${EDGE / 2}" width="${WIDTH - EDGE}" height="${HEIGHT - EDGE}"
    rx="28" fill="#fff"/></svg>`)

const corners = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg"><rect width="${SHOT}" height="${SHOT}" rx="20"/></svg>`,
)

/** The mark: 田 as four plots, one of them sprouting. */
const mark = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="4 4 41 41" width="44" height="44">
  <g fill="${LEAF}"><rect x="7" y="9" width="16" height="15" rx="4"/>
  <rect x="7" y="26" width="16" height="15" rx="4"/>
  <rect x="25" y="26" width="16" height="15" rx="4"/></g>
  <path d="M33 24v-9" stroke="${LEAF}" stroke-width="2.6" stroke-linecap="round"/>
  <path d="M33 17c0-6 3.400-9.600 9-10 .2 6.400-3 10-9 10z" fill="#f2a73b"/>
  <path d="M33 19.500c-.2-5-3-7.800-7.600-8 0 5.200 2.700 8 7.600 8z" fill="${LEAF}"/></svg>`)

const shotOf = async (picture: Buffer): Promise<Buffer> =>
  sharp(picture)
    .resize(SHOT, SHOT, { fit: 'cover' })
    .composite([{ input: corners, blend: 'dest-in' }])
    .png()
    .toBuffer()

const pricesOf = async ({ priceFen, perJinFen }: CardInput, top: number): Promise<OverlayOptions[]> => {
  if (priceFen === null) return []
  const price = await write(`¥${formatYuan(priceFen)}`, { weight: 'Bold', size: 52, color: PERSIMMON })
  const { width } = await sharp(price).metadata()
  const placed: OverlayOptions[] = [{ input: price, left: EDGE + 10, top }]
  if (perJinFen === null) return placed
  const words = `${formatYuan(perJinFen)} 元/斤`
  const per = await write(words, { weight: 'Regular', size: 26, color: SOFT })
  return [...placed, { input: per, left: EDGE + 34 + width, top: top + 20 }]
}

/** Draws a card as WebP. @param picture of the goods; a plain ground where there is none */
export const draw = async (card: CardInput, picture: Buffer | null): Promise<Buffer> => {
  const below = EDGE + SHOT + 28
  const parts: OverlayOptions[] = [
    {
      input: await write(cut(card.title, 15), { weight: 'Bold', size: 42, color: INK }),
      left: EDGE + 10,
      top: below,
    },
    { input: await codeOf(card.url), left: WIDTH - EDGE - QR - 4, top: HEIGHT - EDGE - QR - 22 },
    { input: mark, left: EDGE + 10, top: HEIGHT - EDGE - 84 },
    {
      input: await write('田头', { weight: 'Bold', size: 30, color: INK }),
      left: EDGE + 66,
      top: HEIGHT - EDGE - 80,
    },
    {
      input: await write('长按识别，看产地和采收日期', { weight: 'Regular', size: 20, color: SOFT }),
      left: EDGE + 10,
      top: HEIGHT - EDGE - 34,
    },
    ...(await pricesOf(card, below + 126)),
  ]
  // A picture that cannot be read is left out: the card still says what it is about.
  const shot = picture === null ? null : await shotOf(picture).catch(() => null)
  if (shot !== null) parts.push({ input: shot, left: EDGE, top: EDGE })
  if (card.line !== '') {
    const line = await write(cut(card.line, 24), { weight: 'Regular', size: 26, color: SOFT })
    parts.push({ input: line, left: EDGE + 10, top: below + 66 })
  }
  return sharp(ground).composite(parts).webp({ quality: 84 }).toBuffer()
}
