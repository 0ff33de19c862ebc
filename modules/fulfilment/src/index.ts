/** Module fulfilment: its contract, and the code behind every word of it. */
import { defineModule } from '@tiantou/platform'
import { fulfilment } from '../migrations/0001-fulfilment.ts'
import { packaging } from '../migrations/0002-packaging.ts'
import { cancel } from './commands/cancel.ts'
import { close } from './commands/close.ts'
import { answer, giveUp, offer, substitute, timeOutAsks } from './commands/decide-shortage.ts'
import { declareShort } from './commands/declare-short.ts'
import { dropLot } from './commands/drop-lot.ts'
import { giveUpPart } from './commands/give-up-part.ts'
import { hold, resume } from './commands/hold.ts'
import { lookAfterWaiting } from './commands/look-after-waiting.ts'
import { noteShipped } from './commands/note-shipped.ts'
import { open } from './commands/open.ts'
import { arriveParcel, noteWaybill, returnParcel, sendParcel } from './commands/parcels.ts'
import { recordAllocation } from './commands/record-allocation.ts'
import { addScale, checkScale, retireScale } from './commands/scales.ts'
import { takeApart } from './commands/take-apart.ts'
import { voidWeighing } from './commands/void-weighing.ts'
import { finishWaves, planWaves, startWave } from './commands/waves.ts'
import { weigh } from './commands/weigh.ts'
import { Fulfilment } from './contract.ts'
import { fulfilmentJobs } from './jobs.ts'
import { label, lotsIn, parcel, parts, shortage, wanted, weights } from './queries.ts'
import { fulfilmentSettings } from './settings.ts'
import { ofOrder, pickList, scales, task, tasks, waves } from './station-queries.ts'
import type { FulfilmentTables } from './tables.ts'

/** Paid orders become goods that leave. */
export const fulfilmentModule = defineModule<FulfilmentTables>()(Fulfilment, {
  commands: {
    open,
    recordAllocation,
    weigh,
    voidWeighing,
    giveUpPart,
    dropLot,
    hold,
    resume,
    close,
    cancel,
    noteWaybill,
    sendParcel,
    takeApart,
    arriveParcel,
    returnParcel,
    noteShipped,
    lookAfterWaiting,
    declareShort,
    offer,
    answer,
    substitute,
    giveUp,
    timeOutAsks,
    planWaves,
    startWave,
    finishWaves,
    addScale,
    checkScale,
    retireScale,
  },
  queries: {
    wanted,
    weights,
    parts,
    shortage,
    label,
    parcel,
    lotsIn,
    waves,
    pickList,
    tasks,
    task,
    ofOrder,
    scales,
  },
  effects: {},
  migrations: [fulfilment, packaging],
  settings: fulfilmentSettings,
  jobs: fulfilmentJobs,
})
