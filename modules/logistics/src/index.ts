/** Module logistics: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { rates as ratesMigration } from '../migrations/0001-rates.ts'
import { tracks as tracksMigration } from '../migrations/0002-tracks.ts'
import { promise as promiseMigration } from '../migrations/0003-promise.ts'
import { waybills as waybillsMigration } from '../migrations/0004-waybills.ts'
import { bookSlot } from './commands/book-slot.ts'
import { changeSlot } from './commands/change-slot.ts'
import { closeBooking } from './commands/close-booking.ts'
import { drawSlots } from './commands/draw-slots.ts'
import { freeSlot } from './commands/free-slot.ts'
import { keepPlace } from './commands/keep-place.ts'
import { recordTracks } from './commands/record-tracks.ts'
import { removeArea } from './commands/remove-area.ts'
import { removeRate } from './commands/remove-rate.ts'
import { setArea } from './commands/set-area.ts'
import { setPoint } from './commands/set-point.ts'
import { setRate } from './commands/set-rate.ts'
import {
  askAgain,
  callOff,
  noteLeft,
  recordAsked,
  recordWaybill,
  typeWaybill,
  wantWaybills,
} from './commands/waybills.ts'
import { Logistics } from './contract.ts'
import * as effects from './effects.ts'
import { draw } from './jobs.ts'
import type { LogisticsPorts } from './port.ts'
import { areaMap, areas, chosen, isLocated, orderAtPoint, promise, slots } from './promise-queries.ts'
import { freightOfPacked, quote, rates, tracks } from './queries.ts'
import { logisticsSettings } from './settings.ts'
import type { LogisticsTables } from './tables.ts'
import { carriersDue, toAsk, waybill, waybills } from './waybill-queries.ts'

/** Freight, areas and slots, maps, carriers, and what these told of parcels. */
export const logisticsModule = defineModule<LogisticsTables, LogisticsPorts>()(Logistics, {
  commands: {
    setRate,
    removeRate,
    recordTracks,
    setArea,
    removeArea,
    setPoint,
    changeSlot,
    drawSlots,
    bookSlot,
    freeSlot,
    closeBooking,
    keepPlace,
    wantWaybills,
    recordWaybill,
    typeWaybill,
    askAgain,
    callOff,
    noteLeft,
    recordAsked,
  },
  queries: {
    rates,
    quote,
    freightOfPacked,
    tracks,
    areas,
    slots,
    areaMap,
    promise,
    chosen,
    isLocated,
    orderAtPoint,
    carriersDue,
    toAsk,
    waybill,
    waybills,
  },
  effects,
  migrations: [ratesMigration, tracksMigration, promiseMigration, waybillsMigration],
  settings: logisticsSettings,
  jobs: [draw],
  appendOnly: ['logistics_track'],
  ports: ['tencent-map', 'amap', 'kuaidi100', 'sf-express'],
})
