/**
 * Labels of a parcel as PDF for thermal printers: one of 100 × 150 mm for the parcel, and one of 60 × 40 mm
 * for each lot of each line in it, with weight, price and a code that says them all. With a carrier the
 * parcel's shows his number in bars.
 */
import { fileURLToPath } from 'node:url'
import { Fulfilment } from '@tiantou/fulfilment/contract'
import {
  type Actor,
  digitalLink,
  formatWeight,
  formatYuan,
  houseGtin,
  type OutputOf,
  system,
} from '@tiantou/kernel'
import { Logistics } from '@tiantou/logistics/contract'
import { Order } from '@tiantou/order/contract'
import { CallError, type House, type openSessions } from '@tiantou/platform'
import type { FastifyInstance } from 'fastify'
import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import { code128 } from './code128.ts'

/** What stands on a label: the parcel, whom it goes to, and what its carrier wants to read on it. */
export interface Label extends Readonly<OutputOf<typeof Fulfilment.queries.label>> {
  /** Name and phone masked (隐私面单). */
  readonly receiver: OutputOf<typeof Order.queries.staffGet>['receiver']
  /** 大头笔; empty without a carrier. */
  readonly destinationCode: string
}
type Goods = Label['lines'][number]
type Doc = InstanceType<typeof PDFDocument>

/** Points of one millimetre. */
const mm = 72 / 25.4
const SIZES = { '100x150': [100, 150], '60x40': [60, 40] } as const
export type LabelSize = keyof typeof SIZES

const fontOf = (weight: 'Bold' | 'Regular'): string =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc')))

const COLD: Readonly<Record<string, string>> = { ambient: '常温', chilled: '冷藏', frozen: '冷冻' }
const MODES = { carrier: '快递', fleet: '自配送', pickup: '自提' } as const

const china_ms = 8 * 3_600_000
const dayOf = (at: number): string => new Date(at + china_ms).toISOString().slice(0, 10)

/** The code as black squares, `side` millimetres wide with its quiet zone. */
const drawCode = (doc: Doc, text: string, x: number, y: number, side: number): void => {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  const cell = (side * mm) / size
  data.forEach((row, down) => {
    row.forEach((dark, right) => {
      if (dark) doc.rect(x * mm + right * cell, y * mm + down * cell, cell, cell)
    })
  })
  doc.fill('black')
}

interface Text {
  readonly size: number
  readonly width: number
  readonly bold?: boolean
  readonly lines?: number
}

/** A text at a place in millimetres; what is too long is cut with an ellipsis. */
const write = (
  doc: Doc,
  text: string,
  x: number,
  y: number,
  { size, width, bold, lines = 1 }: Text,
): void => {
  doc
    .font(bold === true ? 'bold' : 'regular')
    .fontSize(size)
    .text(text, x * mm, y * mm, {
      width: width * mm,
      height: size * 1.35 * lines,
      ellipsis: true,
      lineGap: 0,
    })
}

const weightOf = ({ grams, pieces }: Goods): string =>
  grams === null ? `${pieces} 件` : `净重 ${formatWeight(grams, 'kg')}`

/** The code of goods: what it is, of which lot, how heavy, what it costs, until when. */
export const codeOf = (origin: string, { skuId, lotNo, useBy, grams, fen }: Goods): string =>
  digitalLink(origin, { gtin: houseGtin(skuId), lotNo, useBy, fen, ...(grams === null ? {} : { grams }) })

const drawGoods = (doc: Doc, goods: Goods, origin: string): void => {
  write(doc, goods.title, 3, 2.5, { size: 11, width: 54, bold: true })
  write(doc, goods.spec, 3, 8.5, { size: 7, width: 30 })
  write(doc, weightOf(goods), 3, 13, { size: 10, width: 32, bold: true })
  write(doc, `¥${formatYuan(goods.fen)}`, 3, 19, { size: 13, width: 32, bold: true })
  write(doc, `批次 ${goods.lotNo}`, 3, 27, { size: 6.5, width: 32 })
  write(doc, `${dayOf(goods.useBy)} 前食用`, 3, 31.5, { size: 6.5, width: 32 })
  drawCode(doc, codeOf(origin, goods), 34, 10, 25)
}

const drawLine = (doc: Doc, y: number): void => {
  doc
    .moveTo(5 * mm, y * mm)
    .lineTo(95 * mm, y * mm)
    .lineWidth(0.7)
    .stroke('black')
}

/** Bars with their quiet zones, at most so wide, in the middle of the label. */
const drawBars = (
  doc: Doc,
  text: string,
  y: number,
  { width, height }: { width: number; height: number },
) => {
  const bars = code128(text)
  const modules = bars.reduce((sum, one) => sum + one, 0)
  // A printer of 203 dpi has eight dots a millimetre: bars of whole dots stay sharp.
  const cell = Math.max(2, Math.floor((width * 8) / modules)) / 8
  let x = (100 - modules * cell) / 2
  bars.forEach((wide, at) => {
    if (at % 2 === 0) doc.rect(x * mm, y * mm, wide * cell * mm, height * mm)
    x += wide * cell
  })
  doc.fill('black')
}

const isPrintable = (text: string): boolean => /^[\x20-\x7e]+$/.test(text)

const addressOf = ({ province, city, county, detail }: Label['receiver']): string =>
  [...new Set([province, city, county, detail])].join('')

