/**
 * Electronic invoices (电子发票) of the merchant, in the scene without a payment of WeChat: so they go with
 * every way to pay, and our own number is both the application and the invoice. Quantities go out in 10⁻⁸
 * pieces, rates in basis points. Source: pay.weixin.qq.com, 电子发票, 新税控.
 */
import type { InvoiceAnswer, InvoiceChannel, InvoiceReport, WantedInvoice } from '@tiantou/invoice/port'
import { openCallback } from './callback.ts'
import { call, type Merchant, understand } from './client.ts'
import type { WechatFapiaoConfig } from './fapiao-config.ts'
import { openKeyRing, sealingKey } from './keys.ts'
import type { ClientDeps } from './send.ts'
import { download, isTrusted } from './signed-file.ts'
import { asObject, cutChars, integer, text, time, type Wire } from './wire.ts'

const PATH = '/v3/new-tax-control-fapiao'
const ONE_PIECE = 100_000_000
const REMARK_CHARS = 100
const NAME_CHARS = 60
const UNKNOWN_NUMBER = new Set(['NOT_FOUND', 'RESOURCE_NOT_EXISTS'])
const NOTICES = new Set(['FAPIAO.ISSUED', 'FAPIAO.REVERSED', 'FAPIAO.CARD_INSERTED'])
const FILE_LIMITS = { bytes: 8 * 1_048_576, wait_ms: 30_000 }

const STATES: Readonly<Record<string, InvoiceReport['state']>> = {
  ISSUE_ACCEPTED: 'issuing',
  ISSUED: 'issued',
  ISSUE_FAILED: 'failed',
  REVERSE_ACCEPTED: 'reversing',
  REVERSED: 'reversed',
  REVERSE_FAILED: 'reverse_failed',
}

const ACCEPTED = { accepted: true } as const

/** Opens the invoices of a merchant; where notices go is told to the provider before the first is issued. */
export function createWechatFapiao(config: WechatFapiaoConfig, deps: ClientDeps): InvoiceChannel {
  const merchant: Merchant = { config: config.merchant, keys: openKeyRing(config.merchant, deps) }
  const ask = (path: string) => call(merchant, { method: 'GET', path: PATH + path }, deps)
  const post = (path: string, body: Wire) => call(merchant, { method: 'POST', path: PATH + path, body }, deps)
  let isTold = false
  const tell = async () => {
    const body = { callback_url: config.notifyUrl, show_fapiao_cell: false }
    const path = `${PATH}/merchant/development-config`
    const answer = await call(merchant, { method: 'PATCH', path, body }, deps)
    isTold = answer.kind === 'ok'
    return answer
  }
  return {
    name: 'wechat-fapiao',
    issue: async (wanted) => {
      const told = isTold ? undefined : await tell()
      if (told !== undefined && told.kind !== 'ok') return told
      const seal = await sealingKey(merchant.keys)
      if (seal === undefined) return { kind: 'unknown', message: 'no key of the provider yet' }
      return understand(await post('/fapiao-applications', applicationOf(wanted, seal)), () => ACCEPTED)
    },
    query: async (invoiceId) => {
      const answer = await ask(`/fapiao-applications/${invoiceId}`)
      if (answer.kind === 'refused' && UNKNOWN_NUMBER.has(answer.code)) return { kind: 'ok', value: null }
      return understand(answer, (wire) => reportOf(wire, invoiceId))
    },
    reverse: async ({ invoiceId, code, number, reason }) => {
      const one = { fapiao_id: invoiceId, fapiao_code: code, fapiao_number: number }
      const body = { reverse_reason: cutChars(reason, REMARK_CHARS), fapiao_information: [one] }
      return understand(await post(`/fapiao-applications/${invoiceId}/reverse`, body), () => ACCEPTED)
    },
    file: async (invoiceId) => {
      const path = `/fapiao-applications/${invoiceId}/fapiao-files?fapiao_id=${invoiceId}`
      const link = understand(await ask(path), (wire) => {
        const url = text(own(wire, 'fapiao_download_info_list', invoiceId), 'download_url')
        return url !== undefined && isTrusted(url, merchant.config) ? url : undefined
      })
      return link.kind === 'ok' ? pdfBehind(config, link.value, deps) : link
    },
    readNotice: (notice) => readNotice(merchant, notice, deps),
  }
}

