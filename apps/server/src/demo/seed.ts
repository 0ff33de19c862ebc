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
import { DEMO_PRODUCTS, type DemoProduct } from './products.data.ts'
import { renderPicture } from './pictures.ts'

export const DEMO_STAFF = 'demo'
const DAY_MS = 86_400_000
const actor = system('demo')

const succeed = (result: { ok: true } | { ok: false; code: string }, what: string): void => {
  if (!result.ok) throw new Error(`Demo data: ${what} was refused with ${result.code}.`)
}

const seedProduct = async (house: House, demo: DemoProduct, now: number): Promise<void> => {
  const name = demo.product.images[0] ?? ''
  const created = await house.run(Products.commands.create, demo.product, {
    actor,
    key: `demo:create:${name}`,
  })
  if (!created.ok) throw new Error(`Demo data: ${name} was refused with ${created.code}.`)
  const { productId, skuIds } = created.value
  for (const [index, skuId] of skuIds.entries()) {
    const pieces = demo.pieces[index] ?? 0
    const lot = {
      skuId,
      lotNo: `${name.toUpperCase()}-${index + 1}`,
      harvestedAt: now - DAY_MS,
      useBy: now + demo.keepsDays * DAY_MS,
      pieces,
      grams: pieces * (demo.product.skus[index]?.nominalG ?? 0),
    }
    const received = await house.run(Inventory.commands.receiveLot, lot, { actor, key: `demo:lot:${skuId}` })
    succeed(
      received.ok || received.code === 'inventory.lot_exists' ? { ok: true } : received,
      `the lot of ${name}`,
    )
  }
  const shown = await house.run(
    Products.commands.putOnSale,
    { productId },
    { actor, key: `demo:sale:${productId}` },
  )
  succeed(shown.ok || shown.code === 'product.wrong_state' ? { ok: true } : shown, `${name} on sale`)
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

/** Seeds what is missing. `tell` gets a line of progress for every product; nothing when all is there. */
export const seedDemo = async (
  house: House,
  files: FileStore,
  password: string,
  tell: (line: string) => void,
): Promise<void> => {
  const done = 'demo-seeded.txt'
  for (const [index, { product, emoji }] of DEMO_PRODUCTS.entries()) {
    await renderPicture(files, product.images[0] ?? '', emoji, index)
  }
  if (await files.has(done)) return
  const now = house.corridor.clock.now()
  await seedStaff(house, password)
  for (const [index, demo] of DEMO_PRODUCTS.entries()) {
    await seedProduct(house, demo, now)
    tell(`demo data ${index + 1}/${DEMO_PRODUCTS.length} ${demo.product.title}`)
  }
  await house.relay.settle()
  await files.put(done, Buffer.from('seeded\n'))
}