/** What a courier reads: the number in bars and figures. Answers where the next thing begins. */
const drawWaybill = (doc: Doc, { carrier, trackingNo }: Label, y: number): number => {
  if (trackingNo === null || carrier === null) return y
  if (isPrintable(trackingNo)) drawBars(doc, trackingNo, y + 2, { width: 84, height: 14 })
  write(doc, `${carrier} ${trackingNo}`, 8, y + 17, { size: 10, width: 84, bold: true })
  drawLine(doc, y + 23)
  return y + 23
}

const drawReceiver = (doc: Doc, { mode, receiver }: Label, y: number): number => {
  if (mode === 'pickup') return y
  write(doc, `收 ${receiver.name} ${receiver.phone}`, 5, y + 2, { size: 11, width: 90, bold: true })
  write(doc, addressOf(receiver), 5, y + 8, { size: 10, width: 90, lines: 2 })
  drawLine(doc, y + 19)
  return y + 19
}

const drawContents = (doc: Doc, { lines }: Label, top: number): void => {
  /** So many lines fit; the rest is named by its number. */
  const room = Math.floor((145 - top - 3) / 8.5)
  lines.slice(0, room).forEach((line, at) => {
    const y = top + 3 + at * 8.5
    write(doc, line.title, 5, y, { size: 9, width: 55, bold: true })
    write(doc, `${line.spec} · 批次 ${line.lotNo}`, 5, y + 4, { size: 7, width: 55 })
    write(doc, `×${line.pieces}`, 62, y, { size: 9, width: 10 })
    write(doc, line.grams === null ? '' : formatWeight(line.grams, 'kg'), 72, y, { size: 9, width: 23 })
  })
  const more = lines.length - room
  if (more > 0) write(doc, `另有 ${more} 项`, 5, 145, { size: 8, width: 90 })
}

const drawParcel = (doc: Doc, label: Label): void => {
  const head = label.destinationCode === '' ? `${MODES[label.mode]} ${label.route}` : label.destinationCode
  write(doc, head, 5, 5, { size: 20, width: 90, bold: true })
  write(doc, `${COLD[label.storageClass] ?? ''}  第 ${label.no} / ${label.of} 包`, 5, 16, {
    size: 14,
    width: 60,
  })
  write(doc, `订单 ${label.orderNo}`, 5, 25, { size: 10, width: 60 })
  const coolant = label.coolantGrams === 0 ? '' : ` · 冷媒 ${formatWeight(label.coolantGrams, 'auto')}`
  write(doc, `货 ${formatWeight(label.goodsGrams, 'kg')}${coolant}`, 5, 31, { size: 10, width: 60 })
  write(doc, `${dayOf(label.packedAt)} 打包`, 5, 37, { size: 10, width: 60 })
  drawCode(doc, label.parcelId, 67, 15, 30)
  drawLine(doc, 48)
  drawContents(doc, label, drawReceiver(doc, label, drawWaybill(doc, label, 48)))
}

/** The pages of one size as PDF. */
export const labelPdf = async (label: Label, size: LabelSize, origin: string): Promise<Buffer> => {
  const [width, height] = SIZES[size]
  const doc = new PDFDocument({ size: [width * mm, height * mm], margin: 0, autoFirstPage: false })
  doc.registerFont('bold', fontOf('Bold')).registerFont('regular', fontOf('Regular'))
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  if (size === '100x150') drawParcel(doc.addPage(), label)
  else for (const goods of label.lines) drawGoods(doc.addPage(), goods, origin)
  doc.end()
  return done
}

interface Ref {
  Params: { parcelId: string }
  Querystring: { size?: string }
}

const isSize = (text: string): text is LabelSize => text in SIZES

/** The parcel with whom it goes to, as staff may see him, and its carrier's mark. */
const labelOf = async (house: House, parcelId: string, actor: Actor): Promise<Label> => {
  const label = await house.ask(Fulfilment.queries.label, { parcelId }, actor)
  const { receiver } = await house.ask(Order.queries.staffGet, { orderId: label.orderId }, system('label'))
  const waybill = await house.ask(Logistics.queries.waybill, { parcelId }, system('label'))
  return { ...label, receiver, destinationCode: waybill?.destinationCode ?? '' }
}

/** GET /api/v1/staff/parcels/:parcelId/label.pdf?size=100x150|60x40, for who packs. */
export const addLabels = (
  app: FastifyInstance,
  house: House,
  sessions: ReturnType<typeof openSessions>,
  origin: string,
): void => {
  app.get<Ref>('/api/v1/staff/parcels/:parcelId/label.pdf', async (request, reply) => {
    const actor = await sessions.actorOf(request)
    if (actor === null) throw new CallError('platform.not_signed_in', 'The session is over.')
    if (actor.kind !== 'staff' || !actor.permissions.includes('fulfilment.pack'))
      throw new CallError('platform.not_allowed', 'Labels are for who packs.')
    const { size = '100x150' } = request.query
    if (!isSize(size))
      throw new CallError('platform.bad_input', `Sizes are ${Object.keys(SIZES).join(', ')}.`)
    const { parcelId } = request.params
    const label = await labelOf(house, parcelId, actor)
    return reply
      .header('cache-control', 'no-store')
      .type('application/pdf')
      .send(await labelPdf(label, size, origin))
  })
}
