/**
 * A parcel and its carrier: his number is wanted, given, refused or typed; then the parcel leaves, and he is
 * asked to tell of it. What is asked outside comes in here as a word.
 */
import { type CommandContext, type CommandHandler, move } from '@tiantou/platform'
import { Logistics } from '../contract.ts'
import type { logisticsSettings } from '../settings.ts'
import { waybill } from '../states.ts'
import { changeWaybill, countAsk, findWaybill, insertWaybill, waybillsOf } from '../store/waybills.ts'
import type { LogisticsTables, WaybillRow } from '../tables.ts'
import { askAgainAt, carrierCode, carrierName, carrierOf, costOf, quietUntil } from '../waybills.ts'

type Commands = typeof Logistics.commands
type Settings = typeof logisticsSettings
type Handler<N extends keyof Commands> = CommandHandler<Commands[N], LogisticsTables, Settings>
type Context = Pick<
  CommandContext<Commands['recordWaybill'], LogisticsTables, Settings>,
  'tx' | 'now' | 'actor' | 'id' | 'emit'
>

/** Moves a parcel; false where it stands elsewhere. */
export const moveWaybill = (
  context: Omit<Context, 'emit'>,
  id: string,
  transition: keyof (typeof waybill)['transitions'],
  set: Partial<WaybillRow>,
  note = '',
): Promise<boolean> =>
  move(context, 'logistics_history', {
    machine: waybill,
    transition,
    table: 'logistics_waybill',
    column: 'state',
    id,
    set: { ...set },
    note,
  })

type Leaving = Omit<Context, 'emit'> & { readonly settings: CostSettings }

/** With a number of a carrier whom nobody can ask there is nothing to follow. */
const leave = async (
  context: Leaving,
  parcelId: string,
  { carrier: written, trackingNo }: { readonly carrier: string; readonly trackingNo: string },
): Promise<void> => {
  const row = await findWaybill(context.tx, parcelId)
  if (row === undefined) return
  const isOurs = row.tracking_no === trackingNo
  const carrier = isOurs ? row.carrier : carrierCode(written)
  const typed = isOurs ? {} : { by_hand: 1, tracking_no: trackingNo, destination_code: '', label_url: '' }
  const ask_at = carrier === '' ? null : context.now
  const set = { ...writtenBy(context, row, carrier), ...typed, code: '', subscribed: 0, tries: 0, ask_at }
  await moveWaybill(context, parcelId, 'leave', set)
}

export const wantWaybills: Handler<'wantWaybills'> = async ({ orderId, regionCode, parcels }, context) => {
  const { tx, now, settings } = context
  for (const { parcelId, storageClass, grams, left } of parcels) {
    const carrier = carrierOf(settings.carriers, storageClass, regionCode)
    await insertWaybill(tx, {
      id: parcelId,
      order_id: orderId,
      state: waybill.initial,
      storage_class: storageClass,
      region_code: regionCode,
      grams,
      carrier,
      tracking_no: null,
      destination_code: '',
      label_url: '',
      by_hand: 0,
      cost_fen: costOf(settings.carrierCosts, carrier, regionCode, grams),
      code: '',
      subscribed: 0,
      asks: 0,
      tries: 0,
      ask_at: now,
      wanted_at: now,
      version: 1,
    })
    if (left !== null) await leave(context, parcelId, left)
  }
  return {}
}

const tellIssued = ({ emit }: Pick<Context, 'emit'>, row: WaybillRow, carrier: string, trackingNo: string) =>
  emit(Logistics.events.waybill_issued, {
    parcelId: row.id,
    orderId: row.order_id,
    carrier,
    carrierName: carrierName(carrier),
    trackingNo,
  })

type Given = NonNullable<Parameters<Handler<'recordWaybill'>>[0]['waybill']>

const givenIn = ({ trackingNo, destinationCode: destination_code, labelUrl: label_url }: Given) => ({
  tracking_no: trackingNo,
  destination_code,
  label_url,
  tries: 0,
})

/** A definite no, or nobody there to say yes: a person goes on from here. */
const refuseIt = async (context: Context, row: WaybillRow, code: string): Promise<void> => {
  if (await moveWaybill(context, row.id, 'refuse', { code, ask_at: null }, code))
    context.emit(Logistics.events.waybill_refused, {
      parcelId: row.id,
      orderId: row.order_id,
      carrier: row.carrier,
      code,
    })
}

