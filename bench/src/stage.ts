/**
 * Sets a platform up for a bench: in-process payment channel, an SMS sender that tells its codes, products,
 * stock, shoppers.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Inventory } from '@tiantou/inventory/contract'
import { system } from '@tiantou/kernel'
import type { House } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'
import { openPlatform, type Platform, readConfig } from '@tiantou/server'
import { User } from '@tiantou/user/contract'
import type { SmsMessage } from '@tiantou/user/port'
import { createInProcessChannel } from '@tiantou/wechat-pay/twin'

export interface StageInput {
  readonly dataDir: string
  readonly databaseUrl?: string
  /** Products with one SKU each. */
  readonly products: number
  readonly stock: number
  readonly shoppers: number
  /** Without `worker` nothing happens but what is asked. */
  readonly roles?: string
}

export interface Shopper {
  readonly accessToken: string
  readonly userId: string
  readonly addressId: string
}

export interface Stage {
  readonly platform: Platform
  readonly skuIds: readonly string[]
  readonly productIds: readonly string[]
  readonly shoppers: readonly Shopper[]
}

export const PRICE_FEN = 2_990

const HUGE = 100_000_000
/** Limits are for people; a bench makes all its shoppers in one breath and sends from one address. */
const SETTINGS = `http:
  limits: { default: ${HUGE}, read: ${HUGE}, signIn: ${HUGE}, code: ${HUGE}, door: ${HUGE} }
user: { codesInAll: 1000000, accessTtl_s: 3600 }
`

const actor = system('bench')
const by = () => ({ actor, key: randomUUID() })

const makeProducts = async (house: House, { products, stock }: StageInput) => {
  const made = Array.from({ length: products }, async (_, index) => {
    const created = await house.run(
      Products.commands.create,
      {
        title: `第${index + 1}号果园的脐橙`,
        subtitle: '树上熟透再摘，皮薄汁多',
        category: 'fruit',
        variety: '纽荷尔脐橙',
        originProvince: '江西省',
        originCounty: '赣州市信丰县',
        grower: '信丰果农合作社',
        seasonMonths: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        storageClass: 'ambient',
        claimWindowHours: 48,
        story: '红壤坡地昼夜温差大，果园留树到十一月中旬，糖度过了十二度才开剪。',
        images: ['navel-orange'],
        skus: [
          {
            spec: '5斤装',
            sellUnit: 'box',
            priceMode: 'piece',
            priceFen: PRICE_FEN,
            nominalG: 2_500,
            toleranceMinusG: 100,
            tolerancePlusG: 200,
            maxPerOrder: 20,
          },
        ],
      },
      by(),
    )
    if (!created.ok) throw new Error(created.code)
    const { productId, skuIds } = created.value
    const skuId = skuIds[0] as string
    const now = house.corridor.clock.now()
    const lot = { skuId, lotNo: 'B-1', harvestedAt: now - 1, useBy: now + 9e9, pieces: stock, grams: 1 }
    const received = await house.run(Inventory.commands.receiveLot, lot, by())
    const shown = await house.run(Products.commands.putOnSale, { productId }, by())
    if (!received.ok || !shown.ok) throw new Error('The stage could not be set.')
    return { productId, skuId }
  })
  return Promise.all(made)
}

/** Codes as they were sent, by request: the bench reads its own messages. */
const captureSms = () => {
  const codes = new Map<string, string>()
  const sender = {
    name: 'bench',
    sendCode: async ({ messageId, code }: SmsMessage) => {
      codes.set(messageId, code)
      return { kind: 'sent' as const, serialNo: messageId }
    },
  }
  return { codes, sender }
}

const makeShopper = async (
  house: House,
  codes: ReadonlyMap<string, string>,
  index: number,
): Promise<Shopper> => {
  const phone = `13${String(index).padStart(9, '0')}`
  const clientIp = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  const made = await house.run(User.commands.createCode, { phone, clientIp }, by())
  if (!made.ok) throw new Error(made.code)
  const { requestId } = made.value
  await house.effect(User.effects.sendCode, { requestId })
  const guest = { actor: { kind: 'guest', id: `bench-${index}` } as const, key: randomUUID() }
  const signed = await house.run(
    User.commands.signIn,
    { requestId, phone, code: codes.get(requestId) ?? '' },
    guest,
  )
  if (!signed.ok) throw new Error(signed.code)
  const { userId, accessToken } = signed.value
  const user = { actor: { kind: 'user', id: userId, sessionId: 'bench' } as const, key: randomUUID() }
  const address = { name: '张三', phone, regionCode: '110101', detail: '东华门街道一号', isDefault: true }
  const saved = await house.run(User.commands.saveAddress, address, user)
  if (!saved.ok) throw new Error(saved.code)
  return { accessToken, userId, addressId: saved.value.addressId }
}

const PARALLEL = 64

/** Runs `make` for 0 … count−1, so many at a time. */
const inParallel = async <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next
      next += 1
      made[index] = await make(index)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return made
}

/** Opens and fills a platform. */
export const setStage = async (input: StageInput): Promise<Stage> => {
  const { codes, sender } = captureSms()
  mkdirSync(input.dataDir, { recursive: true })
  const settingsFile = join(input.dataDir, 'bench.yaml')
  writeFileSync(settingsFile, SETTINGS)
  const config = readConfig({
    PORT: '0',
    DATA_DIR: input.dataDir,
    SANDBOX: '0',
    DEMO: '0',
    LOG_LEVEL: 'info',
    SETTINGS_FILE: settingsFile,
    ...(input.databaseUrl === undefined ? {} : { DATABASE_URL: input.databaseUrl }),
    ...(input.roles === undefined ? {} : { ROLES: input.roles }),
  })
  const channel = createInProcessChannel(Date.now)
  const platform = await openPlatform(config, {
    adapters: { channels: { 'wechat-pay': channel, alipay: undefined }, sms: sender },
  })
  const { house } = platform
  const made = await makeProducts(house, input)
  const shoppers = await inParallel(input.shoppers, (index) => makeShopper(house, codes, index))
  await house.relay.settle()
  const skuIds = made.map((one) => one.skuId)
  return { platform, skuIds, productIds: made.map((one) => one.productId), shoppers }
}
