/**
 * Orders that are picked together: planned by what they have in common, begun by somebody, done by
 * themselves.
 */
import { type CommandContext, type CommandHandler, move } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import type { FulfilmentSettings } from '../settings.ts'
import { waveState } from '../states.ts'
import { dueGroups, findWave, finishedWaves, insertWave, pickTasks, putInWave } from '../store/waves.ts'
import type { FulfilmentTables } from '../tables.ts'

type Commands = typeof Fulfilment.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], FulfilmentTables, FulfilmentSettings>
type Context = Pick<CommandContext<Commands['startWave'], FulfilmentTables>, 'tx' | 'now' | 'actor' | 'id'>

const minute_ms = 60_000

export const planWaves: Handler<'planWaves'> = async (_input, { tx, now, id, settings }) => {
  const groups = await dueGroups(tx, now + settings.waveAheadMinutes * minute_ms)
  let waves = 0
  let orders = 0
  for (const group of groups) {
    const waveId = id('wav')
    const count = await putInWave(tx, group, waveId)
    if (count === 0) continue
    const { pack_by, arrive_from, route, classes } = group
    await insertWave(tx, {
      id: waveId,
      state: waveState.initial,
      pack_by,
      arrive_from,
      route,
      classes,
      orders: count,
      at: now,
      version: 1,
    })
    waves += 1
    orders += count
  }
  return { waves, orders }
}

const moveWave = (context: Context, id: string, transition: keyof (typeof waveState)['transitions']) =>
  move(context, 'fulfilment_history', {
    machine: waveState,
    transition,
    table: 'fulfilment_wave',
    column: 'state',
    id,
  })

export const startWave: Handler<'startWave'> = async ({ waveId }, context) => {
  const moved = await moveWave(context, waveId, 'start')
  const wave = await findWave(context.tx, waveId)
  if (wave === undefined) return context.refuse('no_such_wave')
  if (!moved) return context.refuse('wave_state', { state: wave.state })
  return { orders: await pickTasks(context.tx, waveId) }
}

const mostAtOnce = 200

export const finishWaves: Handler<'finishWaves'> = async (_input, context) => {
  const done = await finishedWaves(context.tx, mostAtOnce)
  for (const id of done) await moveWave(context, id, 'finish')
  return { waves: done.length }
}