/** A word on a number that nobody needs any more: one that was given is given back. */
const comeTooLate = async (
  { tx, now }: Pick<Context, 'tx' | 'now'>,
  row: WaybillRow,
  word: Parameters<Handler<'recordWaybill'>>[0]['word'],
  got: Given | undefined,
): Promise<void> => {
  if (row.tracking_no !== null) return
  if (word === 'ok' && got !== undefined) await changeWaybill(tx, row.id, { ...givenIn(got), ask_at: now })
  else await changeWaybill(tx, row.id, { ask_at: word === 'unknown' ? askAgainAt(now, row.tries) : null })
}

export const recordWaybill: Handler<'recordWaybill'> = async (
  { parcelId, word, code, waybill: got },
  context,
) => {
  const { tx, now, refuse } = context
  const row = await countAsk(tx, parcelId)
  if (row === undefined) return refuse('no_such_waybill')
  if (row.state === 'called_off') await comeTooLate(context, row, word, got)
  if (row.state !== 'wanted') return { state: row.state }
  if (word === 'ok' && got !== undefined) {
    const set = { ...givenIn(got), ask_at: null }
    if (await moveWaybill(context, parcelId, 'issue', set))
      tellIssued(context, row, row.carrier, got.trackingNo)
  } else if (word === 'refused' || word === 'absent') await refuseIt(context, row, code ?? word)
  else await changeWaybill(tx, parcelId, { ask_at: askAgainAt(now, row.tries) })
  return { state: (await findWaybill(tx, parcelId))?.state ?? row.state }
}

/** What a person typed, and what this carrier charges. */
const writtenBy = ({ settings }: { settings: CostSettings }, row: WaybillRow, carrier: string) => ({
  carrier,
  cost_fen: costOf(settings.carrierCosts, carrier, row.region_code, row.grams),
})
type CostSettings = Pick<Parameters<Handler<'typeWaybill'>>[1]['settings'], 'carrierCosts'>

export const typeWaybill: Handler<'typeWaybill'> = async ({ parcelId, carrier, trackingNo }, context) => {
  const row = await findWaybill(context.tx, parcelId)
  if (row === undefined) return context.refuse('no_such_waybill')
  const number = { tracking_no: trackingNo, destination_code: '', label_url: '', by_hand: 1 }
  const set = { ...writtenBy(context, row, carrier), ...number, code: '', tries: 0, ask_at: null }
  if (!(await moveWaybill(context, parcelId, 'type', set)))
    return context.refuse('waybill_state', { state: row.state })
  tellIssued(context, row, carrier, trackingNo)
  return {}
}

export const askAgain: Handler<'askAgain'> = async ({ parcelId, carrier }, context) => {
  const row = await findWaybill(context.tx, parcelId)
  if (row === undefined) return context.refuse('no_such_waybill')
  const set = { ...writtenBy(context, row, carrier ?? row.carrier), code: '', tries: 0, ask_at: context.now }
  return (await moveWaybill(context, parcelId, 'askAgain', set))
    ? {}
    : context.refuse('waybill_state', { state: row.state })
}

/**
 * A carrier is told of it who gave a number, or may have given one; a number that a person typed is theirs.
 */
export const callOff: Handler<'callOff'> = async ({ orderId }, context) => {
  for (const row of await waybillsOf(context.tx, orderId)) {
    const mayHave = row.tracking_no === null ? row.state === 'wanted' : row.by_hand === 0
    const set = { tries: 0, ask_at: mayHave ? context.now : null }
    await moveWaybill(context, row.id, 'callOff', set)
  }
  return {}
}

/** One that is not wanted yet is told with its number when it is. */
export const noteLeft: Handler<'noteLeft'> = async ({ parcelId, ...number }, context) => {
  await leave(context, parcelId, number)
  return {}
}

/** A carrier who will not tell by himself is asked where the parcel is. */
export const recordAsked: Handler<'recordAsked'> = async ({ parcelId, what, word, code }, context) => {
  const { tx, now, settings } = context
  const row = await countAsk(tx, parcelId)
  if (
    row === undefined ||
    row.ask_at === null ||
    row.state !== (what === 'cancel' ? 'called_off' : 'on_road')
  )
    return {}
  if (word === 'unknown') await changeWaybill(tx, parcelId, { ask_at: askAgainAt(now, row.tries) })
  else if (what === 'cancel') await changeWaybill(tx, parcelId, { code: code ?? '', ask_at: null, tries: 0 })
  else {
    const ask_at = word === 'absent' ? null : quietUntil(now, row, settings)
    const set = what === 'subscribe' ? { subscribed: 1, code: code ?? '' } : {}
    await changeWaybill(tx, parcelId, { ...set, ask_at, tries: 0 })
  }
  return {}
}
