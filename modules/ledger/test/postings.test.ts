/** From facts to entries: every rule balances, and touches what the chart of accounts says. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { type AccountSpec, chart } from '../src/chart.data.ts'
import { accountOf, entriesOf, hasFloor, postingOf } from '../src/postings.ts'
import type { LedgerFact } from '../src/facts.ts'
import { sale } from './factory.ts'

const told = (fact: LedgerFact) => entriesOf(fact).map((one): [string, number] => [accountOf(one), one.fen])
const goods = [{ seller: 'sup_a', fen: 10_000 }]
const parts = { fen: 10_300, goods, freightFen: 800, subsidyFen: 500 }
const some = { about: 'x', fen: 700 }

describe('each fact touches its accounts', () => {
  const cases: readonly [LedgerFact, readonly (readonly [string, number])[]][] = [
    [
      { kind: 'paid', about: 'x', channel: 'wechat-pay', ...parts },
      [
        ['1001', 10_300],
        ['2002/sup_a', -10_000],
        ['4002', -800],
        ['5002', 500],
      ],
    ],
    [
      {
        kind: 'paid',
        about: 'x',
        channel: 'alipay',
        fen: 900,
        goods: [{ seller: null, fen: 900 }],
        freightFen: 0,
        subsidyFen: 0,
      },
      [
        ['1002', 900],
        ['4000', -900],
      ],
    ],
    [
      { kind: 'surplus', channel: 'unionpay', ...some },
      [
        ['1004', 700],
        ['2007', -700],
      ],
    ],
    [
      { kind: 'refund', about: 'x', beforeFen: 0, ...parts },
      [
        ['2002/sup_a', 10_000],
        ['2007', -10_300],
        ['4002', 800],
        ['5002', -500],
      ],
    ],
    [
      { kind: 'refund_by_hand', ...some },
      [
        ['1003', -700],
        ['2007', 700],
      ],
    ],
    [
      { kind: 'refund_paid', channel: 'ecny', ...some },
      [
        ['1005', -700],
        ['2007', 700],
      ],
    ],
    [
      { kind: 'refund_returned', channel: 'wechat-pay', ...some },
      [
        ['1001', -700],
        ['1003', 700],
      ],
    ],
    [
      { kind: 'refund_called_off', about: 'x', beforeFen: 0, ...parts },
      [
        ['2002/sup_a', -10_000],
        ['2007', 10_300],
        ['4002', -800],
        ['5002', 500],
      ],
    ],
    [
      { kind: 'refund_bounced', channel: 'wechat-pay', ...some },
      [
        ['1001', 700],
        ['2007', -700],
      ],
    ],
    [
      { kind: 'channel_fee', channel: 'wechat-pay', ...some },
      [
        ['1001', -700],
        ['5001', 700],
      ],
    ],
    [
      { kind: 'service_fee', seller: 'sup_a', ...some },
      [
        ['2002/sup_a', 700],
        ['4001', -700],
      ],
    ],
    [
      { kind: 'service_fee_returned', seller: 'sup_a', ...some },
      [
        ['2002/sup_a', -700],
        ['4001', 700],
      ],
    ],
    [
      { kind: 'settled', seller: 'sup_a', ...some },
      [
        ['2002/sup_a', 700],
        ['2003/sup_a', -700],
      ],
    ],
    [
      { kind: 'clawback', seller: 'sup_a', ...some },
      [
        ['1020/sup_a', 700],
        ['2002/sup_a', -700],
      ],
    ],
    [
      { kind: 'clawback_repaid', seller: 'sup_a', ...some },
      [
        ['1020/sup_a', -700],
        ['2002/sup_a', 700],
      ],
    ],
    [
      { kind: 'withdrawal', seller: 'sup_a', ...some },
      [
        ['2003/sup_a', 700],
        ['2006', -700],
      ],
    ],
    [
      { kind: 'withdrawal_paid', ...some },
      [
        ['1003', -700],
        ['2006', 700],
      ],
    ],
    [
      { kind: 'withdrawal_failed', seller: 'sup_a', ...some },
      [
        ['2003/sup_a', -700],
        ['2006', 700],
      ],
    ],
    [
      { kind: 'channel_settled', channel: 'alipay', ...some },
      [
        ['1002', -700],
        ['1003', 700],
      ],
    ],
    [
      { kind: 'difference', channel: 'alipay', about: 'x', fen: -700 },
      [
        ['1002', -700],
        ['1010', 700],
      ],
    ],
    [
      { kind: 'difference_lost', about: 'x', fen: 700 },
      [
        ['1010', -700],
        ['5004', 700],
      ],
    ],
  ]
  it.each(cases)('$kind', (fact, entries) => expect(told(fact)).toEqual(entries))
})

test('the README shows the chart as it is', () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const shown = [...text.matchAll(/^\| (\d{4}) \| (\S+) +\| (\S+) +\| (.*?) +\| (yes|   )/gm)].map((row) =>
    row.slice(1, 6),
  )
  const specs: [string, AccountSpec][] = Object.entries(chart)
  const real = specs.map(([code, { name, type, owned, floor }]) => [
    code,
    name,
    type,
    owned ? 'each owner' : 'the platform',
    floor ? 'yes' : '   ',
  ])
  expect(shown).toEqual(real)
})

test('what takes a sale back is its mirror image', () => {
  const { kind: _kind, about: _about, channel: _channel, ...sold } = sale()
  const taken = new Map(told({ kind: 'refund', about: 'x', beforeFen: 0, ...sold }))
  const back = new Map(
    told({ kind: 'refund_called_off', about: 'x', beforeFen: 0, ...sold }) as [string, number][],
  )
  expect([...back]).toEqual([...taken].map(([account, fen]) => [account, -fen]))
})

test('whatever steps a sale goes back in, each part comes back to the fen', () => {
  const step = fc.integer({ min: 1, max: 4_000 })
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 30 }),
      fc.nat(900),
      fc.nat(900),
      (steps, freightFen, subsidyFen) => {
        const sold = [
          { seller: 'sup_a', fen: 3_333 },
          { seller: null, fen: 1_000 },
          { seller: 'sup_b', fen: 1 },
        ]
        const fen = 4_334 + freightFen - subsidyFen
        const whole = { goods: sold, freightFen, subsidyFen }
        const sums = new Map<string, number>()
        let beforeFen = 0
        for (const wanted of [...steps, fen]) {
          const part = Math.min(wanted, fen - beforeFen)
          if (part === 0) break
          const entries = told({ kind: 'refund', about: 'x', fen: part, beforeFen, ...whole })
          for (const [account, amount] of entries) sums.set(account, (sums.get(account) ?? 0) + amount)
          beforeFen += part
        }
        const all = told({ kind: 'refund', about: 'x', fen, beforeFen: 0, ...whole })
        const left = [...sums].filter(([, amount]) => amount !== 0)
        expect(new Map(left)).toEqual(new Map(all))
      },
    ),
  )
})

test('two lines of one supplier are one entry, and nothing is no entry', () => {
  const twice = [...goods, ...goods]
  const whole = { fen: 20_000, goods: twice, freightFen: 0, subsidyFen: 0 }
  expect(told({ kind: 'paid', about: 'x', channel: 'alipay', ...whole })).toEqual([
    ['1002', 20_000],
    ['2002/sup_a', -20_000],
  ])
  expect(told({ kind: 'difference', channel: 'alipay', about: 'x', fen: 0 })).toEqual([])
})

test('parts that are not the sum are a defect, never a journal', () => {
  expect(() => entriesOf({ kind: 'paid', about: 'x', channel: 'alipay', ...parts, fen: 10_301 })).toThrow(
    'does not balance',
  )
})

test('a sale of any parts sums to zero, in the order of its accounts', () => {
  const line = fc.record({
    seller: fc.constantFrom(null, 'sup_a', 'sup_b', 'sup_c'),
    fen: fc.integer({ min: 0, max: 10_000_000 }),
  })
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 20 }),
      fc.nat(5_000),
      fc.nat(5_000),
      (lines, freightFen, subsidyFen) => {
        const fen = lines.reduce((sum, one) => sum + one.fen, freightFen) - subsidyFen
        fc.pre(fen > 0)
        const entries = entriesOf({
          kind: 'paid',
          about: 'x',
          channel: 'alipay',
          fen,
          goods: lines,
          freightFen,
          subsidyFen,
        })
        const accounts = entries.map(accountOf)
        expect(entries.reduce((sum, one) => sum + one.fen, 0)).toBe(0)
        expect(accounts).toEqual([...new Set(accounts)].toSorted())
        expect(entries.every((one) => Object.hasOwn(chart, one.code))).toBe(true)
      },
    ),
  )
})

test('an entry is read as it was written', () => {
  for (const one of entriesOf(sale()))
    expect(postingOf({ account: accountOf(one), amount_fen: one.fen })).toEqual(one)
  expect(['2003', '2002', '1001', 'constructor', '9999'].map(hasFloor)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})
