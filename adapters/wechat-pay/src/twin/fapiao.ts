/**
 * Electronic invoices as the provider books them: accepted, issued a moment later or not, taken back by a red
 * one. Source: pay.weixin.qq.com, 电子发票, 新税控.
 */
import { digits } from './book.ts'
import type { TwinFapiao } from './fapiao-book.ts'
import type { TwinAnswer } from './faults.ts'
import { invalid, mustBe, openSealed, Refusal } from './gate.ts'
import { asJson, canonical, type Json, textOf } from './json.ts'
import { announce, later } from './notifier.ts'
import { rfc3339 } from './render.ts'
import type { TwinState } from './twin-state.ts'

const APPLY_ID = /^[0-9A-Za-z_-]{1,32}$/
const TAX_CODE = /^\d{19}$/
const TAXPAYER_ID = /^[0-9A-Z]{15,20}$/
const DOWNLOAD = '/v3/new-tax-control-fapiao/download'

/** Answers what is asked of invoices; undefined where it is about something else. @throws Refusal */
export function answerFapiao(
  twin: TwinState,
  method: string,
  parts: readonly string[],
  body: () => Json,
): TwinAnswer | undefined {
  if (parts.slice(0, 2).join('/') !== 'v3/new-tax-control-fapiao') return undefined
  const [of, id = '', verb] = parts.slice(2)
  if (method === 'PATCH' && of === 'merchant' && id === 'development-config') return configure(twin, body())
  if (of !== 'fapiao-applications') return undefined
  if (method === 'POST' && id === '') return issue(twin, body())
  const fapiao = find(twin, id)
  if (method === 'GET' && verb === undefined) return say(200, wireOf(fapiao))
  if (method === 'POST' && verb === 'reverse') return reverse(twin, fapiao, body())
  if (method !== 'GET' || verb !== 'fapiao-files') return undefined
  if (fapiao.blue === undefined) throw invalid('发票尚未开具')
  const download_url = `${twin.url}${DOWNLOAD}?token=${fapiao.fileToken}`
  const one = { fapiao_id: fapiao.fapiaoId, download_url, status: fapiao.status }
  return say(200, { fapiao_download_info_list: [one] })
}

function configure({ fapiao }: TwinState, said: Json): TwinAnswer {
  const url = textOf(said['callback_url'])
  mustBe(URL.canParse(url), 'callback_url')
  fapiao.callbackUrl = url
  return say(200, { callback_url: url, show_fapiao_cell: said['show_fapiao_cell'] === true })
}

function issue(twin: TwinState, said: Json): TwinAnswer {
  const wanted = read(twin, said)
  const known = twin.fapiao.applications.get(wanted.applyId)
  if (known !== undefined) {
    if (known.saidBefore !== wanted.saidBefore) throw invalid('发票申请单号已存在，且参数不一致')
    return { status: 204, body: '' }
  }
  const fileToken = twin.book.random(16).toString('hex')
  twin.fapiao.applications.set(wanted.applyId, { ...wanted, fileToken, status: 'ISSUE_ACCEPTED' })
  planEnd(twin, wanted.applyId)
  return { status: 204, body: '' }
}

function read(twin: TwinState, said: Json) {
  const buyer = asJson(said['buyer_information'])
  const list = said['fapiao_information']
  const one = asJson(Array.isArray(list) ? list[0] : undefined)
  const [applyId, fapiaoId] = [textOf(said['fapiao_apply_id']), textOf(one['fapiao_id'])]
  const taxpayerId = textOf(buyer['taxpayer_id'])
  mustBe(said['scene'] === 'WITHOUT_WECHATPAY', 'scene')
  mustBe(APPLY_ID.test(applyId), 'fapiao_apply_id')
  mustBe(Array.isArray(list) && list.length === 1 && APPLY_ID.test(fapiaoId), 'fapiao_id')
  mustBe(['INDIVIDUAL', 'ORGANIZATION'].includes(textOf(buyer['type'])), 'type')
  mustBe(textOf(buyer['name']) !== '', 'name')
  mustBe(buyer['type'] === 'INDIVIDUAL' || TAXPAYER_ID.test(taxpayerId), 'taxpayer_id')
  const { email: sealed, ...plain } = buyer
  const email = sealed === undefined ? '' : openSealed(twin.keys, textOf(sealed))
  const amountFen = Number(one['total_amount'])
  const items = Array.isArray(one['items']) ? one['items'].map(asJson) : []
  mustBe(items.length > 0 && items.length <= 100 && items.every(isItem), 'items')
  const sum = items.reduce((all, item) => all + Number(item['total_amount']), 0)
  mustBe(Number.isSafeInteger(amountFen) && amountFen > 0 && sum === amountFen, 'total_amount')
  const saidBefore = canonical({ ...said, buyer_information: { ...plain, email } })
  return { applyId, fapiaoId, amountFen, buyer: textOf(buyer['name']), taxpayerId, email, saidBefore }
}

