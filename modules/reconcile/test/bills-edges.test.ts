/** The edges of bills: nothing, zero, ten and more, blanks at the ends, and which line is to blame. */
import { describe, expect, it } from 'vitest'
import { alipayFunds, alipayTrades } from '../src/bills/alipay.ts'
import { BillFault } from '../src/bills/bill.ts'
import { feeOf, fenOf } from '../src/bills/cells.ts'
import { linesOf } from '../src/bills/lines.ts'
import { wechatFunds, wechatTrades } from '../src/bills/wechat.ts'
import {
  ALIPAY,
  ALIPAY_FUNDS,
  codeOf,
  DAY,
  MERCHANT,
  readAll,
  SELLER,
  WECHAT,
  WECHAT_FUNDS,
} from './factory.ts'

const wechat = (lines: readonly string[]) =>
  codeOf(() => readAll(wechatTrades({ day: DAY, merchant: MERCHANT }), lines))
const wechatMoves = (lines: readonly string[]) =>
  codeOf(() => readAll(wechatFunds({ day: DAY }), lines).map((row) => row.fen))
const alipay = (lines: readonly string[]) =>
  codeOf(() => readAll(alipayTrades({ day: DAY, merchant: SELLER }), lines))
const alipayMoves = (lines: readonly string[]) =>
  codeOf(() => readAll(alipayFunds({ day: DAY, merchant: SELLER }), lines).map((row) => row.fen))
const edited = (lines: readonly string[], at: number, from: string | RegExp, to: string) =>
  lines.with(at, (lines[at] ?? '').replace(from, to))
const line = (lines: readonly string[], at: number) => lines[at] ?? ''
/** The same line so many times, each with a number of its own. */
const many = (text: string, number: string, times: number) =>
  Array.from({ length: times }, (_, n) => text.replaceAll(number, `${number}${n}`))
const says = (read: () => unknown): string => {
  try {
    return String(read())
  } catch (error) {
    return (error as Error).message
  }
}

describe('a fault', () => {
  it('names the line that is to blame, counted from one, and none where there is none', () => {
    expect([new BillFault('truncated').message, new BillFault('bad_line', 7).message]).toEqual([
      'truncated',
      'bad_line in line 7',
    ])
    const bad = edited(WECHAT, 2, '`20.50', '`2O.50')
    const ours = { day: DAY, merchant: MERCHANT }
    expect(says(() => readAll(wechatTrades(ours), bad))).toBe('bad_amount in line 3')
    const torn = edited(ALIPAY, 6, '-5.00,-5.00', '5.00,5.00')
    expect(says(() => readAll(alipayTrades({ day: DAY, merchant: SELLER }), torn))).toBe(
      'bad_amount in line 7',
    )
  })
})

describe('amounts', () => {
  it('of fees are exact to the thousandth of a fen, with yuan before the point, and never minus zero', () => {
    expect(['12.34567', '0.06', '-1.50000', '-0.00000'].map((cell) => feeOf(cell, 1))).toEqual([
      1_234_567, 6_000, -150_000, 0,
    ])
    expect(codeOf(() => feeOf('', 1))).toBe('bad_amount')
    expect(codeOf(() => fenOf('1,000.00', 1))).toBe('bad_amount')
  })
})

describe('WeChat Pay', () => {
  const sums = line(WECHAT, 4)
  it('has a day on which nothing moved', () => {
    expect(wechat([line(WECHAT, 0), sums, '`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00'])).toEqual([])
  })
  it('may have blanks behind its headers and empty lines at its end', () => {
    const loose = WECHAT.with(0, `${line(WECHAT, 0)} \t`).with(4, `${sums} `)
    expect(wechat([...loose, '', ''])).toHaveLength(3)
  })
  it('counts a line of ours among those of others', () => {
    expect(wechat(edited(WECHAT, 2, MERCHANT, '1900000999'))).toHaveLength(3)
  })
  it.each([
    ['sums twice', [...WECHAT, line(WECHAT, 5)], 'bad_line'],
    ['sums that do not begin like cells', edited(WECHAT, 5, '`3', '3'), 'bad_line'],
    ['a count that is no whole number', edited(WECHAT, 5, '`3', '`3.0'), 'bad_amount'],
    ['a blank before its header', WECHAT.with(0, ` ${line(WECHAT, 0)}`), 'unknown_header'],
    ['a blank before the names of its sums', WECHAT.with(4, ` ${sums}`), 'unknown_header'],
  ])('refuses %s', (_what, lines, code) => expect(wechat(lines)).toBe(code))
  it('moves nothing by a movement of nothing', () => {
    const nothing = edited(WECHAT_FUNDS, 2, '`0.06', '`0.00').with(5, '`3,`1,`10.00,`2,`50.00')
    expect(wechatMoves(nothing)).toEqual([1_000, 0, -5_000])
  })
})

