/**
 * A day of a million trades: the channel's bill, packed as it comes, against as many payments on SQLite, in a
 * process of its own; the bare limit unpacks the same file and splits it into lines, and does no more.
 */
import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { openQuietHouse, readConfig } from '@tiantou/server'
import { startChild } from '../child.ts'
import { median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'

const ROWS = 1_000_000
const ROUNDS = 3
const DAY = '2026-11-27'
const MERCHANT = '1900000109'
/** The first moment of that day in China. */
const FROM = Date.UTC(2026, 10, 26, 16)
/** Trades of ours whose sum the bill has wrong: something must be found. */
const EVERY_WRONG = 100_000

export interface ReconcileInput {
  readonly dataDir: string
  readonly bill: string
  readonly day: string
  readonly merchant: string
  readonly what: 'ours' | 'bare'
}

export interface ReconcileResult {
  readonly seconds: number
  /** MB that it held itself, and with mapped pages of the database file and of its own code. */
  readonly held: number
  readonly rss: number
  readonly found: number
}

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,' +
  '手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

const yuan = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
const fenOf = (n: number) => 1_000 + (n % 90_000)
const feeOf = (fen: number) => Math.round((fen * 60) / 10_000)
const pad = (n: number, length: number) => String(n).padStart(length, '0')

/** The lines of the bill, a thousand at a time. */
function* billText(): Generator<string> {
  yield `\ufeff${HEADER}\r\n`
  let [settled, fees, piece] = [0, 0, '']
  for (let n = 1; n <= ROWS; n += 1) {
    const fen = fenOf(n) + (n % EVERY_WRONG === 0 ? 1 : 0)
    const fee = feeOf(fen)
    settled += fen
    fees += fee
    const time = `${DAY} ${pad(n % 24, 2)}:${pad(n % 60, 2)}:${pad(n % 59, 2)}`
    const numbers = `42000${pad(n, 23)},\`T${pad(n, 25)},\`o${pad(n, 27)}`
    const who = `wx5a4db0c5a4db0c01,\`${MERCHANT},\`0,\`,\`${numbers}`
    const paid = `JSAPI,\`SUCCESS,\`OTHERS,\`CNY,\`${yuan(fen)},\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\``
    const rest = `阳山水蜜桃,一箱,\`,\`${yuan(fee)}000,\`0.60%,\`${yuan(fen)},\`0.00,\``
    piece += `\`${time},\`${who},\`${paid},\`${rest}\r\n`
    if (n % 1_000 !== 0) continue
    yield piece
    piece = ''
  }
  const sums = [String(ROWS), yuan(settled), '0.00', '0.00', `${yuan(fees)}000`, yuan(settled), '0.00']
  yield `${SUMS}\r\n\`${sums.join(',`')}\r\n`
}

/** As many payments as the bill has lines, by the same rule. */
const loadPayments = (path: string): void => {
  const db = new DatabaseSync(path)
  const series = `WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${ROWS})`
  db.exec(`BEGIN;
    INSERT INTO payment_payment (id, order_id, user_id, amount_fen, description, state, expires_at, opened_at,
      paid_at, refunded_fen, claimed_fen, version) ${series} SELECT printf('pay_%026d', n),
      printf('ord_%026d', n), 'usr_1', 1000 + n % 90000, '桃', 'paid', ${FROM}, ${FROM}, ${FROM} + n, 0, 0, 1
      FROM series;
    INSERT INTO payment_attempt (id, payment_id, channel, scene, client_ip, out_trade_no, state,
      transaction_id, paid_at, began_at, asks, next_ask_at, version) ${series} SELECT printf('att_%026d', n),
      printf('pay_%026d', n), 'wechat-pay', 'native', '::1', printf('T%025d', n), 'paid',
      printf('42000%023d', n), ${FROM} + n, ${FROM}, 0, 0, 1 FROM series;
    COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)`)
  db.close()
}

/** The place of a round: a migrated database with its payments, and the bill beside it. */
const setUp = async (scratch: Scratch): Promise<Pick<ReconcileInput, 'dataDir' | 'bill'>> => {
  const { dataDir } = await scratch.place(false)
  mkdirSync(dataDir, { recursive: true })
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'silent', DEMO: '0', SANDBOX: '0' }
  await (await openQuietHouse(readConfig(env))).close()
  loadPayments(join(dataDir, 'tiantou.sqlite'))
  const bill = join(dataDir, `${randomUUID()}.gz`)
  await pipeline(Readable.from(billText()), createGzip({ level: 1 }), createWriteStream(bill))
  return { dataDir, bill }
}

const runOnce = async (input: ReconcileInput): Promise<ReconcileResult> => {
  const child = await startChild<ReconcileResult>('reconcile-day.ts', input)
  await child.stop()
  return child.ready
}

/** Cases `seconds` and `rss`. */
export const reconcile = async (scratch: Scratch): Promise<Figure[]> => {
  const rounds: { readonly ours: ReconcileResult; readonly bare: ReconcileResult }[] = []
  const place = await setUp(scratch)
  for (let round = 0; round < ROUNDS; round += 1) {
    const about = { ...place, day: DAY, merchant: MERCHANT }
    const bare = await runOnce({ ...about, what: 'bare' })
    rounds.push({ bare, ours: await runOnce({ ...about, what: 'ours' }) })
  }
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
  const wrong = rounds.some(({ ours }) => ours.found !== ROWS / EVERY_WRONG)
  const note = `${ROWS} rows${wrong ? ', WRONG: not every difference was found' : ''}`
  const plain = { bench: 'reconcile', note }
  return [
    {
      ...plain,
      case: 'seconds',
      value: of(({ ours }) => ours.seconds),
      unit: 's',
      limit: of(({ bare }) => bare.seconds),
      ratio: of(({ ours, bare }) => ours.seconds / bare.seconds),
    },
    {
      ...plain,
      case: 'rss',
      value: of(({ ours }) => ours.rss),
      unit: 'MB',
      limit: of(({ bare }) => bare.rss),
      ratio: of(({ ours, bare }) => ours.rss / bare.rss),
      note: `${note}; without mapped pages ${Math.round(of(({ ours }) => ours.held))} MB`,
    },
  ]
}