const isItem = (item: Json): boolean =>
  TAX_CODE.test(textOf(item['tax_code'])) &&
  textOf(item['goods_name']) !== '' &&
  [item['quantity'], item['total_amount']].every((one) => Number.isSafeInteger(one) && Number(one) > 0) &&
  Number.isSafeInteger(item['tax_rate']) &&
  typeof item['discount'] === 'boolean'

function reverse(twin: TwinState, fapiao: TwinFapiao, said: Json): TwinAnswer {
  mustBe(textOf(said['reverse_reason']) !== '', 'reverse_reason')
  const list = said['fapiao_information']
  const one = asJson(Array.isArray(list) ? list[0] : undefined)
  mustBe(one['fapiao_id'] === fapiao.fapiaoId, 'fapiao_id')
  mustBe(one['fapiao_number'] === fapiao.blue?.number, 'fapiao_number')
  if (fapiao.status === 'REVERSE_ACCEPTED' || fapiao.status === 'REVERSED') return { status: 204, body: '' }
  if (fapiao.status !== 'ISSUED' && fapiao.status !== 'REVERSE_FAILED') throw invalid('发票状态不允许冲红')
  fapiao.status = 'REVERSE_ACCEPTED'
  planEnd(twin, fapiao.applyId)
  return { status: 204, body: '' }
}

function planEnd(twin: TwinState, applyId: string): void {
  const plan = twin.fapiao.plans.shift() ?? 'well'
  if (plan !== 'wait') later(twin.notifier, 0, () => endFapiao(twin, applyId, plan))
}

/** Ends what was accepted, and tells the merchant; false where nothing is open. */
export function endFapiao(twin: TwinState, applyId: string, plan: 'well' | 'badly'): boolean {
  const fapiao = twin.fapiao.applications.get(applyId)
  const isRed = fapiao?.status === 'REVERSE_ACCEPTED'
  if (fapiao === undefined || (!isRed && fapiao.status !== 'ISSUE_ACCEPTED')) return false
  const paper = { code: '044002000211', number: digits(twin.book, 20), at: twin.book.now() }
  if (plan === 'badly') fapiao.status = isRed ? 'REVERSE_FAILED' : 'ISSUE_FAILED'
  else if (isRed) Object.assign(fapiao, { status: 'REVERSED', red: paper })
  else Object.assign(fapiao, { status: 'ISSUED', blue: paper })
  const url = twin.fapiao.callbackUrl
  if (url === '') return true
  announce(twin.notifier, {
    type: isRed ? 'FAPIAO.REVERSED' : 'FAPIAO.ISSUED',
    outTradeNo: applyId,
    url,
    resource: { mchid: twin.mchId, ...wireOf(fapiao) },
  })
  return true
}

/** The file behind a link; undefined where it leads nowhere. */
export function fapiaoBehind({ fapiao }: TwinState, target: string): Buffer | undefined {
  if (!target.startsWith(DOWNLOAD)) return undefined
  const token = new URL(target, 'http://twin.invalid').searchParams.get('token')
  const found = [...fapiao.applications.values()].find((one) => one.fileToken === token)
  return found && Buffer.from(`%PDF-1.4\n% ${found.blue?.number ?? ''}\n%%EOF\n`, 'latin1')
}

function find({ fapiao }: TwinState, applyId: string): TwinFapiao {
  const found = fapiao.applications.get(applyId)
  if (found === undefined) throw new Refusal(404, 'NOT_FOUND', '发票申请单不存在')
  return found
}

const paperOf = ({ code, number, at }: NonNullable<TwinFapiao['blue']>) => ({
  fapiao_code: code,
  fapiao_number: number,
  fapiao_time: rfc3339(at),
})

const wireOf = ({ applyId, fapiaoId, status, amountFen, blue, red }: TwinFapiao): object => {
  const one = {
    fapiao_id: fapiaoId,
    status,
    total_amount: amountFen,
    ...(blue === undefined ? {} : { blue_fapiao: paperOf(blue) }),
    ...(red === undefined ? {} : { red_fapiao: paperOf(red) }),
  }
  return { total_count: 1, fapiao_apply_id: applyId, fapiao_information: [one] }
}

const say = (status: number, body: object): TwinAnswer => ({ status, body: JSON.stringify(body) })
