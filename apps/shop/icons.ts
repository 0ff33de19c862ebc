/** Draws the icons of the installed shop from its mark, as PNG: home screens do not all read SVG. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const STRAW = '#f6f3ec'
/** A mask may cut a tenth from every side: the mark keeps away from it. */
const SAFE = 0.74

/** Writes `icons/*.png` into the folder of the built shop. */
export const drawIcons = async (mark: string, folder: string): Promise<void> => {
  const svg = readFileSync(mark)
  const icons = join(folder, 'icons')
  mkdirSync(icons, { recursive: true })
  const drawn = (side: number) => sharp(svg, { density: 72 * (side / 48) }).resize(side, side)
  const filled = async (side: number, share: number, name: string) => {
    const inside = await drawn(Math.round(side * share))
      .png()
      .toBuffer()
    const ground = sharp({ create: { width: side, height: side, channels: 3, background: STRAW } })
    await ground
      .composite([{ input: inside }])
      .png({ palette: true })
      .toFile(join(icons, name))
  }
  await drawn(192).png({ palette: true }).toFile(join(icons, '192.png'))
  await drawn(512).png({ palette: true }).toFile(join(icons, '512.png'))
  await filled(512, SAFE, 'maskable-512.png')
  await filled(180, 1, 'apple-180.png')
}
