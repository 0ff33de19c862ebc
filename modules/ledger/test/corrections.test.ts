/** What was booked wrong is told right: taken back and booked anew in one commit, and nothing is edited. */
import type { Actor } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Ledger } from '../src/contract.ts'
import type { LedgerFact } from '../src/facts.ts'
import { ledgerModule } from '../src/index.ts'
import { idOf, sale, settled } from './factory.ts'

const { record, reverse, correct, hold, capture, link } = Ledger.commands
const { invariants, trialBalance, journals, available, booked } = Ledger.queries
const permissions = ['ledger.read', 'ledger.correct']
const clerk: Actor = { kind: 'staff', id: 'stf_1', sessionId: 'ses_1', permissions }
const as = { actor: clerk }
const occurredAt = Date.UTC(2026, 6, 1)

eachDatabase((_name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [ledgerModule] })
  })

  const told = async (fact: LedgerFact): Promise<string> =>
    (await house.must(record, { fact, occurredAt })).journalId ?? ''
  const right = (journalId: string, fact: LedgerFact, key?: string) =>
    house.run(correct, { journalId, fact }, { ...as, ...(key === undefined ? {} : { key }) })
  const codeOf = async (said: ReturnType<typeof right>) => {
    const result = await said
    return result.ok ? 'ok' : result.code
  }
  const balances = async () => {
    const { accounts, sumFen } = await house.ask(trialBalance, {}, as)
    expect(sumFen).toBe(0)
    const moved = accounts.filter((one) => one.balanceFen !== 0)
    return Object.fromEntries(moved.map((one) => [one.code, one.balanceFen]))
  }
  const posted = async (seller: string) => (await house.ask(available, { seller })).postedFen
  const broken = async () =>
    (await house.ask(invariants, {}, as)).items.filter((one) => one.violations > 0).map((one) => one.name)

  test('the right fact stands in place of the wrong one, and both can be read', async () => {
    const wrong = sale()
    const first = await told(wrong)
    const fact = { ...wrong, fen: 10_400, freightFen: 900 }
    const said = await house.must(correct, { journalId: first, fact }, { ...as, key: 'once' })
    expect(await house.must(correct, { journalId: first, fact }, { ...as, key: 'once' })).toEqual(said)
    expect(await balances()).toEqual({ '1001': 10_400, '2002': -10_000, '4002': -900, '5002': 500 })
    const { items } = await house.ask(journals, { about: wrong.about }, as)
    expect(items.map((one) => [one.journalId, one.occurredAt])).toEqual([
      [first, occurredAt],
      [said.journalId, occurredAt],
    ])
    const { items: standing } = await house.ask(booked, { abouts: [wrong.about] })
    expect(standing).toEqual([{ about: wrong.about, kind: 'paid', fen: 10_400 }])
    house.clock.advance(6_000)
    expect(await house.must(link, { all: true })).toEqual({ linked: 3 })
    expect(await broken()).toEqual([])
  })

  test('after it the right fact is known, and the wrong one contradicts', async () => {
    const wrong = sale()
    const first = await told(wrong)
    const fact = { ...wrong, fen: 10_400, freightFen: 900 }
    const { journalId } = await house.must(correct, { journalId: first, fact }, as)
    expect(await told(fact)).toBe(journalId)
    const again = await house.run(record, { fact: wrong, occurredAt })
    expect(again).toMatchObject({ ok: false, code: 'ledger.contradiction' })
  })

  test('what was taken back alone is told right afterwards, also as it was', async () => {
    const wrong = sale()
    const first = await told(wrong)
    await house.must(reverse, { journalId: first }, as)
    expect(await codeOf(right(first, wrong))).toBe('ok')
    expect(await balances()).toEqual({ '1001': 10_300, '2002': -10_000, '4002': -800, '5002': 500 })
    expect(await broken()).toEqual([])
  })

  test('it is told right as often as it was wrong, always from the journal that stands', async () => {
    const seller = idOf('sup')
    const about = idOf('stm')
    let journalId = await told(settled(seller, 500, about))
    for (const fen of [700, 90, 300]) {
      const said = await house.must(correct, { journalId, fact: settled(seller, fen, about) }, as)
      expect(await codeOf(right(journalId, settled(seller, fen + 1, about)))).toBe('ledger.corrected_since')
      expect(await posted(seller)).toBe(fen)
      journalId = said.journalId
    }
    expect(await balances()).toEqual({ '2002': 300, '2003': -300 })
    expect(await broken()).toEqual([])
  })

  test('what was settled and is partly gone is told right: only the difference must be there', async () => {
    const seller = idOf('sup')
    const about = idOf('stm')
    const first = await told(settled(seller, 500, about))
    await told({ kind: 'withdrawal', about: idOf('wdr'), seller, fen: 400 })
    expect(await codeOf(right(first, settled(seller, 399, about)))).toBe('ledger.insufficient')
    expect(await posted(seller)).toBe(100)
    expect(await codeOf(right(first, settled(seller, 400, about)))).toBe('ok')
    expect(await posted(seller)).toBe(0)
    expect(await broken()).toEqual([])
  })

  test('nothing else is corrected by it, and what is refused changes nothing', async () => {
    const seller = idOf('sup')
    const fact = settled(seller, 500)
    const first = await told(fact)
    expect(await codeOf(right(idOf('jrn'), fact))).toBe('ledger.no_such_journal')
    expect(await codeOf(right(first, settled(seller, 400)))).toBe('ledger.other_thing')
    const other = { kind: 'clawback', about: fact.about, seller, fen: 500 } as const
    expect(await codeOf(right(first, other))).toBe('ledger.other_thing')
    expect(await codeOf(right(first, fact))).toBe('ledger.nothing_to_correct')
    const nothing = { kind: 'difference', about: 'row_1', channel: 'alipay', fen: 0 } as const
    const lost = await told({ ...nothing, fen: 7 })
    expect(await codeOf(right(lost, nothing))).toBe('ledger.nothing_to_correct')
    expect(await posted(seller)).toBe(500)
    expect((await house.ask(journals, { about: fact.about }, as)).items).toHaveLength(1)
  })

  test('twenty who tell it right at once tell it once', async () => {
    const seller = idOf('sup')
    const about = idOf('stm')
    const first = await told(settled(seller, 500, about))
    const hands = Array.from({ length: 20 }, (_, n) => codeOf(right(first, settled(seller, 600 + n, about))))
    const codes = await Promise.all(hands)
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['ok', 'ledger.corrected_since']))
    expect(await broken()).toEqual([])
  })

  test('a hold is over at its time, also before a timer has seen it', async () => {
    const seller = idOf('sup')
    await told(settled(seller, 100))
    const holdId = idOf('hld')
    await house.must(hold, { holdId, seller, fen: 100, expiresAt: house.clock.now() + 1_000 })
    house.clock.advance(1_000)
    const said = await house.run(capture, { holdId, about: idOf('wdr'), fen: 100, occurredAt })
    expect(said).toMatchObject({ ok: false, code: 'ledger.hold_over' })
  })
})
