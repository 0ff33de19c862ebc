/**
 * The provider's bills over what the twin saw: the trade bill of type ALL, 27 columns, and the fund flow of
 * the basic account, 11 columns. UTF-8 with its mark, a backtick before every cell, two lines of sums.
 */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { allLines, type BillLine, feeOf, linesOf, timeText } from './bill-lines.ts'
import type { BillSeed } from './bill-seeds.ts'
import type { TwinOrder } from './book.ts'
import { Refusal } from './gate.ts'
import type { TwinState } from './twin-state.ts'

const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,' +
  '手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMS =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FUND_COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),' +
  '资金变更提交申请人,备注,业务凭证号'
const FUND_SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${Math.trunc(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
const feeText = (fen: number): string => `${yuan(fen)}000`
const row = (cells: readonly string[]): string => `\`${cells.join(',`')}`

function tradeCells(twin: TwinState, line: BillLine): string[] {
  const { refund } = line
  return [
    timeText(line.at),
    twin.appId,
    line.merchant,
    '0',
    '',
    line.transactionId,
    line.outTradeNo,
    line.openId,
    'JSAPI',
    line.state,
    'OTHERS',
    line.currency,
    yuan(line.settledFen),
    '0.00',
    refund?.id ?? '0',
    refund?.outRefundNo ?? '0',
    yuan(refund?.fen ?? 0),
    '0.00',
    refund === undefined ? '' : 'ORIGINAL',
    refund?.status ?? '',
    line.name,
    '',
    feeText(line.feeFen),
    '0.60%',
    yuan(line.settledFen),
    yuan(refund?.fen ?? 0),
    '',
  ]
}

const sum = (lines: readonly BillLine[], of: (line: BillLine) => number): number =>
  lines.reduce((all, line) => all + of(line), 0)

function tradeText(twin: TwinState, day: string): { text: string; file: ReadonlySet<BillSeed> } {
  const { lines, file } = linesOf(twin, day)
  if (lines.length === 0) throw new Refusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在')
  const settled = yuan(sum(lines, (line) => line.settledFen) + (file.has('summary-wrong') ? 1 : 0))
  const back = yuan(sum(lines, ({ refund }) => refund?.fen ?? 0))
  const fees = feeText(sum(lines, (line) => line.feeFen))
  const rows = lines.map((line) => row(tradeCells(twin, line)))
  const columns = file.has('unknown-column') ? `${TRADE_COLUMNS},新列` : TRADE_COLUMNS
  const sums = row([String(lines.length), settled, back, '0.00', fees, settled, back])
  const whole = [columns, ...rows, TRADE_SUMS, sums, '']
  const text = whole.join('\r\n')
  // Cut off in the middle of the last line of a trade.
  const end = text.indexOf(TRADE_SUMS) - 60
  return { text: file.has('truncated') ? `${text.slice(0, end)}\r\n` : text, file }
}

interface Movement {
  readonly at: number
  readonly business: string
  readonly number: string
  readonly name: string
  readonly fen: number
}

/** Every movement of the account up to the end of a day, with what it left. */
function movementsOf(twin: TwinState): (Movement & { readonly balance: number })[] {
  const trades = allLines(twin).flatMap(({ at, transactionId, settledFen, refund }): Movement[] => {
    const business = refund?.id ?? transactionId
    const number = (suffix: string) => `${business}${suffix}`
    const fen = refund === undefined ? settledFen : -refund.fen
    const fee = refund === undefined ? -feeOf(settledFen) : feeOf(refund.fen)
    const [name, feeName] = refund === undefined ? ['交易', '扣除交易手续费'] : ['退款', '退还交易手续费']
    const moved = { at, business, number: number('1'), name, fen }
    return fee === 0 ? [moved] : [moved, { at, business, number: number('2'), name: feeName, fen: fee }]
  })
  const paidOut = twin.paidOut.map(({ at, fen }, index) => {
    const number = `1900${String(at)}${index}`
    return { at, business: number, number, name: '提现', fen: -fen }
  })
  const shared = [...twin.book.orders.values()].flatMap(({ sharing }) => sharedMoves(sharing))
  let balance = 0
  return [...trades, ...paidOut, ...shared]
    .toSorted((a, b) => a.at - b.at)
    .map((movement) => ({ ...movement, balance: (balance += movement.fen) }))
}

/** What was given to receivers, and what came back from them. */
function sharedMoves(sharing: TwinOrder['sharing']): Movement[] {
  const lines = (sharing?.rounds ?? []).flatMap(({ receivers }) => receivers)
  const given = lines
    .filter(({ result }) => result === 'SUCCESS')
    .map(({ detailId: number, amountFen, finishedAt: at = 0 }) => ({ number, at, fen: -amountFen }))
  const back = (sharing?.returns ?? [])
    .filter(({ result }) => result === 'SUCCESS')
    .map(({ returnId: number, amountFen, finishedAt: at = 0 }) => ({ number, at, fen: amountFen }))
  return [...given, ...back].map((moved) => {
    const name = moved.fen < 0 ? '分账' : '分账回退'
    return { ...moved, business: moved.number, name }
  })
}

function fundText(twin: TwinState, day: string): string {
  const moved = movementsOf(twin).filter(({ at }) => timeText(at).startsWith(day))
  if (moved.length === 0) throw new Refusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在')
  const rows = moved.map(({ at, business, number, name, fen, balance }) => {
    const direction = fen < 0 ? '支出' : '收入'
    const amount = yuan(Math.abs(fen))
    return row([timeText(at), business, number, name, name, direction, amount, yuan(balance), '', '', number])
  })
  const [ins, outs] = [moved.filter(({ fen }) => fen >= 0), moved.filter(({ fen }) => fen < 0)]
  const total = (some: readonly Movement[]) => yuan(some.reduce((all, { fen }) => all + Math.abs(fen), 0))
  const sums = [String(moved.length), String(ins.length), total(ins), String(outs.length), total(outs)]
  return [FUND_COLUMNS, ...rows, FUND_SUMS, row(sums), ''].join('\r\n')
}

const MARK = '\ufeff'

/** A few characters of GBK where UTF-8 was promised. */
const inGbk = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xbd, 0xbb, 0xd2, 0xd7]), Buffer.from(text.slice(2), 'utf8')])

