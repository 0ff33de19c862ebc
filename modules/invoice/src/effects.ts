/** What module invoice asks of the channel; its answers are reduced to facts. */
import { createHash } from 'node:crypto'
import type { OutputOf } from '@tiantou/kernel'
import type { EffectHandler } from '@tiantou/platform'
import type { Invoice } from './contract.ts'
import type { InvoiceChannel, InvoiceLine, InvoicePorts, InvoiceReport } from './port.ts'
import { openTitle } from './sealed.ts'
import type { InvoiceSettings } from './settings.ts'
import { invoiceOf } from './store.ts'
import type { InvoiceRow, InvoiceTables } from './tables.ts'

type Effects = typeof Invoice.effects
type Handler<N extends keyof Effects> = EffectHandler<
  Effects[N],
  InvoiceTables,
  InvoicePorts,
  InvoiceSettings
>
type Word = OutputOf<Effects['atChannel']>
type Context = Parameters<Handler<'atChannel'>>[1]

/** What the red invoice gives as its reason. */
const REASON = '销售退回'

const wordOf = (invoiceId: string, { state, ...facts }: InvoiceReport): Word => ({
  invoiceId,
  word: state,
  ...facts,
})

const issue = (channel: InvoiceChannel, row: InvoiceRow, { secrets }: Context) => {
  const { title, email } = openTitle(secrets, row)
  const lines = JSON.parse(row.lines) as InvoiceLine[]
  const wanted = { invoiceId: row.id, title, lines, remark: `订单号 ${row.order_no}` }
  return channel.issue(email === undefined ? wanted : { ...wanted, email })
}

/** What was not asked of the channel yet; undefined where nothing is. */
const wish = (channel: InvoiceChannel, row: InvoiceRow, context: Context) => {
  if (row.state === 'submitted') return issue(channel, row, context)
  if (row.state !== 'reversing' || row.red_asked === 1) return undefined
  return channel.reverse({ invoiceId: row.id, code: row.code, number: row.number, reason: REASON })
}

/**
 * Asks for what is wanted, always under our own number, and then what became of it. A refusal counts only
 * where the channel knows of nothing that would make it void.
 */
export const atChannel: Handler<'atChannel'> = async ({ invoiceId }, context) => {
  const row = await invoiceOf(context.db, invoiceId)
  if (row === undefined) throw new Error(`There is no invoice ${invoiceId}.`)
  const { channel } = context.ports
  const unknown: Word = { invoiceId, word: 'unknown' }
  if (channel === undefined) return unknown
  const sent = await wish(channel, row, context)
  if (sent?.kind === 'unknown') return unknown
  const asked = await channel.query(invoiceId)
  if (asked.kind !== 'ok') return unknown
  const report = asked.value
  if (sent?.kind === 'refused') {
    const { code: failCode } = sent
    if (report === null) return { invoiceId, word: 'failed', failCode }
    const isStill = report.state === 'issued' || report.state === 'reverse_failed'
    if (row.state === 'reversing' && isStill) return { invoiceId, word: 'reverse_failed', failCode }
  }
  return report === null ? unknown : wordOf(invoiceId, report)
}

export const file: Handler<'file'> = async ({ invoiceId }, { ports }) => {
  const answer = await ports.channel?.file(invoiceId)
  return { pdfBase64: answer?.kind === 'ok' ? answer.value.toString('base64') : null }
}

export const readNotice: Handler<'readNotice'> = async ({ headers, bodyBase64 }, { ports }) => {
  const body = Buffer.from(bodyBase64, 'base64')
  const key = createHash('sha256').update(body).digest('hex')
  if (ports.channel === undefined) return { invoiceId: null, key, code: 'not_configured' }
  const read = await ports.channel.readNotice({ headers, body })
  return read.kind === 'ok'
    ? { invoiceId: read.value.invoiceId, key, code: '' }
    : { invoiceId: null, key, code: read.code }
}
