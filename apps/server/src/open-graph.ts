/**
 * What crawlers and chats read of a page: title, description and picture of a product stand in the one page
 * of the shop when it is asked for at that product's address. Everything is escaped; pages of a person say
 * noindex.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatYuan, isId, system } from '@tiantou/kernel'
import type { House } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'

interface Told {
  readonly title: string
  readonly description: string
  readonly image: string
  readonly type: 'website' | 'product'
  readonly path: string
}

const actor = system('open-graph')
const PRIVATE = /^\/(cart|checkout|cashier|orders|me|addresses|favourites|history|sign-in)(\/|$)/
const TITLE = /<title>.*?<\/title>/s
const DESCRIPTION = /<meta\s+name="description"\s+content="[^"]*"\s*\/?>/s

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const tagsOf = (told: Told, origin: string): string =>
  Object.entries({
    'og:site_name': '田头',
    'og:type': told.type,
    'og:title': told.title,
    'og:description': told.description,
    'og:image': `${origin}${told.image}`,
    'og:url': `${origin}${told.path}`,
    'og:locale': 'zh_CN',
  })
    .map(([name, content]) => `<meta property="${name}" content="${escaped(content)}" />`)
    .join('\n    ')

const SHOP: Omit<Told, 'path'> = {
  title: '田头 · 从田头到案头',
  description: '应季农产品，从田头直接到家。产地、种植者、采收日期和每斤价格，写得明明白白。',
  image: '/icons/512.png',
  type: 'website',
}

const productAt = async (house: House, path: string): Promise<Told | null> => {
  const productId = /^\/products\/([^/]+)$/.exec(path)?.[1] ?? ''
  if (!isId('prd', productId)) return null
  const product = await house.ask(Products.queries.get, { productId }, actor)
  const sku = product?.skus[0]
  if (product === null || sku === undefined) return null
  const price =
    product.state === 'on_sale' ? `¥${formatYuan(sku.pieceFen)} · ${formatYuan(sku.perJinFen)} 元/斤 · ` : ''
  return {
    title: `${product.title} · ${product.originCounty}`,
    description: `${price}${product.subtitle}`,
    image: `/media/${product.image}.webp`,
    type: 'product',
    path,
  }
}

/** Writes the page for an address: `(path) => html`. The file of the shop is read once. */
export const pageWriter = async (
  folder: string,
  origin: string,
  house: House,
): Promise<(url: string) => Promise<string>> => {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  return async (url) => {
    const [path = '/'] = url.split(/[?#]/)
    if (PRIVATE.test(path))
      return page.replace('</title>', '</title>\n    <meta name="robots" content="noindex" />')
    const told = (await productAt(house, path)) ?? { ...SHOP, path: path === '/' ? '/' : path }
    return page
      .replace(
        TITLE,
        () => `<title>${escaped(told.title)}${told.type === 'product' ? ' · 田头' : ''}</title>`,
      )
      .replace(
        DESCRIPTION,
        () =>
          `<meta name="description" content="${escaped(told.description)}" />\n    ${tagsOf(told, origin)}`,
      )
  }
}
