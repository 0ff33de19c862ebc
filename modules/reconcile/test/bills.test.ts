/** Bills line by line: what is understood, and every file that is not believed, under a stable code. */
import { describe, expect, it } from 'vitest'
import { alipayFunds, alipayTrades } from '../src/bills/alipay.ts'
import { linesOf } from '../src/bills/lines.ts'
import { wechatFunds, wechatTrades } from '../src/bills/wechat.ts'
import { openFunds } from '../src/funds.ts'
import {
  ALIPAY,
  ALIPAY_FUNDS,
  codeOf,
  DAY,
  MERCHANT,
  OLD_WECHAT,
  readAll,
  SELLER,
  WECHAT,
  WECHAT_FUNDS,
} from './factory.ts'

const wechat = (lines: readonly string[]) =>
  codeOf(() => readAll(wechatTrades({ day: DAY, merchant: MERCHANT }), lines))
const alipay = (lines: readonly string[]) =>
  codeOf(() => readAll(alipayTrades({ day: DAY, merchant: SELLER }), lines))
const swapIn = (lines: readonly string[], at: number, text: string) => lines.with(at, text)
const edited = (lines: readonly string[], at: number, from: string | RegExp, to: string) =>
  lines.with(at, (lines[at] ?? '').replace(from, to))

describe('WeChat Pay', () => {
  it('reads payments, names with commas, refunds and fees of five decimals', () => {
    expect(wechat(WECHAT)).toEqual([
      expect.objectContaining({
        kind: 'pay',
        number: 'T1',
        channelNumber: '4200T1',
        fen: 1_000,
        fee_mf: 6_000,
      }),
      expect.objectContaining({ kind: 'pay', number: 'T2', fen: 2_050, fee_mf: 12_500, moved: true }),
      expect.objectContaining({ kind: 'refund', number: 'R1', payNumber: 'T1', fen: 500, fee_mf: -3_000 }),
    ])
  })

  it('reads the older form of 24 columns with its own sums', () => {
    expect(wechat(OLD_WECHAT)).toEqual([
      expect.objectContaining({ kind: 'pay', number: 'T1', fen: 1_000, fee_mf: 6_000, merchant: MERCHANT }),
      expect.objectContaining({ kind: 'refund', number: 'R1', payNumber: 'T1', fen: 500, fee_mf: -3_000 }),
    ])
  })

  it.each([
    ['a column more', swapIn(WECHAT, 0, `${WECHAT[0]},新列`), 'unknown_header'],
    [
      'a header cut off',
      swapIn(WECHAT, 0, (WECHAT[0] ?? '').split(',').slice(0, 24).join(',')),
      'unknown_header',
    ],
    ['an older header over lines of today', swapIn(WECHAT, 0, OLD_WECHAT[0] ?? ''), 'bad_line'],
    ['lines of the older form under a header of today', swapIn(OLD_WECHAT, 0, WECHAT[0] ?? ''), 'truncated'],
    ['older lines over the sums of today', swapIn(OLD_WECHAT, 3, WECHAT[4] ?? ''), 'unknown_header'],
    ['a wrong sum in the older form', edited(OLD_WECHAT, 4, '`5.00', '`5.01'), 'summary_wrong'],
    ['a line that is cut off', swapIn(WECHAT, 2, (WECHAT[2] ?? '').slice(0, 90)), 'truncated'],
    ['no sums', WECHAT.slice(0, 4), 'truncated'],
    ['half of the sums', WECHAT.slice(0, 5), 'truncated'],
    ['nothing at all', [], 'truncated'],
    ['a cell too many', edited(WECHAT, 1, '`0.60%', '`0.60%,`x'), 'bad_line'],
    ['a line behind the sums', [...WECHAT, 'x'], 'bad_line'],
    ['sums of other names', edited(WECHAT, 4, '总交易单数', '笔数'), 'unknown_header'],
    ['a wrong count', edited(WECHAT, 5, '`3', '`4'), 'summary_wrong'],
    ['a wrong sum', edited(WECHAT, 5, '`30.50', '`30.51'), 'summary_wrong'],
    ['a wrong sum of fees', edited(WECHAT, 5, '0.15500', '0.15501'), 'summary_wrong'],
    ['a state that nobody knows', edited(WECHAT, 1, 'SUCCESS', 'MAYBE'), 'unknown_state'],
    ['a refund in a state that nobody knows', edited(WECHAT, 3, '`SUCCESS', '`MAYBE'), 'unknown_state'],
    ['an amount with a third decimal', edited(WECHAT, 1, '`10.00', '`10.005'), 'bad_amount'],
    ['an amount in full-width digits', edited(WECHAT, 1, '`10.00', '`１0.00'), 'bad_amount'],
    ['a fee that is no number', edited(WECHAT, 1, '0.06000', '6e-2'), 'bad_amount'],
    ['another day', edited(WECHAT, 1, DAY, '2026-11-03'), 'wrong_day'],
    ['no time', edited(WECHAT, 1, `${DAY} 09:00:00`, DAY), 'bad_line'],
    ['a number that is none', edited(WECHAT, 1, '`T1', '`T 1'), 'bad_line'],
    [
      'another merchant in every line',
      WECHAT.map((line) => line.replace(MERCHANT, '1900000999')),
      'wrong_merchant',
    ],
  ])('refuses %s', (_what, lines, code) => expect(wechat(lines)).toBe(code))

  it('lets a refund that failed stand as one that moved nothing', () => {
    const rows = wechat(edited(WECHAT, 3, '`SUCCESS', '`FAIL')) as { moved: boolean }[]
    expect(rows.map((row) => row.moved)).toEqual([true, true, false])
  })

  const funds = (lines: readonly string[]) =>
    codeOf(() => {
      const chain = openFunds()
      for (const row of readAll(wechatFunds({ day: DAY }), lines)) chain.see(row)
      return chain.end()
    })

  it('follows the balances of a day, and sees what went to the bank', () => {
    const at = Date.UTC(2026, 10, 2, 15)
    const toBank = [{ number: 'f3', fen: 5_000, at }]
    expect(funds(WECHAT_FUNDS)).toEqual({ rows: 3, openingFen: 10_000, closingFen: 5_994, toBank })
  })

  it.each([
    ['a balance that does not follow', edited(WECHAT_FUNDS, 2, '109.94', '109.95'), 'summary_wrong'],
    ['a wrong sum', edited(WECHAT_FUNDS, 5, '50.06', '50.07'), 'summary_wrong'],
    ['neither in nor out', edited(WECHAT_FUNDS, 1, '收入', '内转'), 'unknown_state'],
    ['an amount with a sign', edited(WECHAT_FUNDS, 1, '`10.00', '`-10.00'), 'bad_amount'],
    ['another day', edited(WECHAT_FUNDS, 1, DAY, '2026-11-01'), 'wrong_day'],
  ])('refuses funds with %s', (_what, lines, code) => expect(funds(lines)).toBe(code))
})