function applicationOf(wanted: WantedInvoice, seal: (plain: string) => string): Wire {
  const { invoiceId, title, email, lines, remark } = wanted
  const total = lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const buyer = {
    type: title.kind === 'company' ? 'ORGANIZATION' : 'INDIVIDUAL',
    name: title.name,
    ...(title.taxNumber === undefined ? {} : { taxpayer_id: title.taxNumber }),
    ...(email === undefined ? {} : { email: seal(email) }),
  }
  const items = lines.map(({ name, spec, taxCode, taxRateBp, quantity, amountFen }) => ({
    tax_code: taxCode,
    goods_name: cutChars(name, NAME_CHARS),
    ...(spec === '' ? {} : { specification: cutChars(spec, NAME_CHARS) }),
    quantity: quantity * ONE_PIECE,
    total_amount: amountFen,
    tax_rate: taxRateBp,
    discount: false,
  }))
  const one = { fapiao_id: invoiceId, total_amount: total, need_list: false, items }
  return {
    scene: 'WITHOUT_WECHATPAY',
    fapiao_apply_id: invoiceId,
    buyer_information: buyer,
    fapiao_information: [{ ...one, remark: cutChars(remark, REMARK_CHARS) }],
  }
}

/** Our one of a list of the provider's. */
function own(wire: Wire, list: string, invoiceId: string): Wire | undefined {
  const all = Array.isArray(wire[list]) ? wire[list].map(asObject) : []
  return all.find((one) => text(one, 'fapiao_id') === invoiceId)
}

function reportOf(wire: Wire, invoiceId: string): InvoiceReport | undefined {
  const one = own(wire, 'fapiao_information', invoiceId)
  const said = text(one, 'status') ?? ''
  const state = Object.hasOwn(STATES, said) ? STATES[said] : undefined
  const amountFen = integer(one, 'total_amount')
  if (state === undefined || amountFen === undefined) return undefined
  const blue = asObject(one?.['blue_fapiao'])
  const [code, number] = [text(blue, 'fapiao_code'), text(blue, 'fapiao_number')]
  const issuedAt = time(blue, 'fapiao_time')
  const redNumber = text(asObject(one?.['red_fapiao']), 'fapiao_number')
  if ((state === 'issued' && number === undefined) || (state === 'reversed' && redNumber === undefined))
    return undefined
  return {
    state,
    amountFen,
    ...(code === undefined ? {} : { code }),
    ...(number === undefined ? {} : { number }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(redNumber === undefined ? {} : { redNumber }),
  }
}

/** The provider names no hash of it: what is no PDF, or longer than any invoice, is not passed on. */
async function pdfBehind(
  config: WechatFapiaoConfig,
  link: string,
  deps: ClientDeps,
): Promise<InvoiceAnswer<Buffer>> {
  const file = await download(config.merchant, link, FILE_LIMITS, deps)
  return file?.subarray(0, 5).toString('latin1') === '%PDF-'
    ? { kind: 'ok', value: file }
    : { kind: 'unknown', message: 'the file was not fetched' }
}

async function readNotice(
  merchant: Merchant,
  notice: Parameters<InvoiceChannel['readNotice']>[0],
  deps: ClientDeps,
): ReturnType<InvoiceChannel['readNotice']> {
  const { apiV3Key, mchId } = merchant.config
  await merchant.keys.fresh()
  const opened = openCallback(apiV3Key, merchant.keys.held, notice, deps.now())
  if (opened.kind === 'bad') {
    if (opened.code === 'serial_unknown') void merchant.keys.renew()
    return { kind: 'refused', code: opened.code }
  }
  const { event, resource } = opened
  const invoiceId = text(resource, 'fapiao_apply_id')
  return NOTICES.has(event) && text(resource, 'mchid') === mchId && invoiceId !== undefined
    ? { kind: 'ok', value: { invoiceId } }
    : { kind: 'refused', code: 'not_understood' }
}
