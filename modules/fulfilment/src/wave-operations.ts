/**
 * What module fulfilment offers about picking many orders at once: waves by packing time, slot, storage class
 * and route, and their pick lists. Spread into the contract.
 */
import { Id, Nothing, Nullable, Obj, OneOf, PageInput, PageOf, Time, Type } from '@tiantou/kernel'
import { pack } from './packing-operations.ts'
import { LineNo, LocationCode, Task, TaskState } from './shapes.ts'

const WaveRef = Obj({ waveId: Id('wav') })
const no_such_wave = { status: 404, doc: 'No wave of that id.' }
const WaveState = OneOf('planned', 'picking', 'done')

const Wave = Obj({
  waveId: Id('wav'),
  state: WaveState,
  packBy: Time,
  arriveFrom: Time,
  route: Type.String(),
  classes: Type.String(),
  orders: Type.Integer(),
})

export const waveCommands = {
  planWaves: {
    doc: 'Puts orders that have their lots and are due into waves.',
    who: 'system',
    input: Nothing,
    output: Obj({ waves: Type.Integer(), orders: Type.Integer() }),
  },
  startWave: {
    doc: 'Somebody begins to pick a wave.',
    who: pack,
    route: { method: 'POST', path: '/staff/waves/:waveId/start' },
    input: WaveRef,
    output: Obj({ orders: Type.Integer() }),
    refusals: {
      no_such_wave,
      wave_state: { status: 409, doc: 'The wave was begun before.', data: Obj({ state: WaveState }) },
    },
  },
  finishWaves: {
    doc: 'Waves whose orders are all packed or called off are done.',
    who: 'system',
    input: Nothing,
    output: Obj({ waves: Type.Integer() }),
  },
} as const

export const waveQueries = {
  waves: {
    doc: 'Waves that are not done, by packing time.',
    who: pack,
    route: { method: 'GET', path: '/staff/waves' },
    input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('wav')) }),
    output: PageOf(Wave),
  },
  pickList: {
    doc: 'What to fetch for a wave: by lot and place across its orders, then order by order.',
    who: pack,
    route: { method: 'GET', path: '/staff/waves/:waveId/pick-list' },
    input: WaveRef,
    output: Obj({
      wave: Wave,
      /** In the order of the walk: place, then title. */
      goods: Type.Array(
        Obj({
          location: LocationCode,
          lotId: Id('lot'),
          lotNo: Type.String(),
          useBy: Time,
          skuId: Id('sku'),
          title: Type.String(),
          spec: Type.String(),
          pieces: Type.Integer(),
          /** Which order takes how many. */
          orders: Type.Array(Obj({ orderNo: Type.String(), lineNo: LineNo, pieces: Type.Integer() })),
        }),
      ),
      orders: Type.Array(
        Obj({ orderId: Id('ord'), orderNo: Type.String(), state: TaskState, lines: Type.Integer() }),
      ),
    }),
    refusals: { no_such_wave },
  },
  tasks: {
    doc: 'Orders to pack by packing time, in one state.',
    who: pack,
    route: { method: 'GET', path: '/staff/packing' },
    input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('ord')), state: TaskState }),
    output: PageOf(
      Obj({
        orderId: Id('ord'),
        orderNo: Type.String(),
        state: TaskState,
        route: Type.String(),
        classes: Type.String(),
        packBy: Time,
        arriveFrom: Time,
        waveId: Nullable(Id('wav')),
      }),
    ),
  },
  task: {
    doc: 'One order at the packing station.',
    who: pack,
    route: { method: 'GET', path: '/staff/packing/:orderId' },
    input: Obj({ orderId: Id('ord') }),
    output: Task,
    refusals: { no_such_task: { status: 404, doc: 'No order to pack of that id.' } },
  },
  ofOrder: {
    doc: 'How an order is packed: lots, weights, scales, shortages, parcels; null where unknown.',
    who: 'system',
    input: Obj({ orderId: Id('ord') }),
    output: Nullable(Task),
  },
} as const
