/** Orders for suites: a line, a receiver, and a placed order with whatever a test wants different. */
import type { InputOf } from '@tiantou/kernel'
import type { TestHouse } from '@tiantou/platform/testing'
import { Order } from '../src/contract.ts'
import { quoteOf } from '../src/rules.ts'
import type { Line } from '../src/tables.ts'

const ZEROS = '0'.repeat(24)

/** An id of a kind that differs by its number. */
export const idOf = (prefix: string, no: number): string => `${prefix}_${ZEROS}${String(no).padStart(2, '0')}`

/** One line of two boxes of oranges at 29.90. */
export const aLine = (changes: Partial<Line> = {}): Line => ({
  skuId: idOf('sku', 1),
  productId: idOf('prd', 1),
  productVersion: 1,
  title: '赣南脐橙',
  spec: '5斤装',
  image: 'navel-orange',
  priceMode: 'piece',
  storageClass: 'ambient',
  quantity: 2,
  nominalG: 2_500,
  perJinFen: 598,
  pieceFen: 2_990,
  amountFen: 5_980,
  supplierId: null,
  priceFen: 2_990,
  toleranceMinusG: 0,
  tolerancePlusG: 0,
  shelfLifeDays: 30,
  claimWindowHours: 48,
  ifShort: 'refund',
  ...changes,
})

export const FREIGHT = { freightFen: 800, toFreeFreightFen: 3_920 }

/** What `order.place` takes. */
export const aPlacing = (
  no: number,
  changes: Partial<InputOf<typeof Order.commands.place>> = {},
): InputOf<typeof Order.commands.place> => {
  const quote = quoteOf([aLine()], FREIGHT)
  return {
    orderId: idOf('ord', no),
    userId: idOf('usr', 1),
    receiver: {
      name: '张三',
      phone: '13800138000',
      province: '北京市',
      city: '北京市',
      county: '东城区',
      detail: '一号',
    },
    note: '',
    quote,
    expectedTotalFen: quote.totalFen,
    ...changes,
  }
}

/** The shopper of `aPlacing`. */
export const shopper = { kind: 'user', id: idOf('usr', 1), sessionId: 'test' } as const

/** Places an order and answers its id. */
export const place = async (house: TestHouse, no: number): Promise<string> => {
  await house.must(Order.commands.place, aPlacing(no), { actor: shopper })
  return idOf('ord', no)
}
