/**
 * Pieces of a lot go over the scale for a line, or are counted. What cannot be right is refused before it is
 * written: an absurd weight, a scale that nobody may believe, a lot that is past, more than was allocated.
 */
import { actorKey } from '@tiantou/kernel'
import type { CommandContext, CommandHandler, No } from '@tiantou/platform'
import type { Fulfilment } from '../contract.ts'
import { backOf, gotOf, gramsOf, isAbsurd, mostGrams, mustWeigh, toPackOf } from '../rules.ts'
import type { FulfilmentSettings } from '../settings.ts'
import { isOpen, moveTask, settle } from '../standing.ts'
import { findScale } from '../store/scales.ts'
import { changePart, insertWeighing, linesOf, partsOf, takeTask } from '../store/tasks.ts'
import type { FulfilmentTables, LineRow, PartRow } from '../tables.ts'

type Weigh = typeof Fulfilment.commands.weigh
type Context = CommandContext<Weigh, FulfilmentTables, FulfilmentSettings>

const hour_ms = 3_600_000

/** Why a scale may not be believed; null where it may. */
const scaleNo = async ({ tx, now, settings, refuse }: Context, name: string): Promise<No | null> => {
  const scale = await findScale(tx, name)
  if (scale === undefined) return refuse('no_such_scale')
  if (scale.state === 'out' || scale.state === 'retired') return refuse('scale_out')
  const isFresh = (scale.checked_at ?? 0) + settings.scaleCheckHours * hour_ms > now
  return scale.state === 'unchecked' || !isFresh ? refuse('scale_unchecked') : null
}

/** Why so many grams cannot go out for the line; null where they can. */
const weightNo = (
  { settings, refuse }: Context,
  line: LineRow,
  before: readonly PartRow[],
  { pieces, grams }: { readonly pieces: number; readonly grams: number },
): No | null => {
  if (isAbsurd(line, pieces, grams)) return refuse('absurd_weight', { nominalGrams: line.nominal_g * pieces })
  const most = mostGrams(line, gotOf(before) + pieces, settings.freeOverBps)
  const over = gramsOf(before) + grams - most
  return over > 0 ? refuse('too_heavy', { mostGrams: most, takeOutGrams: over }) : null
}

export const weigh: CommandHandler<Weigh, FulfilmentTables, FulfilmentSettings> = async (
  { orderId, lineNo, lotId, location, pieces, grams, scale },
  context,
) => {
  const { tx, now, refuse } = context
  const task = await takeTask(tx, orderId)
  if (task === undefined) return refuse('no_such_task')
  if (!isOpen(task)) return refuse('wrong_state', { state: task.state })
  const line = (await linesOf(tx, orderId)).find((one) => one.no === lineNo)
  if (line === undefined) return refuse('no_such_line')
  const parts = (await partsOf(tx, orderId)).filter((one) => one.line_id === line.id)
  const part = parts.find((one) => one.lot_id === lotId && one.location === location)
  const free = part === undefined ? 0 : part.pieces - part.got_pieces
  if (part === undefined || free < pieces) return refuse('not_allocated', { pieces: free })
  if (part.use_by <= now) return refuse('lot_past')
  const weighs = mustWeigh(line)
  if (weighs && (grams === null || scale === null)) return refuse('weight_needed')
  if (weighs && grams !== null && scale !== null) {
    const no = (await scaleNo(context, scale)) ?? weightNo(context, line, parts, { pieces, grams })
    if (no !== null) return no
  }
  const got_g = weighs ? (grams ?? 0) : 0
  const weighingId = context.id('wgh')
  await insertWeighing(tx, {
    id: weighingId,
    order_id: orderId,
    line_id: line.id,
    lot_id: lotId,
    location,
    pieces,
    grams: weighs ? grams : null,
    scale: weighs ? scale : null,
    weighed_by: actorKey(context.actor),
    at: now,
    voided_by: null,
    void_reason: null,
  })
  await changePart(tx, part, { pieces: 0, got_pieces: pieces, got_g })
  if (task.state === 'allocated') await moveTask(context, orderId, 'pick')
  await settle(context, task)
  const [gotPieces, gotGrams] = [gotOf(parts) + pieces, gramsOf(parts) + got_g]
  const leftPieces = toPackOf(line) - gotPieces
  const backFen = backOf(line, weighs && leftPieces === 0 ? gotGrams : null)
  return { weighingId, gotPieces, gotGrams, leftPieces, backFen }
}
