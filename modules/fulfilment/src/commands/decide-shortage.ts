/** What becomes of a shortage: something is offered, taken, replaced, or its money comes back. */
import type { Static } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import { paidForShort } from '../rules.ts'
import type { FulfilmentSettings } from '../settings.ts'
import type { Offer } from '../shapes.ts'
import { moveShortage } from '../shortages.ts'
import { settle, type Working } from '../standing.ts'
import { lineState } from '../states.ts'
import { findShortage, unanswered } from '../store/shortages.ts'
import { addShort, findLine, insertLines, linesOf, takeTask } from '../store/tasks.ts'
import type { FulfilmentTables, LineRow, ShortageRow } from '../tables.ts'

type Commands = typeof Fulfilment.commands
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], FulfilmentTables, FulfilmentSettings>

const minute_ms = 60_000

export const offer: Handler<'offer'> = async ({ shortageId, offer: offered }, context) => {
  const { tx, now, refuse, emit, settings } = context
  const row = await findShortage(tx, shortageId)
  if (row === undefined) return refuse('no_such_shortage')
  const answerBy = now + settings.askMinutes * minute_ms
  const set = { offer: JSON.stringify(offered), answer_by: answerBy }
  if (!(await moveShortage(context, shortageId, 'ask', set))) return refuse('decided', { state: row.state })
  emit(Fulfilment.events.asked, { orderId: row.order_id, shortageId, answerBy })
  return {}
}

export const answer: Handler<'answer'> = async ({ shortageId, accept }, context) => {
  const { tx, refuse, emit } = context
  const row = await findShortage(tx, shortageId)
  if (row === undefined) return refuse('no_such_shortage')
  if (!(await moveShortage(context, shortageId, accept ? 'accept' : 'decline')))
    return refuse('decided', { state: row.state })
  const said = accept ? 'accepted' : 'declined'
  emit(Fulfilment.events.answered, { orderId: row.order_id, shortageId, answer: said })
  return {}
}

const mostAtOnce = 200

export const timeOutAsks: Handler<'timeOutAsks'> = async (_input, context) => {
  const due = await unanswered(context.tx, context.now, mostAtOnce)
  for (const { id: shortageId, order_id: orderId } of due) {
    if (await moveShortage(context, shortageId, 'timeOut'))
      context.emit(Fulfilment.events.answered, { orderId, shortageId, answer: 'timed_out' })
  }
  return { shortages: due.length }
}

/** The line of a shortage gets so many pieces less. */
const shorten = async (context: Working, row: ShortageRow): Promise<void> => {
  await addShort(context.tx, row.line_id, row.pieces)
}

export const giveUp: Handler<'giveUp'> = async ({ shortageId }, context) => {
  const { tx, refuse } = context
  const row = await findShortage(tx, shortageId)
  if (row === undefined) return refuse('no_such_shortage')
  const task = await takeTask(tx, row.order_id)
  if (task === undefined || !(await moveShortage(context, shortageId, 'refund')))
    return refuse('decided', { state: row.state })
  await shorten(context, row)
  await settle(context, task)
  return {}
}

/** The line that takes the place of missing pieces: it costs what they were paid, or less. */
const substituteOf = (
  line: LineRow,
  row: ShortageRow,
  sku: Static<typeof Offer>,
  { id, no }: { readonly id: string; readonly no: number },
): LineRow => {
  const list_fen = sku.pieceFen * row.pieces
  return {
    id,
    order_id: line.order_id,
    no,
    instead_of: line.id,
    state: lineState.initial,
    sku_id: sku.skuId,
    product_id: sku.productId,
    title: sku.title,
    spec: sku.spec,
    price_mode: sku.priceMode,
    storage_class: sku.storageClass,
    pieces: row.pieces,
    short_pieces: 0,
    nominal_g: sku.nominalG,
    tolerance_minus_g: sku.toleranceMinusG,
    tolerance_plus_g: sku.tolerancePlusG,
    price_fen: sku.priceFen,
    list_fen,
    paid_fen: Math.min(list_fen, paidForShort(line, row.pieces)),
    shelf_life_d: sku.shelfLifeDays,
    if_short: 'refund',
    version: 1,
  }
}

export const substitute: Handler<'substitute'> = async ({ shortageId, offer: sku }, context) => {
  const { tx, id, refuse, emit } = context
  const row = await findShortage(tx, shortageId)
  if (row === undefined) return refuse('no_such_shortage')
  const task = await takeTask(tx, row.order_id)
  const line = await findLine(tx, row.line_id)
  if (task === undefined || line === undefined || !(await moveShortage(context, shortageId, 'substitute')))
    return refuse('decided', { state: row.state })
  const lines = await linesOf(tx, row.order_id)
  const instead = substituteOf(line, row, sku, { id: id('fln'), no: lines.length + 1 })
  await insertLines(tx, [instead])
  await shorten(context, row)
  await settle(context, task)
  emit(Fulfilment.events.to_allocate, { orderId: row.order_id })
  return {}
}
