/**
 * Pictures of strangers: what comes out carries nothing but pixels, and what would blow up is refused from
 * its header.
 */
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { decode } from '../src/decode.ts'
import { aPicture, claimedSides } from './factory.ts'

const limits = { maxPixels: 50_000_000, maxSide_px: 12_000, minSide_px: 32 }

const ready = async (content: Buffer) => {
  const decoded = await decode(content, limits)
  if (decoded.is !== 'ready') throw new Error(decoded.why)
  return decoded
}
const refusedFor = async (content: Buffer) => {
  const decoded = await decode(content, limits)
  return decoded.is === 'refused' ? decoded.why : 'ready'
}

test.each(['jpeg', 'png', 'webp', 'avif'] as const)('A %s becomes WebP in its sizes', async (kind) => {
  const { width, height, variants } = await ready(await aPicture(kind))
  expect({ width, height }).toEqual({ width: 700, height: 500 })
  const sides = await Promise.all(variants.map(async ({ content }) => sharp(content).metadata()))
  expect(sides.map((one) => [one.format, one.width])).toEqual([
    ['webp', 160],
    ['webp', 480],
    ['webp', 700],
  ])
})

test('It stands upright, and nothing of place, camera or profile is left', async () => {
  const exif = {
    IFD0: { Make: 'Camera', ImageDescription: 'secret words' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '31/1 14/1 0/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '121/1 28/1 0/1',
    },
  }
  const content = await aPicture('jpeg', 700, 500, { exif, orientation: 6 })
  expect(content.includes('secret words')).toBe(true)
  expect((await sharp(content).metadata()).exif).toBeDefined()
  const { width, height, variants } = await ready(content)
  expect({ width, height }).toEqual({ width: 500, height: 700 })
  for (const variant of variants) {
    const { exif: left, icc, xmp, orientation } = await sharp(variant.content).metadata()
    expect({ left, icc, xmp, orientation }).toEqual({})
    expect(variant.content.includes('secret')).toBe(false)
    expect(variant.content.includes('EXIF')).toBe(false)
  }
})

test('Transparency stays', async () => {
  const blank = { width: 100, height: 100, channels: 4, background: '#ff000080' } as const
  const { variants } = await ready(await sharp({ create: blank }).png().toBuffer())
  expect((await sharp(variants[0]?.content).metadata()).hasAlpha).toBe(true)
})

test('A bomb is refused from its header, at once', async () => {
  const began = performance.now()
  expect(await refusedFor(await claimedSides(30_000, 30_000))).toBe('too_many_pixels')
  expect(await refusedFor(await claimedSides(1_000_000_000, 1_000_000_000))).not.toBe('ready')
  expect(await refusedFor(await claimedSides(20_000, 100))).toBe('side_out_of_bounds')
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('A real bomb of few bytes is refused as well', async () => {
  const create = { width: 12_000, height: 12_000, channels: 3, background: '#000000' } as const
  const bomb = await sharp({ create, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer()
  expect(bomb.length).toBeLessThan(2_000_000)
  expect(await refusedFor(bomb)).toBe('too_many_pixels')
})

test('What is cut off, damaged or a lie is refused', async () => {
  for (const kind of ['jpeg', 'png', 'webp', 'avif'] as const) {
    const whole = await sharp({
      create: {
        width: 200,
        height: 200,
        channels: 3,
        background: '#3a7',
        noise: { type: 'gaussian', sigma: 40, mean: 120 },
      },
    })
      .toFormat(kind)
      .toBuffer()
    expect([kind, await refusedFor(whole.subarray(0, whole.length >> 1))]).toEqual([kind, 'unreadable'])
    expect([kind, await refusedFor(whole.subarray(0, 24))]).toEqual([kind, 'unreadable'])
  }
  expect(await refusedFor(await claimedSides(5_000, 5_000))).toBe('unreadable')
})

test('SVG, GIF and HTML are not even looked at', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  expect(await refusedFor(Buffer.from(svg))).toBe('unsupported_type')
  expect(await refusedFor(Buffer.from(`<?xml version="1.0"?>${svg}`))).toBe('unsupported_type')
  expect(await refusedFor(Buffer.from('<html><img src=x onerror=alert(1)>'))).toBe('unsupported_type')
  const gif = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
    .gif()
    .toBuffer()
  expect(await refusedFor(gif)).toBe('unsupported_type')
})

test('What moves is refused', async () => {
  const frames = Buffer.alloc(40 * 80 * 3, 100)
  frames.fill(200, 40 * 40 * 3)
  const moving = await sharp(frames, { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer()
  expect(await refusedFor(moving)).toBe('animated')
})

test('Of a picture that is a page as well, only the picture is left', async () => {
  const tail = '<script>alert(document.domain)</script>'
  const { variants } = await ready(Buffer.concat([await aPicture('jpeg'), Buffer.from(tail)]))
  for (const { content } of variants) expect(content.includes('script')).toBe(false)
})
