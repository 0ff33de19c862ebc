/**
 * Renders demo pictures: a 3D food picture on a soft gradient of our palette, as WebP, into the file store.
 * Nothing is committed.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FileStore } from '@tiantou/platform'
import sharp from 'sharp'

const SIDE_PX = 640
const FOOD_PX = 430
/** Pictures at work at a time: as many as threads that sharp has by itself. */
const AT_ONCE = 4

/** Pairs of soft colours out of sprout, straw and sun. */
const GROUNDS = [
  ['#e8f5ec', '#f6f3ec'],
  ['#fdf1dc', '#f6f3ec'],
  ['#e8f5ec', '#fdf1dc'],
  ['#fbe6df', '#f6f3ec'],
] as const

const ground = (from: string, to: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>
      <radialGradient id="s"><stop offset="0" stop-color="#2b2a27" stop-opacity=".16"/>
      <stop offset="1" stop-color="#2b2a27" stop-opacity="0"/></radialGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>
    <ellipse cx="${SIDE_PX / 2}" cy="${SIDE_PX * 0.83}" rx="190" ry="34" fill="url(#s)"/></svg>`)

export interface Picture {
  readonly name: string
  /** File name in the emoji package, without its ending. */
  readonly emoji: string
}

/** Draws each thing once and keeps it: many products share an emoji, all of them share four grounds. */
const openStudio = () => {
  const packed = createRequire(import.meta.url).resolve('@lobehub/fluent-emoji-3d/package.json')
  const assets = join(dirname(packed), 'assets')
  const once = <T>(draw: (key: string) => Promise<T>) => {
    const drawn = new Map<string, Promise<T>>()
    return (key: string) => {
      const known = drawn.get(key) ?? draw(key)
      drawn.set(key, known)
      return known
    }
  }
  const raw = { width: SIDE_PX, height: SIDE_PX, channels: 3 } as const
  const groundAt = once(async (index) => {
    const [from, to] = GROUNDS[Number(index)] as (typeof GROUNDS)[number]
    return sharp(ground(from, to)).removeAlpha().raw().toBuffer()
  })
  // Raw pixels in between: encoding them twice takes as long as all the rest.
  const food = once((emoji) =>
    sharp(join(assets, `${emoji}.webp`))
      .resize(FOOD_PX, FOOD_PX, { fit: 'inside' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  )
  const picture = once(async (key) => {
    const [emoji = '', index = '0'] = key.split(' ')
    const { data, info } = await food(emoji)
    const { width, height } = info
    return sharp(await groundAt(index), { raw })
      .composite([{ input: data, raw: { width, height, channels: 4 } }])
      .webp({ quality: 82, effort: 1 })
      .toBuffer()
  })
  return (emoji: string, index: number) => picture(`${emoji} ${index % GROUNDS.length}`)
}

/** Renders the pictures that are not there. */
export const renderPictures = async (files: FileStore, pictures: readonly Picture[]): Promise<void> => {
  const there = await Promise.all(pictures.map(({ name }) => files.has(`${name}.webp`)))
  const missing = [...pictures.entries()].filter(([index]) => there[index] === false)
  if (missing.length === 0) return
  const paint = openStudio()
  const worker = async () => {
    for (let next = missing.shift(); next !== undefined; next = missing.shift()) {
      const [index, { name, emoji }] = next
      await files.put(`${name}.webp`, await paint(emoji, index))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