describe('Alipay', () => {
  it('sums up ten and more', () => {
    const [pays, backs] = [many(line(ALIPAY, 5), 'T1', 12), many(line(ALIPAY, 6), 'R1', 11)]
    const sums = [
      '#交易合计：12笔，商家实收共120.00元，商家优惠共0.00元',
      '#退款合计：11笔，商家实收退款共-55.00元，商家优惠退款共0.00元',
    ]
    expect(alipay([...ALIPAY.slice(0, 5), ...pays, ...backs, line(ALIPAY, 7), ...sums])).toHaveLength(23)
  })
  it('has a day without refunds, whose sum has no minus, and one on which nothing moved', () => {
    const none = '#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元'
    expect(alipay(ALIPAY.with(9, none).toSpliced(6, 1))).toHaveLength(1)
    const quiet = ALIPAY.with(8, '#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元').with(9, none)
    expect(alipay(quiet.toSpliced(5, 2))).toEqual([])
  })
  it('takes what was wholly given by the platform: a trade of nothing', () => {
    const paid = edited(edited(ALIPAY, 5, '10.00,10.00', '10.00,0.00'), 8, '共10.00', '共0.00')
    expect(alipay(paid)).toMatchObject([{ fen: 0 }, { fen: 500 }])
    const back = edited(edited(ALIPAY, 6, '-5.00,-5.00', '-5.00,0.00'), 9, '共-5.00', '共0.00')
    expect(alipay(back)).toMatchObject([{ fen: 1_000 }, { fen: 0 }])
  })
  it('may have blanks behind the lines of its head', () => {
    const loose = ALIPAY.map((text, at) => (at < 5 ? `${text} ` : text))
    expect(alipay(loose)).toHaveLength(2)
  })
  it.each([
    ['a blank before its title', ALIPAY.with(0, ` ${line(ALIPAY, 0)}`), 'unknown_header'],
    ['something before the end of the list', edited(ALIPAY, 7, '#', '##'), 'bad_line'],
    ['something before the first sum', edited(ALIPAY, 8, '#', '##'), 'summary_wrong'],
  ])('refuses %s', (_what, lines, code) => expect(alipay(lines)).toBe(code))

  it('sums up ten and more movements, and a day without expenses', () => {
    const came = many(line(ALIPAY_FUNDS, 5), 'T1', 12)
    const went = many(line(ALIPAY_FUNDS, 6), 'T1', 10)
    const [head, end] = [ALIPAY_FUNDS.slice(0, 5), line(ALIPAY_FUNDS, 7)]
    const sums = ['#支出合计：10笔，共-0.60元', '#收入合计：12笔，共120.00元']
    expect(alipayMoves([...head, ...came, ...went, end, ...sums])).toHaveLength(22)
    const oneWay = ['#支出合计：0笔，共0.00元', '#收入合计：1笔，共10.00元']
    expect(alipayMoves([...ALIPAY_FUNDS.slice(0, 6), end, ...oneWay])).toEqual([1_000])
    const nothing = [
      line(ALIPAY_FUNDS, 5).replace(',10.00,,', ',0.00,,'),
      line(ALIPAY_FUNDS, 6).replace('-0.06', '0.00'),
    ]
    const zero = ['#支出合计：1笔，共0.00元', '#收入合计：1笔，共0.00元']
    expect(alipayMoves([...head, ...nothing, end, ...zero])).toEqual([0, 0])
  })
  it.each([
    ['an income with a minus', edited(ALIPAY_FUNDS, 5, ',10.00,,', ',-10.00,,'), 'bad_amount'],
    ['something before the end of the list', edited(ALIPAY_FUNDS, 7, '#', '##'), 'bad_line'],
    ['something behind the end of the list', edited(ALIPAY_FUNDS, 7, /$/, 'x'), 'bad_line'],
    ['something before the expenses', edited(ALIPAY_FUNDS, 8, '#', '##'), 'summary_wrong'],
    ['something behind the expenses', edited(ALIPAY_FUNDS, 8, /$/, 'x'), 'summary_wrong'],
    ['something before the income', edited(ALIPAY_FUNDS, 9, '#', '##'), 'summary_wrong'],
    ['something behind the income', edited(ALIPAY_FUNDS, 9, /$/, 'x'), 'summary_wrong'],
  ])('refuses movements with %s', (_what, lines, code) => expect(alipayMoves(lines)).toBe(code))
})

describe('a line', () => {
  const read = async (length: number) => {
    async function* pieces() {
      yield new TextEncoder().encode('x'.repeat(length))
      yield new TextEncoder().encode('\n')
    }
    const lines: string[] = []
    for await (const some of linesOf(pieces(), 'utf-8')) lines.push(...some)
    return lines.map((text) => text.length)
  }
  it('may be as long as 65,536 letters, and no longer', async () => {
    expect(await read(65_536)).toEqual([65_536])
    await expect(read(65_537)).rejects.toMatchObject({ code: 'bad_line' })
  })
})
