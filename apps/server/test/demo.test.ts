/** The demo's goods come once, however often a first start breaks. */
import type { FileStore } from '@tiantou/platform'
import { expect, test } from 'vitest'
import { seedDemo } from '../src/demo/seed.ts'
import { eachPlatform, must } from './platform.ts'

/** As a first start leaves them that broke at its end: painted, and without the note that all is done. */
const painted: FileStore = {
  has: (name) => Promise.resolve(name !== 'demo-seeded.txt'),
  get: () => Promise.resolve(null),
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  removeOlder: () => Promise.resolve(0),
}

eachPlatform((_name, open) => {
  test('a start that broke at its end is gone on with, and nothing is made twice', async () => {
    const { platform, as, staff } = await open()
    const keeper = await staff()
    const seen = async () => {
      const { items } = must(await as().get('/catalogue?limit=100'))
      const ids = items.map((card: { productId: string }) => card.productId)
      const reviews = ids.map((id: string) => as().get(`/products/${id}/reviews`))
      const { items: stock } = must(await keeper.get('/staff/stock?limit=100'))
      return { ids, stock, reviews: (await Promise.all(reviews)).map(must) }
    }
    const before = await seen()
    expect(before.ids.length).toBeGreaterThan(9)
    await seedDemo(platform.house, painted, 'another', () => undefined)
    expect(await seen()).toEqual(before)
  })
})
