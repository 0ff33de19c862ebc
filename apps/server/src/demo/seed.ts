/**
 * Demo data, made through the same commands as anybody's, once: every command has a key, so a broken start is
 * simply repeated.
 */
import { Inventory } from '@tiantou/inventory/contract'
import { system } from '@tiantou/kernel'
import type { FileStore, House } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { User } from '@tiantou/user/contract'
import { hashPassword } from '../house.ts'
import { permissionsOf } from '../permissions.ts'
import { DEMO_CATEGORIES } from './categories.data.ts'
import type { DemoProduct } from './crops.ts'
import { harvestOf } from './harvest.ts'
import { renderPictures } from './pictures.ts'
import { DEMO_PRODUCTS } from './products.ts'

export const DEMO_STAFF = 'demo'
/** Commands at work at a time: on SQLite they share one commit. */
const AT_ONCE = 16
const actor = system('demo')

/**
 * Of a later list of products every key is another, so that an earlier start that broke is in nobody's way.
 */
const keyOf = (what: string) => ({ actor, key: `demo:2:${what}` })

const succeed = (result: { ok: true } | { ok: false; code: string }, what: string): void => {
  if (!result.ok) throw new Error(`Demo data: ${what} was refused with ${result.code}.`)
}

const seedCategories = async (house: House): Promise<void> => {
  for (const category of DEMO_CATEGORIES) {
    const made = await house.run(
      Products.commands.createCategory,
      category,
      keyOf(`category:${category.code}`),
    )
    const done = made.ok || made.code === 'product.category_exists' ? ({ ok: true } as const) : made
    succeed(done, `category ${category.code}`)
  }
}

/** Where lots lie: by how they must be kept. */
const LOCATIONS = { ambient: 'main', chilled: 'cold', frozen: 'freezer' } as const

const seedLocations = async (house: House): Promise<void> => {
  for (const [code, name] of [
    [LOCATIONS.chilled, '冷藏库'],
    [LOCATIONS.frozen, '冷冻库'],
  ] as const) {
    const added = await house.run(Inventory.commands.addLocation, { code, name }, keyOf(`location:${code}`))
    const done = added.ok || added.code === 'inventory.location_exists' ? ({ ok: true } as const) : added
    succeed(done, `location ${code}`)
  }
}

/** Drafts a product and takes its lots in; answers its id. */
const seedProduct = async (house: House, demo: DemoProduct, now: number): Promise<string> => {
  const { product } = demo
  const name = product.images[0] ?? ''
  const created = await house.run(Products.commands.create, product, keyOf(`create:${name}`))
  if (!created.ok) throw new Error(`Demo data: ${name} was refused with ${created.code}.`)
  const { productId, skuIds } = created.value
  const harvest = harvestOf(demo, now)
  if (harvest === undefined) return productId
  const { items } = await house.ask(Products.queries.skus, { skuIds }, actor)
  const location = LOCATIONS[items[0]?.storageClass ?? 'ambient']
  for (const [index, skuId] of skuIds.entries()) {
    const pieces = demo.pieces[index] ?? 0
    const lot = {
      ...harvest,
      skuId,
      location,
      lotNo: `${name.toUpperCase()}-${index + 1}`,
      pieces,
      grams: pieces * (product.skus[index]?.nominalG ?? 0),
    }
    const received = await house.run(Inventory.commands.receiveLot, lot, keyOf(`lot:${skuId}`))
    const done = received.ok || received.code === 'inventory.lot_exists' ? ({ ok: true } as const) : received
    succeed(done, `the lot of ${name}`)
  }
  return productId
}

const seedProducts = async (house: House, tell: (line: string) => void): Promise<void> => {
  const now = house.corridor.clock.now()
  const made: string[] = []
  for (let i = 0; i < DEMO_PRODUCTS.length; i += AT_ONCE) {
    const some = DEMO_PRODUCTS.slice(i, i + AT_ONCE)
    made.push(...(await Promise.all(some.map((demo) => seedProduct(house, demo, now)))))
    tell(`demo data ${made.length}/${DEMO_PRODUCTS.length} ${some.at(-1)?.product.title ?? ''}`)
  }
  const items = made.map((productId) => ({ change: 'on_sale' as const, productId }))
  const shown = await house.run(Products.commands.changeMany, { items }, keyOf('on-sale'))
  succeed(shown, 'all products on sale')
}

const seedStaff = async (house: House, password: string): Promise<void> => {
  const permissions = permissionsOf(house).map(({ code }) => code)
  const passwordHash = await hashPassword(password, house.corridor.clock.random(16))
  const input = { account: DEMO_STAFF, name: '演示仓管', passwordHash, role: 'demo', permissions }
  const created = await house.run(User.commands.createStaff, input, {
    actor,
    key: `demo:staff:${DEMO_STAFF}:${password}`,
  })
  succeed(created.ok || created.code === 'user.account_taken' ? { ok: true } : created, 'the demo account')
}

/** Seeds what is missing. `tell` gets a line of progress for some products; nothing when all is there. */
export const seedDemo = async (
  house: House,
  files: FileStore,
  password: string,
  tell: (line: string) => void,
): Promise<void> => {
  const done = 'demo-seeded.txt'
  const seeded = await files.has(done)
  const pictures = DEMO_PRODUCTS.map(({ product, emoji }) => ({ name: product.images[0] ?? '', emoji }))
  const painted = renderPictures(files, pictures)
  if (!seeded) {
    await seedLocations(house)
    await seedStaff(house, password)
    await seedCategories(house)
    await seedProducts(house, tell)
    await house.relay.settle()
  }
  await painted
  if (!seeded) await files.put(done, Buffer.from('seeded\n'))
}
