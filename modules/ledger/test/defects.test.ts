/**
 * Defects about money that other malls have had, by what their users reported, each as the rule that keeps it
 * out of this one (the numbers are those of our list of reports).
 */
import { refundPart, split } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { Ledger } from '../src/contract.ts'
import type { LedgerFact } from '../src/facts.ts'
import { ledgerModule } from '../src/index.ts'
import { accountOf, entriesOf } from '../src/postings.ts'
import { idOf, sale, settled } from './factory.ts'

const fen = fc.integer({ min: 1, max: 500_000 })

describe('of rules', () => {
  test('#3 coupon apportion loses cents; ignores quantity', () => {
    const lines = fc.array(fen, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (amounts, share) => {
        const whole = amounts.reduce((sum, amount) => sum + amount, 0)
        const coupon = Math.floor(whole * share)
        const parts = split(coupon, amounts)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(coupon)
        for (const [at, part] of parts.entries()) {
          expect(part).toBeGreaterThanOrEqual(0)
          expect(part).toBeLessThanOrEqual(amounts[at] ?? 0)
        }
      }),
    )
  })

  test('#4 partial refund ignores discount: every part goes back in proportion, and all of it in the end', () => {
    const steps = fc.array(fen, { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fen, fc.nat(2_000), fc.nat(1_000), steps, (goods, freightFen, given, wanted) => {
        const subsidyFen = Math.min(given, goods + freightFen - 1)
        const paid = goods + freightFen - subsidyFen
        const seller = 'sup_a'
        const parts = { goods: [{ seller, fen: goods }], freightFen, subsidyFen }
        const sums = new Map<string, number>()
        const book = (fact: LedgerFact) => {
          for (const one of entriesOf(fact)) {
            const account = accountOf(one)
            sums.set(account, (sums.get(account) ?? 0) + one.fen)
          }
        }
        book({ kind: 'paid', about: 'p', channel: 'alipay', fen: paid, ...parts })
        let back = 0
        for (const step of [...wanted, paid]) {
          const part = Math.min(step, paid - back)
          if (part === 0) continue
          book({ kind: 'refund', about: `r${back}`, fen: part, beforeFen: back, ...parts })
          back += part
          // What the platform gave is never paid out to anybody.
          const subsidy = sums.get('5002') ?? 0
          expect(subsidy).toBe(subsidyFen - refundPart(subsidyFen, paid, 0, back))
        }
        expect([...sums].filter(([code, sum]) => sum !== 0 && !['1002', '2007'].includes(code))).toEqual([])
        expect(sums.get('2007') ?? 0).toBe(-paid)
      }),
    )
  })
})

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [ledgerModule] })
  })
  const tell = (fact: LedgerFact) => house.run(Ledger.commands.record, { fact, occurredAt: 1 })
  const has = (seller: string) => house.ask(Ledger.queries.available, { seller })
  const sumOf = async (code: '1020' | '2002' | '2006', owner: string) => {
    const actor = { kind: 'staff', id: 'stf_1', sessionId: 's', permissions: ['ledger.read'] } as const
    const wanted = { code, limit: 100, ...(owner === '' ? {} : { owner }) }
    const { items } = await house.ask(Ledger.queries.statement, wanted, { actor })
    return items.reduce((sum, one) => sum + one.amountFen, 0)
  }

  test('#14 clawback double-subtract: told twice, in whatever order, it is one debt', async () => {
    const seller = idOf('sup')
    const clawback = { kind: 'clawback', about: idOf('stm'), seller, fen: 300 } as const
    const repaid = { kind: 'clawback_repaid', about: clawback.about, seller, fen: 300 } as const
    for (const fact of [clawback, clawback, repaid, clawback, repaid]) await tell(fact)
    expect([await sumOf('1020', seller), await sumOf('2002', seller)]).toEqual([0, 0])
  })

  test('#16 withdraw + transfer at once spends twice', async () => {
    const seller = idOf('sup')
    await tell(settled(seller, 100))
    const expiresAt = house.clock.now() + 60_000
    const hands = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? tell({ kind: 'withdrawal', about: idOf('wdr'), seller, fen: 30 })
        : house.run(Ledger.commands.hold, { holdId: idOf('hld'), seller, fen: 30, expiresAt }),
    )
    const good = (await Promise.all(hands)).filter((one) => one.ok)
    expect(good).toHaveLength(3)
    const { postedFen, heldFen } = await has(seller)
    expect(postedFen - heldFen).toBe(10)
  })

  test('a journal for every payment and no payment without: the same word a hundred times is one', async () => {
    const fact = sale()
    const said = await Promise.all(Array.from({ length: 100 }, () => tell(fact)))
    expect(new Set(said.map((one) => (one.ok ? one.value.journalId : one.code))).size).toBe(1)
  })
})
