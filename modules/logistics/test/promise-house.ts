/** An area in Dongcheng with slots, and questions about it, for suites of promises. */
import type { InputOf } from '@tiantou/kernel'
import { newId } from '@tiantou/platform'
import { type TestHouse, testClock } from '@tiantou/platform/testing'
import { Logistics } from '../src/contract.ts'

export const staff = {
  kind: 'staff' as const,
  id: 'stf_1',
  sessionId: 'ses_1',
  permissions: ['logistics.write', 'logistics.read'],
}

/** Roughly the Dongcheng district of Beijing. */
export const SQUARE = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [116.38, 39.88],
      [116.45, 39.88],
      [116.45, 39.97],
      [116.38, 39.97],
      [116.38, 39.88],
    ],
  ],
}

type AreaInput = InputOf<typeof Logistics.commands.setArea>
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** From six to eight in the evening, to be booked until two. */
export const evening = (change: object = {}) => ({
  weekdays: EVERY_DAY,
  fromMinute: 18 * 60,
  toMinute: 20 * 60,
  cutoffMinutes: 240,
  capacity: 3,
  feeFen: 300,
  ...change,
})

export const ADDRESS = { regionCode: '110101', text: '北京市东城区东四十条 1 号' }

export const newOrder = (): string => newId(testClock(), 'ord')
export const newSlot = (): string => newId(testClock(), 'slt')

/** What suites ask a house. */
export const promiseHouse = (house: () => TestHouse) => ({
  setArea: (change: Partial<AreaInput> = {}) =>
    house().run(
      Logistics.commands.setArea,
      {
        code: 'dongcheng',
        name: '东城线',
        mode: 'fleet',
        storageClasses: ['ambient', 'chilled'],
        shape: null,
        regions: ['110101'],
        pointCode: null,
        pattern: [evening()],
        ...change,
      },
      { actor: staff },
    ),
  promise: (change: Partial<InputOf<typeof Logistics.queries.promise>> = {}) =>
    house().ask(Logistics.queries.promise, { address: ADDRESS, storageClasses: ['ambient'], ...change }),
  slots: async (areaCode = 'dongcheng') =>
    (await house().ask(Logistics.queries.slots, { areaCode }, { actor: staff })).items,
  book: (
    orderId: string,
    slotId: string,
    pickup: { pointCode: string; code: string } | null = null,
    key?: string,
  ) =>
    house().run(Logistics.commands.bookSlot, { orderId, slotId, pickup }, key === undefined ? {} : { key }),
  free: (orderId: string) => house().must(Logistics.commands.freeSlot, { orderId }),
})
