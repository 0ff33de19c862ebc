/**
 * A house with every module that fresh goods pass through, and a channel of payment that remembers what it
 * was asked. Made once with its products, and copied for each life.
 */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import type { Actor } from '@tiantou/kernel'
import type { PaymentChannel } from '@tiantou/payment/port'
import { newId, openSqlite } from '@tiantou/platform'
import { type OpenHouse, testClock, type TestClock, type TestHouse } from '@tiantou/platform/testing'
import { Products } from '@tiantou/product/contract'
import { aProduct, aSku } from '@tiantou/product/testing'
import { type Adapters, houseParts } from '@tiantou/server'
import type { Kind } from './worth.ts'

const MODULES = [
  'product',
  'inventory',
  'fulfilment',
  'claim',
  'order',
  'payment',
  'ledger',
  'media',
  'logistics',
]
const FLOWS = [
  'allocate-order',
  'settle-shortage',
  'answer-shortage',
  'pack-order',
  'send-parcel',
  'recall-order',
  'report-bad',
  'open-claim',
  'pay-claim',
  'send-refund',
  'close-attempts',
  'close-attempt',
]
const HEARERS = /^(inventory|fulfilment|claim|order|payment|ledger)\./

/** Money that went back, by our numbers, as the channel has it. */
export interface Bank {
  readonly refunds: Map<string, { readonly outTradeNo: string; readonly fen: number }>
  /** Its next answers get lost, though it does what it is told. */
  isSilent: boolean
}

const channelOf = (bank: Bank, clock: TestClock): Partial<PaymentChannel> => {
  const answer = (outRefundNo: string) => {
    const refundFen = bank.refunds.get(outRefundNo)?.fen ?? 0
    const done = { outRefundNo, state: 'succeeded', refundId: `b${outRefundNo}`, refundFen } as const
    if (bank.isSilent) return Promise.resolve({ kind: 'unknown', message: '' } as const)
    return Promise.resolve({ kind: 'ok', value: { ...done, finishedAt: clock.now() } } as const)
  }
  return {
    appId: 'app',
    merchantId: 'm',
    scenes: ['native'],
    queryRefund: ({ outRefundNo }) => answer(outRefundNo),
    refund: ({ outTradeNo, outRefundNo, refundFen: fen, totalFen }) => {
      const known = bank.refunds.get(outRefundNo)
      const before = [...bank.refunds.values()].filter((one) => one.outTradeNo === outTradeNo)
      const gone = before.reduce((sum, one) => sum + one.fen, 0)
      const isTooMuch = known === undefined ? gone + fen > totalFen : known.fen !== fen
      if (isTooMuch) return Promise.resolve({ kind: 'refused', code: 'TOO_MUCH', message: '' } as const)
      bank.refunds.set(outRefundNo, { outTradeNo, fen })
      return answer(outRefundNo)
    },
    close: () => Promise.resolve({ kind: 'ok', value: undefined } as never),
  }
}

const staff = (id: string) =>
  ({
    kind: 'staff',
    id,
    sessionId: 'ses_1',
    permissions: ['inventory.hold', 'inventory.keep', 'fulfilment.pack', 'fulfilment.send'].concat(
      'claim.decide',
      'claim.arbitrate',
      'ledger.read',
      'order.recall',
    ),
  }) as const satisfies Actor
export const STAFF = [staff('stf_1'), staff('stf_2')] as const
export const SCALE = 'scale-1'
export const SELLER = `sup_${'0'.repeat(26)}`

/** Two kinds of a farm by weight, one box that has a tolerance, two that are counted. */
const GOODS = [
  { name: 'apple', nominalG: 500, toleranceMinusG: 10, tolerancePlusG: 20, priceFen: 1_396, isFarm: true },
  { name: 'pear', nominalG: 500, toleranceMinusG: 0, tolerancePlusG: 0, priceFen: 1_500, isFarm: true },
  {
    name: 'peach',
    nominalG: 2_500,
    toleranceMinusG: 50,
    tolerancePlusG: 200,
    priceFen: 5_980,
    isFarm: false,
  },
  { name: 'egg', nominalG: 1_500, toleranceMinusG: 0, tolerancePlusG: 0, priceFen: 4_500, isFarm: false },
  {
    name: 'duck egg',
    nominalG: 1_400,
    toleranceMinusG: 0,
    tolerancePlusG: 0,
    priceFen: 4_900,
    isFarm: false,
  },
] as const