describe('Alipay', () => {
  it('reads payments and refunds with their minus', () => {
    expect(alipay(ALIPAY)).toEqual([
      expect.objectContaining({
        kind: 'pay',
        number: 'T1',
        channelNumber: '2200T1',
        fen: 1_000,
        fee_mf: 6_000,
        moved: true,
        merchant: SELLER,
        currency: 'CNY',
      }),
      expect.objectContaining({ kind: 'refund', number: 'R1', payNumber: 'T1', fen: 500, fee_mf: -3_000 }),
    ])
    expect(alipay([...ALIPAY, '', '#end'])).toHaveLength(2)
  })

  it.each([
    ['another title', swapIn(ALIPAY, 0, '#支付宝账务明细查询'), 'unknown_header'],
    ['another merchant', edited(ALIPAY, 1, '2088', '2089'), 'wrong_merchant'],
    ['another day', edited(ALIPAY, 2, DAY, '2026-11-01'), 'wrong_day'],
    ['a line of another day', edited(ALIPAY, 5, `${DAY} 09:00:05`, '2026-11-03 00:00:01'), 'wrong_day'],
    ['a column more', edited(ALIPAY, 4, '备注', '备注,新列'), 'unknown_header'],
    ['a line that is cut off', edited(ALIPAY, 6, /,R1.*$/, ''), 'truncated'],
    ['a line too long', edited(ALIPAY, 6, /$/, ',x'), 'bad_line'],
    ['no end', ALIPAY.slice(0, 7), 'truncated'],
    ['no sums', ALIPAY.slice(0, 9), 'truncated'],
    ['a comment among the lines', ALIPAY.toSpliced(6, 0, '#x'), 'bad_line'],
    ['a wrong sum', edited(ALIPAY, 8, '10.00', '10.01'), 'summary_wrong'],
    ['a wrong count', edited(ALIPAY, 9, '1笔', '2笔'), 'summary_wrong'],
    ['a kind that nobody knows', edited(ALIPAY, 5, '交易,', '其它,'), 'unknown_state'],
    ['a refund without its minus', edited(ALIPAY, 6, '-5.00,-5.00', '5.00,5.00'), 'bad_amount'],
    ['a refund without its number', edited(ALIPAY, 6, 'R1\t', ''), 'bad_line'],
    ['a payment with a minus', edited(ALIPAY, 5, '10.00,10.00', '-10.00,-10.00'), 'bad_amount'],
    ['sums that are none', edited(ALIPAY, 8, '1笔', '一笔'), 'summary_wrong'],
    ['sums without their sum', edited(ALIPAY, 8, '共10.00元', '共元'), 'summary_wrong'],
    ['something before the sums', edited(ALIPAY, 9, '#退款', '##退款'), 'summary_wrong'],
    ['something before the merchant', edited(ALIPAY, 1, '#', '##'), 'unknown_header'],
    ['something behind the merchant', edited(ALIPAY, 1, /$/, 'x'), 'unknown_header'],
    ['something before the day', edited(ALIPAY, 2, '#', '##'), 'unknown_header'],
    ['something before the list', edited(ALIPAY, 3, '#', 'x#'), 'unknown_header'],
    ['something behind the list', edited(ALIPAY, 3, /$/, 'x'), 'unknown_header'],
    ['something behind the end', edited(ALIPAY, 7, /$/, 'x'), 'bad_line'],
    ['a line behind the sums', [...ALIPAY, 'x'], 'bad_line'],
  ])('refuses %s', (_what, lines, code) => expect(alipay(lines)).toBe(code))

  const funds = (lines: readonly string[]) =>
    codeOf(() => readAll(alipayFunds({ day: DAY, merchant: SELLER }), lines).map((row) => row.fen))

  it('reads movements in and out', () => expect(funds(ALIPAY_FUNDS)).toEqual([1_000, -6]))
  it('knows what went to the bank', () => {
    const banked = edited(ALIPAY_FUNDS, 6, '收费', '提现')
    const toBank = readAll(alipayFunds({ day: DAY, merchant: SELLER }), banked).map((row) => row.toBank)
    expect(toBank).toEqual([false, true])
  })
  it.each([
    ['both in and out', edited(ALIPAY_FUNDS, 5, '10.00,,', '10.00,-1.00,'), 'bad_amount'],
    ['an expense without its minus', edited(ALIPAY_FUNDS, 6, '-0.06', '0.06'), 'bad_amount'],
    ['a wrong sum', edited(ALIPAY_FUNDS, 8, '-0.06', '-0.07'), 'summary_wrong'],
  ])('refuses movements with %s', (_what, lines, code) => expect(funds(lines)).toBe(code))
})

describe('bytes', () => {
  const chunked = async (bytes: Uint8Array, encoding: 'utf-8' | 'gbk', size = 3) => {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    const lines: string[] = []
    for await (const some of linesOf(pieces(), encoding)) lines.push(...some)
    return lines
  }
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('become lines wherever they are cut, with either end and without their mark', async () => {
    expect(await chunked(bytes('\ufeff桃,一箱\r\n李\n'), 'utf-8')).toEqual(['桃,一箱', '李'])
    expect(await chunked(Uint8Array.of(0xcc, 0xd2, 0x0a), 'gbk', 1)).toEqual(['桃'])
  })
  it.each([
    ['GBK where UTF-8 was promised', Uint8Array.of(0xcc, 0xd2, 0x0a), 'encoding_wrong'],
    ['a character that is cut off', bytes('桃').subarray(0, 2), 'encoding_wrong'],
    ['a last line without its end', bytes('a\nb'), 'truncated'],
    ['a line without an end', bytes('x'.repeat(70_000)), 'bad_line'],
  ])('refuse %s', async (_what, given, code) => {
    await expect(chunked(given, 'utf-8', 1_000)).rejects.toMatchObject({ code })
  })
})
