/**
 * Demo data, made through the same commands as anybody's, once: every command has a key, so a broken start is
 * simply repeated.
 */
import { Fulfilment } from '@tiantou/fulfilment/contract'
import { Inventory } from '@tiantou/inventory/contract'
import { system } from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { type FileStore, type House, PlatformContract } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { User } from '@tiantou/user/contract'
import { hashPassword } from '../house.ts'
import { permissionsOf } from '../permissions.ts'
import { DEMO_AREAS, DEMO_POINTS, DEMO_SENDER } from './areas.data.ts'
import { DEMO_CATEGORIES } from './categories.data.ts'
import type { DemoProduct } from './crops.ts'
import { harvestOf } from './harvest.ts'
import { renderPictures } from './pictures.ts'
import { DEMO_PRODUCTS } from './products.ts'
import { type MadeProduct, seedReviews } from './reviews.ts'

export const DEMO_STAFF = 'demo'
/** Commands at work at a time: on SQLite they share one commit. */
const AT_ONCE = 16
const actor = system('demo')

/**
 * What a start that broke has made stays made, though the harvest of the next one is another. Of a later list
 * of products every key is another.
 */
const keyOf = (what: string) => ({ actor, key: `demo:2:${what}`, firstIsFact: true })

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

/** A scale that was checked this morning. */
const seedScale = async (house: House): Promise<void> => {
  const scale = { scale: 'scale-1', name: '一号秤', divisionGrams: 5 }
  const added = await house.run(Fulfilment.commands.addScale, scale, keyOf('scale'))
  succeed(added.ok || added.code === 'fulfilment.scale_exists' ? { ok: true } : added, 'the scale')
  const check = { scale: scale.scale, referenceGrams: 2_000, shownGrams: 2_000 }
  succeed(await house.run(Fulfilment.commands.checkScale, check, keyOf('scale-check')), 'its check')
}

/** An example, so that invoices can be tried: which code and rate are right a tax adviser says. */
const seedTax = async (house: House): Promise<void> => {
  const farmProduce = { taxCode: '1010115010000000000', taxRateBp: 900 }
  const value = { ambient: farmProduce, chilled: farmProduce, frozen: farmProduce }
  const set = { name: 'invoice.tax', value }
  succeed(await house.run(PlatformContract.commands.setSetting, set, keyOf('tax')), 'tax')
}

const seedAreas = async (house: House): Promise<void> => {
  const sender = { name: 'logistics.sender', value: DEMO_SENDER }
  succeed(await house.run(PlatformContract.commands.setSetting, sender, keyOf('sender')), 'who sends')
  for (const point of DEMO_POINTS)
    succeed(await house.run(Logistics.commands.setPoint, point, keyOf(`point:${point.code}`)), point.name)
  for (const area of DEMO_AREAS)
    succeed(await house.run(Logistics.commands.setArea, area, keyOf(`area:${area.code}`)), area.name)
}

/** Drafts a product and takes its lots in. */
const seedProduct = async (house: House, demo: DemoProduct, now: number): Promise<MadeProduct> => {
  const { product } = demo
  const name = product.images[0] ?? ''
  const created = await house.run(Products.commands.create, product, keyOf(`create:${name}`))
  if (!created.ok) throw new Error(`Demo data: ${name} was refused with ${created.code}.`)
  const { productId, skuIds } = created.value
  const harvest = harvestOf(demo, now)
  const made = { demo, productId, skuIds }
  if (harvest === undefined) return { ...made, lots: [] }
  const { items } = await house.ask(Products.queries.skus, { skuIds }, actor)
  const location = LOCATIONS[items[0]?.storageClass ?? 'ambient']
  const lots: MadeProduct['lots'] = []
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
    if (received.ok && index === 0)
      lots.push({ lotId: received.value.lotId, lotNo: lot.lotNo, harvestedAt: harvest.harvestedAt })
  }
  return { ...made, lots }
}

const seedProducts = async (house: House, tell: (line: string) => void): Promise<void> => {
  const now = house.corridor.clock.now()
  const made: MadeProduct[] = []
  for (let i = 0; i < DEMO_PRODUCTS.length; i += AT_ONCE) {
    const some = DEMO_PRODUCTS.slice(i, i + AT_ONCE)
    made.push(...(await Promise.all(some.map((demo) => seedProduct(house, demo, now)))))
    tell(`demo data ${made.length}/${DEMO_PRODUCTS.length} ${some.at(-1)?.product.title ?? ''}`)
  }
  const items = made.map(({ productId }) => ({ change: 'on_sale' as const, productId }))
  const shown = await house.run(Products.commands.changeMany, { items }, keyOf('on-sale'))
  succeed(shown, 'all products on sale')
  await seedReviews(house, made)
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
    await seedScale(house)
    await seedAreas(house)
    await seedTax(house)
    await seedStaff(house, password)
    await seedCategories(house)
    await seedProducts(house, tell)
    await house.relay.settle()
  }
  await painted
  if (!seeded) await files.put(done, Buffer.from('seeded\n'))
}
