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

/** Pairs of soft colours out of sprout, straw and sun. */
const GROUNDS = [
  ['#e8f5ec', '#f6f3ec'],
  ['#fdf1dc', '#f6f3ec'],
  ['#e8f5ec', '#fdf1dc'],
  ['#fbe6df', '#f6f3ec'],
] as const

const assets = join(
  dirname(createRequire(import.meta.url).resolve('@lobehub/fluent-emoji-3d/package.json')),
  'assets',
)

const ground = (from: string, to: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>
      <radialGradient id="s"><stop offset="0" stop-color="#2b2a27" stop-opacity=".16"/>
      <stop offset="1" stop-color="#2b2a27" stop-opacity="0"/></radialGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>
    <ellipse cx="${SIDE_PX / 2}" cy="${SIDE_PX * 0.83}" rx="190" ry="34" fill="url(#s)"/></svg>`)

/** Renders one picture unless it is there. */
export const renderPicture = async (
  files: FileStore,
  name: string,
  emoji: string,
  index: number,
): Promise<void> => {
  const file = `${name}.webp`
  if (await files.has(file)) return
  const [from, to] = GROUNDS[index % GROUNDS.length] as (typeof GROUNDS)[number]
  const food = await sharp(join(assets, `${emoji}.webp`))
    .resize(FOOD_PX, FOOD_PX, { fit: 'inside' })
    .toBuffer()
  const picture = await sharp(ground(from, to))
    .composite([{ input: food }])
    .webp({ quality: 82 })
    .toBuffer()
  await files.put(file, picture)
}
