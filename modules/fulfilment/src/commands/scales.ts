/** Scales: named, checked with a reference mass, taken out of use. */
import { actorKey } from '@tiantou/kernel'
import { type CommandContext, type CommandHandler, move } from '@tiantou/platform'
import { allowedOff, isInControl } from '../chart.ts'
import type { Fulfilment } from '../contract.ts'
import { scaleState } from '../states.ts'
import { findScale, insertCheck, insertScale, latestChecks } from '../store/scales.ts'
import type { FulfilmentTables } from '../tables.ts'

type Commands = typeof Fulfilment.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], FulfilmentTables>
type Context = Pick<CommandContext<Commands['checkScale'], FulfilmentTables>, 'tx' | 'now' | 'actor' | 'id'>

/** Checks that its control chart looks at. */
const chart = 8

const moveScale = (
  context: Context,
  id: string,
  transition: keyof (typeof scaleState)['transitions'],
  set: Readonly<Record<string, unknown>> = {},
) =>
  move(context, 'fulfilment_history', {
    machine: scaleState,
    transition,
    table: 'fulfilment_scale',
    column: 'state',
    id,
    set,
  })

export const addScale: Handler<'addScale'> = async ({ scale, name, divisionGrams }, { tx, refuse }) => {
  const row = { id: scale, name, division_g: divisionGrams, checked_at: null, version: 1 }
  return (await insertScale(tx, { ...row, state: scaleState.initial })) ? {} : refuse('scale_exists')
}

export const checkScale: Handler<'checkScale'> = async ({ scale, referenceGrams, shownGrams }, context) => {
  const { tx, now, actor, refuse } = context
  const row = await findScale(tx, scale)
  if (row === undefined) return refuse('no_such_scale')
  if (row.state === 'retired') return refuse('retired')
  await insertCheck(tx, {
    id: context.id('chk'),
    scale,
    reference_g: referenceGrams,
    shown_g: shownGrams,
    checked_by: actorKey(actor),
    at: now,
  })
  const good = isInControl(await latestChecks(tx, scale, chart), row.division_g)
  await moveScale(context, scale, good ? 'pass' : 'fail', { checked_at: now })
  return { state: good ? 'in_use' : 'out', allowedGrams: allowedOff(referenceGrams, row.division_g) }
}

export const retireScale: Handler<'retireScale'> = async ({ scale }, context) => {
  const moved = await moveScale(context, scale, 'retire')
  if (moved) return {}
  const row = await findScale(context.tx, scale)
  return context.refuse(row === undefined ? 'no_such_scale' : 'retired')
}
