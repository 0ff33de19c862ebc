/** Cards as they are drawn: their size, the code that leads where it should, and text that is only text. */
import jsQR from 'jsqr'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { draw, HEIGHT, WIDTH } from '../src/card.ts'

const card = {
  title: '赣南脐橙',
  line: '江西省 赣州市信丰县 · 5斤装',
  priceFen: 2_990,
  perJinFen: 598,
  image: 'navel-orange',
  url: 'https://shop.example/products/prd_01kwdpf480fvj8h9jx0prjrgek',
}

const picture = () =>
  sharp({ create: { width: 640, height: 640, channels: 3, background: '#e8f5ec' } })
    .webp()
    .toBuffer()

/** The package is older than modules: what is imported is its function, whatever its types say. */
const decode = jsQR as unknown as typeof jsQR.default

const codeOn = async (webp: Buffer): Promise<string | undefined> => {
  const { data, info } = await sharp(webp).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return decode(new Uint8ClampedArray(data), info.width, info.height)?.data
}

test('a card is of its size, and a phone that reads its code gets where it should', async () => {
  const drawn = await draw(card, await picture())
  expect(await sharp(drawn).metadata()).toMatchObject({ format: 'webp', width: WIDTH, height: HEIGHT })
  expect(await codeOn(drawn)).toBe(card.url)
})

test('letters that mean something to a text engine are letters, and long titles are cut', async () => {
  const title = '<span size="900000">&amp;"测试"</span>这是一个非常非常非常长的标题'
  const drawn = await draw({ ...card, title, line: '<b>&' }, null)
  expect(await sharp(drawn).metadata()).toMatchObject({ width: WIDTH, height: HEIGHT })
  expect(await codeOn(drawn)).toBe(card.url)
})

test('Chinese is drawn from the font of the package: two titles give two pictures', async () => {
  const [one, other] = await Promise.all([
    draw({ ...card, title: '阳山水蜜桃' }, null),
    draw({ ...card, title: '盐池滩羊肉' }, null),
  ])
  expect(one.equals(other)).toBe(false)
})

test('what is not sold any more bears no price', async () => {
  const drawn = await draw({ ...card, priceFen: null, perJinFen: null }, await picture())
  const at = { left: 40, top: 866, width: 300, height: 60 }
  const { channels } = await sharp(await sharp(drawn).extract(at).png().toBuffer()).stats()
  expect(Math.min(...channels.map((channel) => channel.min))).toBeGreaterThan(230)
})