/** The file of one day and the hash that is told with it. @throws Refusal NO_STATEMENT_EXIST */
export function billOf(
  twin: TwinState,
  kind: 'trade' | 'fund',
  day: string,
): { readonly content: Buffer; readonly hash: string } {
  const { text, file } =
    kind === 'trade'
      ? tradeText(twin, day)
      : { text: fundText(twin, day), file: new Set<BillSeed>() as ReadonlySet<BillSeed> }
  const content = file.has('gbk') ? inGbk(text) : Buffer.from(MARK + text, 'utf8')
  const hash = createHash('sha1')
    .update(file.has('wrong-hash') ? 'else' : content)
    .digest('hex')
  return { content, hash }
}

/** Answers GET /v3/bill/tradebill and /v3/bill/fundflowbill: a link that is good for a while. */
export function billLink(twin: TwinState, kind: 'trade' | 'fund', query: URLSearchParams): object {
  const day = query.get('bill_date') ?? ''
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Refusal(400, 'PARAM_ERROR', '参数 bill_date 不正确')
  const { hash } = billOf(twin, kind, day)
  const token = twin.book.random(16).toString('hex')
  twin.billTokens.set(token, { kind, day, packed: query.get('tar_type') === 'GZIP' })
  const download_url = `${twin.url}/v3/billdownload/file?token=${token}`
  return { hash_type: 'SHA1', hash_value: hash, download_url }
}

/** The bytes behind a link; undefined where it leads nowhere. */
export function billBehind(twin: TwinState, token: string): Buffer | undefined {
  const wanted = twin.billTokens.get(token)
  if (wanted === undefined) return undefined
  const { content } = billOf(twin, wanted.kind, wanted.day)
  return wanted.packed ? gzipSync(content) : content
}
