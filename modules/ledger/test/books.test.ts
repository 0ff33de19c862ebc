/** Journals, balances, holds and the chain, on every database, one hand or many at once. */
import type { Actor, InputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { Ledger } from '../src/contract.ts'
import { ledgerModule } from '../src/index.ts'
import { idOf, sale, settled } from './factory.ts'

const { record, reverse, hold, capture, release, expireHolds, link } = Ledger.commands
const { invariants, trialBalance, statement, journals, available, hasUnlinked } = Ledger.queries
const clerk: Actor = {
  kind: 'staff',
  id: 'stf_1',
  sessionId: 'ses_1',
  permissions: ['ledger.read', 'ledger.correct'],
}
const as = { actor: clerk }
const occurredAt = Date.UTC(2026, 6, 1)

eachDatabase((name, open) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await open({ modules: [ledgerModule] })
  })

  const tell = (fact: InputOf<typeof record>['fact'], key?: string) =>
    house.run(record, { fact, occurredAt }, key === undefined ? {} : { key })
  const broken = async () =>
    (await house.ask(invariants, {}, as)).items.filter((one) => one.violations > 0).map((one) => one.name)
  const has = async (seller: string) => {
    const { postedFen, heldFen } = await house.ask(available, { seller })
    return [postedFen, heldFen]
  }
  const balances = async () => {
    const { accounts, sumFen } = await house.ask(trialBalance, {}, as)
    expect(sumFen).toBe(0)
    return Object.fromEntries(
      accounts.filter((one) => one.balanceFen !== 0).map((one) => [one.code, one.balanceFen]),
    )
  }
  const count = async () =>
    (await house.ask(trialBalance, {}, as)).accounts.length > 0 && (await rows()).length
  const rows = () => house.database.reader('ledger').selectFrom('ledger_journal').selectAll().execute()
  const owner = () => house.database.owner()

  test('a fact is booked once, whoever tells it and how often', async () => {
    const fact = sale()
    const first = await house.must(record, { fact, occurredAt }, { key: 'one' })
    expect(await house.must(record, { fact, occurredAt }, { key: 'one' })).toEqual(first)
    expect(await house.must(record, { fact, occurredAt }, { key: 'other' })).toEqual(first)
    expect(await balances()).toEqual({ '1001': 10_300, '2002': -10_000, '4002': -800, '5002': 500 })
    const said = await tell({ ...fact, fen: 10_400, freightFen: 900 })
    expect(said).toMatchObject({ ok: false, code: 'ledger.contradiction' })
    const { items } = await house.ask(journals, { about: fact.about }, as)
    expect(items).toEqual([
      {
        journalId: first.journalId,
        kind: 'paid',
        about: fact.about,
        occurredAt,
        bookedAt: house.clock.now(),
        reverses: null,
        entries: [
          { account: '1001', amountFen: 10_300 },
          { account: `2002/${fact.goods[0]?.seller ?? ''}`, amountFen: -10_000 },
          { account: '4002', amountFen: -800 },
          { account: '5002', amountFen: 500 },
        ],
      },
    ])
    expect(await broken()).toEqual([])
  })

  test('a fact that moves nothing leaves nothing; parts that are not the sum are thrown out', async () => {
    const nothing = { kind: 'difference', about: 'x', channel: 'alipay', fen: 0 } as const
    expect(await house.must(record, { fact: nothing, occurredAt })).toEqual({ journalId: null })
    await expect(tell(sale({ fen: 10_301 }))).rejects.toThrow('does not balance')
    expect(await rows()).toEqual([])
  })

  test('sixty-four hands with one fact book it once', async () => {
    const fact = sale()
    const said = await Promise.all(Array.from({ length: 64 }, (_, n) => tell(fact, `hand ${n % 32}`)))
    const ids = new Set(said.map((one) => (one.ok ? one.value.journalId : one.code)))
    expect([ids.size, (await rows()).length]).toEqual([1, 1])
    expect(await broken()).toEqual([])
  })

  test('of a hundred, fifty who want thirty at once leave ten', async () => {
    const seller = idOf('sup')
    await house.must(record, { fact: settled(seller, 100), occurredAt })
    const said = await Promise.all(
      Array.from({ length: 50 }, () => tell({ kind: 'withdrawal', about: idOf('wdr'), seller, fen: 30 })),
    )
    const codes = said.map((one) => (one.ok ? 'ok' : one.code))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(3)
    expect(codes.filter((code) => code === 'ledger.insufficient')).toHaveLength(47)
    expect(await has(seller)).toEqual([10, 0])
    expect(await balances()).toEqual({ '2002': 100, '2003': -10, '2006': -90 })
    expect(await broken()).toEqual([])
  })

  test('what an owner never had cannot be taken, and leaves no journal', async () => {
    const fact = { kind: 'withdrawal', about: idOf('wdr'), seller: idOf('sup'), fen: 1 } as const
    expect(await tell(fact)).toMatchObject({ ok: false, code: 'ledger.insufficient' })
    expect(await count()).toBe(0)
  })

  test('a journal is taken back by its mirror image, once', async () => {
    const seller = idOf('sup')
    const { journalId } = await house.must(record, { fact: settled(seller, 500), occurredAt })
    const journal = { journalId: journalId ?? '' }
    const mirror = await house.must(reverse, journal, as)
    expect(await balances()).toEqual({})
    expect(await has(seller)).toEqual([0, 0])
    expect(await house.run(reverse, journal, as)).toMatchObject({ code: 'ledger.already_reversed' })
    expect(await house.run(reverse, mirror, as)).toMatchObject({ code: 'ledger.already_reversed' })
    const nowhere = { journalId: idOf('jrn') }
    expect(await house.run(reverse, nowhere, as)).toMatchObject({ code: 'ledger.no_such_journal' })
    expect(await broken()).toEqual([])
  })

  test('a journal whose money is gone is not taken back', async () => {
    const seller = idOf('sup')
    const { journalId } = await house.must(record, { fact: settled(seller, 500), occurredAt })
    await house.must(record, { fact: { kind: 'withdrawal', about: idOf('wdr'), seller, fen: 1 }, occurredAt })
    const said = await house.run(reverse, { journalId: journalId ?? '' }, as)
    expect(said).toMatchObject({ ok: false, code: 'ledger.insufficient' })
    expect([await count(), await has(seller)]).toEqual([2, [499, 0]])
  })

  test('what is set aside nobody else can take; it is used, given back, or over', async () => {
    const seller = idOf('sup')
    await house.must(record, { fact: settled(seller, 1_000), occurredAt })
    const expiresAt = house.clock.now() + 60_000
    const put = (fen: number, holdId = idOf('hld')) =>
      house.run(hold, { holdId, seller, fen, expiresAt }).then((said) => ({ said, holdId }))
    const [a, b, c] = [await put(400), await put(300), await put(200)]
    expect(await has(seller)).toEqual([1_000, 900])
    expect((await put(101)).said).toMatchObject({ code: 'ledger.insufficient' })
    expect((await put(1, a.holdId)).said).toMatchObject({ code: 'ledger.hold_taken' })
    expect(await tell({ kind: 'withdrawal', about: idOf('wdr'), seller, fen: 101 })).toMatchObject({
      code: 'ledger.insufficient',
    })
    const use = (holdId: string, fen: number, about = idOf('wdr')) =>
      house.run(capture, { holdId, about, fen, occurredAt })
    expect(await use(a.holdId, 401)).toMatchObject({ code: 'ledger.above_hold' })
    expect(await use(a.holdId, 390)).toMatchObject({ ok: true })
    expect(await use(a.holdId, 1)).toMatchObject({ code: 'ledger.hold_over' })
    expect(await has(seller)).toEqual([610, 500])
    await house.must(release, { holdId: b.holdId })
    expect(await house.run(release, { holdId: b.holdId })).toMatchObject({ code: 'ledger.hold_over' })
    expect(await house.run(release, { holdId: idOf('hld') })).toMatchObject({ code: 'ledger.no_such_hold' })
    expect(await use(idOf('hld'), 1)).toMatchObject({ code: 'ledger.no_such_hold' })
    await house.must(expireHolds, {})
    expect(await has(seller)).toEqual([610, 200])
    house.clock.advance(60_000)
    await house.must(expireHolds, {})
    expect(await use(c.holdId, 1)).toMatchObject({ code: 'ledger.hold_over' })
    expect(await has(seller)).toEqual([610, 0])
    expect(await balances()).toEqual({ '2002': 1_000, '2003': -610, '2006': -390 })
    expect(await broken()).toEqual([])
  })

  test('a withdrawal that says something else about the same thing is not booked', async () => {
    const seller = idOf('sup')
    const about = idOf('wdr')
    await house.must(record, { fact: settled(seller, 1_000), occurredAt })
    await house.must(record, { fact: { kind: 'withdrawal', about, seller, fen: 100 }, occurredAt })
    const holdId = idOf('hld')
    await house.must(hold, { holdId, seller, fen: 200, expiresAt: house.clock.now() + 1_000 })
    const said = await house.run(capture, { holdId, about, fen: 200, occurredAt })
    expect(said).toMatchObject({ ok: false, code: 'ledger.contradiction' })
    expect(await has(seller)).toEqual([900, 200])
  })

  test('twenty who use, give back and let lapse one hold end it once', async () => {
    const seller = idOf('sup')
    await house.must(record, { fact: settled(seller, 100), occurredAt })
    const holdId = idOf('hld')
    await house.must(hold, { holdId, seller, fen: 100, expiresAt: house.clock.now() })
    const hands = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? house.run(capture, { holdId, about: `wdr_${n}`, fen: 60, occurredAt })
        : house.run(release, { holdId }),
    )
    const said = await Promise.all([...hands, house.run(expireHolds, {})])
    const ends = said.slice(0, -1).filter((one) => one.ok)
    expect(ends.length).toBeLessThanOrEqual(1)
    const [postedFen, heldFen] = await has(seller)
    expect([heldFen, [100, 40].includes(postedFen ?? -1)]).toEqual([0, true])
    expect(await broken()).toEqual([])
  })

  test('an account is read page by page, newest first', async () => {
    const seller = idOf('sup')
    for (const fen of [1, 2, 3]) {
      await house.must(record, { fact: settled(seller, fen), occurredAt })
      house.clock.advance(5)
    }
    const read = (cursor?: string) =>
      house.ask(statement, { code: '2003', owner: seller, limit: 2, ...(cursor ? { cursor } : {}) }, as)
    const first = await read()
    expect(first.items.map((one) => one.amountFen)).toEqual([-3, -2])
    const second = await read(first.next ?? '')
    expect([second.items.map((one) => one.amountFen), second.next]).toEqual([[-1], null])
  })

  test('the chain takes every journal, and shows which one was touched', async () => {
    for (let n = 0; n < 5; n += 1) await house.must(record, { fact: sale(), occurredAt })
    expect(await house.must(link, { all: false })).toEqual({ linked: 0 })
    expect(await house.ask(hasUnlinked, {})).toEqual({ has: false })
    house.clock.advance(6_000)
    expect(await house.ask(hasUnlinked, {})).toEqual({ has: true })
    expect(await house.must(link, { all: false })).toEqual({ linked: 5 })
    await house.must(record, { fact: sale(), occurredAt })
    house.clock.advance(6_000)
    expect(await house.must(link, { all: true })).toEqual({ linked: 1 })
    expect(await house.must(link, { all: true })).toEqual({ linked: 0 })
    expect(await broken()).toEqual([])
    const [second] = (await rows())
      .map((row) => String(row['id']))
      .toSorted()
      .slice(1)
    if (name === 'sqlite') {
      const touch = sql`UPDATE ledger_entry SET amount_fen = amount_fen + 1 WHERE journal_id = ${second}`
      await expect(touch.execute(owner())).rejects.toThrow('what is booked stays')
      const drop = sql`DELETE FROM ledger_journal WHERE id = ${second}`
      await expect(drop.execute(owner())).rejects.toThrow('what is booked stays')
      for (const table of ['entry', 'journal'])
        await sql`DROP TRIGGER ${sql.raw(`ledger_${table}_no_update`)}`.execute(owner())
    }
    const at = sql`journal_id = ${second} AND account`
    await sql`UPDATE ledger_entry SET amount_fen = amount_fen + 1 WHERE ${at} = '1001'`.execute(owner())
    await sql`UPDATE ledger_entry SET amount_fen = amount_fen - 1 WHERE ${at} = '4002'`.execute(owner())
    expect(await broken()).toEqual(['I16'])
    await sql`UPDATE ledger_entry SET amount_fen = amount_fen + 7 WHERE ${at} = '4002'`.execute(owner())
    expect(await broken()).toEqual(['I1', 'I2', 'I16'])
  })

  test('a journal that the sequencer missed is said within the hour', async () => {
    await house.must(record, { fact: sale(), occurredAt })
    house.clock.advance(3_600_001)
    expect(await broken()).toEqual(['I16b'])
  })

  test('a balance that is not the sum of its entries is found', async () => {
    const seller = idOf('sup')
    await house.must(record, { fact: settled(seller, 100), occurredAt })
    await sql`UPDATE ledger_balance SET posted_fen = 150, held_fen = 20`.execute(owner())
    expect(await broken()).toEqual(['I3', 'I5'])
    const below = sql`UPDATE ledger_balance SET posted_fen = 10`
    await expect(below.execute(owner())).rejects.toThrow()
    await sql`DELETE FROM ledger_balance`.execute(owner())
    expect(await broken()).toEqual(['I3b'])
  })

  test('the timers link and look, and an alarm is an event', async () => {
    await house.must(record, { fact: sale(), occurredAt })
    house.clock.advance(10_000)
    await house.house.jobs.runDue()
    expect(await house.ask(hasUnlinked, {})).toEqual({ has: false })
    const { corridor } = house.house
    const alarms: unknown[] = []
    house.house.listen(Ledger.events.broken, (payload) => alarms.push(payload))
    const failed = () => corridor.metrics.text().includes('tiantou_job_failed_total{job="ledger.check"}')
    expect(failed()).toBe(false)
    await house.must(record, { fact: settled(idOf('sup'), 7), occurredAt })
    await sql`UPDATE ledger_balance SET posted_fen = posted_fen + 1`.execute(owner())
    house.clock.advance(86_400_000)
    await house.house.jobs.runDue()
    expect(failed()).toBe(true)
    await house.settle()
    expect(alarms).toEqual([{ name: 'I3', violations: 1 }])
  })
})
