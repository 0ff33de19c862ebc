/** An order is paid: it is to be packed, and needs lots. */
import type { CommandHandler } from '@tiantou/platform'
import { Fulfilment } from '../contract.ts'
import type { FulfilmentSettings } from '../settings.ts'
import { lineState, taskState } from '../states.ts'
import { insertLines, insertTask } from '../store/tasks.ts'
import type { FulfilmentTables } from '../tables.ts'

const hour_ms = 3_600_000

export const open: CommandHandler<
  typeof Fulfilment.commands.open,
  FulfilmentTables,
  FulfilmentSettings
> = async ({ orderId, orderNo, paidAt, arrival, lines }, { tx, now, id, emit, settings }) => {
  const packBy = arrival?.packBy ?? paidAt + settings.packWithinHours * hour_ms
  const isNew = await insertTask(tx, {
    id: orderId,
    order_no: orderNo,
    state: taskState.initial,
    mode: arrival?.mode ?? 'carrier',
    route: arrival?.route ?? '',
    classes: [...new Set(lines.map((line) => line.storageClass))].sort().join('+'),
    pack_by: packBy,
    arrive_from: arrival?.from ?? packBy,
    arrive_to: arrival?.to ?? packBy + settings.roadHours * hour_ms,
    wave_id: null,
    look_at: now,
    packed_at: null,
    version: 1,
  })
  if (!isNew) return {}
  await insertLines(
    tx,
    lines.map((line, at) => ({
      id: id('fln'),
      order_id: orderId,
      no: at + 1,
      instead_of: null,
      state: lineState.initial,
      sku_id: line.skuId,
      product_id: line.productId,
      title: line.title,
      spec: line.spec,
      price_mode: line.priceMode,
      storage_class: line.storageClass,
      pieces: line.pieces,
      short_pieces: 0,
      nominal_g: line.nominalG,
      tolerance_minus_g: line.toleranceMinusG,
      tolerance_plus_g: line.tolerancePlusG,
      price_fen: line.priceFen,
      list_fen: line.pieceFen * line.pieces,
      paid_fen: line.paidFen,
      shelf_life_d: line.shelfLifeDays,
      if_short: line.ifShort,
      version: 1,
    })),
  )
  emit(Fulfilment.events.to_allocate, { orderId })
  return {}
}
