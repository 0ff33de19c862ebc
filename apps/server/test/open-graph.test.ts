/** The page that crawlers read: tags of a product, escaped; nothing of a person; the shell otherwise. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { House } from '@tiantou/platform'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageWriter } from '../src/open-graph.ts'

const PAGE = `<html><head><title>田头</title>
    <meta
      name="description"
      content="旧"
    /></head><body></body></html>`
const productId = 'prd_01kwdpf480fvj8h9jx0prjrgek'
const product = {
  title: '桃</title><script>alert(1)</script>',
  subtitle: '"甜"&$&',
  originProvince: '江苏省',
  originCounty: '无锡',
  image: 'peach',
  state: 'on_sale',
  skus: [{ pieceFen: 2_990, perJinFen: 598 }],
}

let folder: string
let write: (url: string) => Promise<string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiantou-og-'))
  await writeFile(join(folder, 'index.html'), PAGE)
  const ask = (_query: unknown, asked: { productId: string }) =>
    Promise.resolve(asked.productId === productId ? product : null)
  write = await pageWriter(folder, 'https://shop.example', { ask } as unknown as House)
})
afterAll(() => rm(folder, { recursive: true }))

test('a product has title, price, picture and address in its tags, and no script', async () => {
  const html = await write(`/products/${productId}?from=chat`)
  expect(html).not.toContain('<script>')
  expect(html).toContain('og:title" content="桃&lt;/title&gt;&lt;script&gt;')
  expect(html).toContain('content="¥29.90 · 5.98 元/斤 · &quot;甜&quot;&amp;$&amp;"')
  expect(html).toContain('og:image" content="https://shop.example/media/peach.webp"')
  expect(html).toContain(`og:url" content="https://shop.example/products/${productId}"`)
})

test('every other page tells of the shop; a person’s pages ask not to be indexed', async () => {
  expect(await write('/')).toContain('og:title" content="田头 · 从田头到案头"')
  expect(await write('/products/prd_nonsense')).toContain('og:type" content="website"')
  for (const path of ['/me', '/orders/ord_1', '/cart?x=1', '/checkout']) {
    const html = await write(path)
    expect([html.includes('noindex'), html.includes('og:title')]).toEqual([true, false])
  }
})