const seedKinds = async (house: TestHouse): Promise<Kind[]> => {
  const kinds: Kind[] = []
  for (const { name, isFarm, ...sku } of GOODS) {
    const priced = isFarm
      ? ({ priceMode: 'weight', sellUnit: 'jin' } as const)
      : ({ priceMode: 'piece', sellUnit: 'box' } as const)
    const fields = { title: name, skus: [aSku({ ...sku, ...priced, maxPerOrder: 50 })] }
    const storageClass = isFarm ? ('ambient' as const) : ('chilled' as const)
    const { productId, skuIds } = await house.must(
      Products.commands.create,
      aProduct({ ...fields, storageClass }),
    )
    await house.must(Products.commands.putOnSale, { productId })
    const seller = isFarm ? SELLER : null
    await house.must(Products.commands.assignSupplier, { productId, supplierId: seller })
    const { items } = await house.ask(Products.queries.skus, { skuIds })
    for (const one of items)
      kinds.push({
        name,
        skuId: one.skuId,
        productId,
        mode: one.priceMode,
        nominal_g: one.nominalG,
        minus_g: one.toleranceMinusG,
        plus_g: one.tolerancePlusG,
        price: one.priceFen,
        each: one.pieceFen,
        storage: one.storageClass,
        seller,
        shelf_d: one.shelfLifeDays,
        claim_h: one.claimWindowHours,
      })
  }
  return kinds
}

export interface World {
  readonly house: TestHouse
  readonly bank: Bank
  /** An id like the house's own, the same again in the same life. */
  id(prefix: string): string
  /** Letters that nothing else has in this life. */
  word(letters: number): string
  /** What a photograph looks like that is like no other. */
  look(): string
  /** The id of an order's shortage, counted from 0 in the order in which they came about. */
  shortageId(orderId: string, no: number): Promise<string>
  close(): Promise<void>
}

/** A clock whose chance is a count, so that a life goes the same way whenever it is lived again. */
const countingClock = (now: number): TestClock => {
  let count = 0
  const random = (bytes: number) => {
    count += 1
    const drawn = createHash('shake256', { outputLength: bytes }).update(String(count)).digest()
    // Ids of one millisecond count on from here: they stay in order.
    drawn.fill(0, 0, 2)
    return drawn
  }
  return { ...testClock(now), random }
}

const partsOf = (bank: Bank, clock: TestClock) => {
  const adapters = { channels: { 'wechat-pay': channelOf(bank, clock) } } as unknown as Adapters
  const parts = houseParts(adapters, { incoming: {}, shown: {}, kept: {} } as never)
  return {
    modules: parts.modules.filter(({ contract }) => MODULES.includes(contract.module)),
    flows: (parts.flows ?? []).filter(({ declaration }) =>
      FLOWS.includes(declaration.name.replace('.flow', '')),
    ),
    reactions: (parts.reactions ?? []).filter(({ name }) => HEARERS.test(name)),
    ports: parts.ports ?? {},
  }
}

/** Makes the house with its products once; each life begins on a copy of it. */
export const openWorlds = async (open: OpenHouse) => {
  const folder = mkdtempSync(join(tmpdir(), 'tiantou-goods-'))
  const file = (name: string) => join(folder, `${name}.sqlite`)
  const began = testClock().now()
  const live = async (path: string, now: number) => {
    const clock = countingClock(now)
    const bank: Bank = { refunds: new Map(), isSilent: false }
    const house = await open({ ...partsOf(bank, clock), clock, on: openSqlite(path) })
    const word = (letters: number) => clock.random(letters / 2).toString('hex')
    const id = (prefix: string) => newId(clock, prefix)
    const look = () => createHash('sha256').update(word(16)).digest('hex').slice(0, 16)
    const shortageId = async (orderId: string, no: number) => {
      const { shortages } = await house.ask(Fulfilment.queries.task, { orderId })
      return shortages.toSorted((a, b) => (a.shortageId < b.shortageId ? -1 : 1))[no]?.shortageId ?? ''
    }
    return { house, bank, id, word, look, shortageId, close: () => house.close() }
  }
  const first = await live(file('first'), began - 3_600_000)
  const kinds = await seedKinds(first.house)
  await first.house.settle()
  await first.house.must(Fulfilment.commands.addScale, { scale: SCALE, name: '秤', divisionGrams: 5 })
  await first.close()
  let lives = 0
  return {
    kinds,
    began,
    begin: (): Promise<World> => {
      const path = file(`life-${(lives += 1)}`)
      copyFileSync(file('first'), path)
      return live(path, began)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
export type Worlds = Awaited<ReturnType<typeof openWorlds>>
