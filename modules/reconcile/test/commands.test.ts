/** Days and cases on every database: opened, met by their other side, ended by two, signed by two. */
import type { Actor, InputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Reconcile } from '../src/contract.ts'
import { reconcileModule } from '../src/index.ts'
import { endOf, startOf } from '../src/rules.ts'
import { DAY, differenceOf, resultOf } from './factory.ts'

const { record, note, matchLate, propose, confirm, reject, check, reopen, sign } = Reconcile.commands
const clerk = (id: string): { actor: Actor } => ({
  actor: { kind: 'staff', id, sessionId: 's', permissions: [] },
})
const [one, two] = [clerk('stf_1'), clerk('stf_2')]
const day = { channel: 'alipay' as const, day: DAY }
const nowhere = `rcs_${'0'.repeat(26)}`

eachDatabase((_name, open) => {
  let house: TestHouse
  let told: [string, unknown][]
  beforeEach(async () => {
    house = await open({
      modules: [reconcileModule],
      ports: { reconcile: { sources: {}, files: {}, books: {} } },
    })
    told = []
    for (const event of Object.values(Reconcile.events))
      house.house.listen(event, (payload) => told.push([event.key, payload]))
  })

  const cases = async () => (await house.ask(Reconcile.queries.cases, {}, one)).items.toReversed()
  const opened = async (...differences: InputOf<typeof record>['differences']) => {
    await house.must(record, resultOf({ differences }))
    const items = await cases()
    return items.map(({ caseId }) => caseId)
  }
  const ended = { ending: 'written_off' as const, reason: '渠道确认不退', voucher: 'V1' }
  const suspended = () => told.filter(([key]) => key === 'suspended').map(([, payload]) => payload)

  test('a day is compared once, by whatever key', async () => {
    const said = await house.must(record, resultOf(), { key: 'one' })
    expect(said).toEqual({ opened: 0, matched: 0, fundGapFen: null })
    expect(await house.must(record, resultOf(), { key: 'one' })).toEqual(said)
    expect(await house.run(record, resultOf(), { key: 'two' })).toMatchObject({
      code: 'reconcile.already_compared',
    })
    expect(await house.run(note, { ...day, refused: false, code: 'no_bill' })).toMatchObject({
      code: 'reconcile.already_compared',
    })
    expect(told).toEqual([
      ['compared', expect.objectContaining({ ...day, feeFen: 18, occurredAt: endOf(DAY) })],
    ])
  })

  test('each difference opens a case and goes into suspense; one of nothing goes nowhere', async () => {
    const [first = ''] = await opened(
      differenceOf(),
      differenceOf({ class: 'swapped', number: 'T2', fen: 0 }),
    )
    expect(suspended()).toEqual([
      { about: `${first}-1`, caseId: first, channel: 'alipay', fen: 1_000, occurredAt: endOf(DAY) },
    ])
    house.clock.advance(3 * 86_400_000)
    expect(await cases()).toMatchObject([
      { class: 'channel_only', className: '长款', state: 'open', fen: 1_000, ageDays: 3 },
      { class: 'swapped', state: 'open', fen: 0 },
    ])
    expect(await house.ask(Reconcile.queries.ages, {}, one)).toEqual({
      items: [{ channel: 'alipay', age: '2-3', cases: 2, fen: 1_000 }],
    })
  })

  test('the other half of another day closes a case; another sum leaves it open with both', async () => {
    await opened(differenceOf(), differenceOf({ number: 'T2', payNumber: 'T2' }))
    const half = { class: 'local_only', billFen: null } as const
    const differences = [
      differenceOf({ ...half, fen: -1_000, ownFen: 1_000 }),
      differenceOf({ ...half, number: 'T2', fen: -900, ownFen: 900 }),
    ]
    const said = await house.must(record, resultOf({ day: '2026-11-03', differences }))
    expect(said).toMatchObject({ opened: 0, matched: 1 })
    expect(await cases()).toMatchObject([
      { class: 'day_cut', state: 'matched', fen: 0, billFen: 1_000, ownFen: 1_000 },
      { class: 'amount_diff', state: 'open', fen: 100, billFen: 1_000, ownFen: 900 },
    ])
    expect(suspended().map((one) => (one as { fen: number }).fen)).toEqual([1_000, 1_000, -1_000, -900])
  })

  test('the same number at another channel is another trade', async () => {
    await opened(differenceOf())
    const differences = [differenceOf({ class: 'local_only', fen: -1_000, billFen: null, ownFen: 1_000 })]
    const said = await house.must(record, resultOf({ channel: 'wechat-pay', day: '2026-11-03', differences }))
    expect(said).toMatchObject({ opened: 1, matched: 0 })
  })

  test('what came late to our books closes its case once', async () => {
    const [caseId = ''] = await opened(differenceOf({ class: 'status_diff' }))
    const late = { caseId, ownFen: 1_000, ownAt: startOf(DAY) + 5 }
    expect(await house.must(matchLate, late)).toEqual({ state: 'matched' })
    expect(await house.must(matchLate, late)).toEqual({ state: 'matched' })
    expect(await cases()).toMatchObject([{ class: 'status_diff', state: 'matched', fen: 0 }])
    expect(suspended()).toHaveLength(2)
    expect(suspended()[1]).toMatchObject({ about: `${caseId}-2`, fen: -1_000, occurredAt: startOf(DAY) + 5 })
    expect(await house.run(matchLate, { ...late, caseId: nowhere })).toMatchObject({
      code: 'reconcile.no_such_case',
    })
  })

  test('two people write a case off, never one; nobody ends it twice', async () => {
    const [caseId = ''] = await opened(differenceOf())
    expect(await house.run(confirm, { caseId }, two)).toMatchObject({ code: 'reconcile.case_over' })
    await house.must(propose, { caseId, ...ended }, one)
    expect(await house.run(propose, { caseId, ...ended }, one)).toMatchObject({ code: 'reconcile.case_over' })
    expect(await house.run(confirm, { caseId }, one)).toMatchObject({ code: 'reconcile.same_person' })
    await house.must(confirm, { caseId }, { ...two, key: 'k' })
    await house.must(confirm, { caseId }, { ...two, key: 'k' })
    expect(await house.run(confirm, { caseId }, two)).toMatchObject({ code: 'reconcile.case_over' })
    expect(await cases()).toMatchObject([
      { state: 'resolved', ...ended, proposedBy: 'stf_1', confirmedBy: 'stf_2', fen: 1_000 },
    ])
    expect(told.filter(([key]) => key === 'written_off')).toEqual([
      ['written_off', { caseId, channel: 'alipay', fen: 1_000, occurredAt: house.clock.now() }],
    ])
  })

  test('what was put right elsewhere goes back from suspense', async () => {
    const [caseId = ''] = await opened(differenceOf())
    await house.must(propose, { caseId, ...ended, ending: 'corrected' }, one)
    await house.must(confirm, { caseId }, two)
    expect(suspended()[1]).toMatchObject({ about: `${caseId}-2`, fen: -1_000 })
  })

  test('a proposal that is not agreed to opens the case again', async () => {
    const [caseId = ''] = await opened(differenceOf())
    expect(await house.run(reject, { caseId, reason: 'x' }, two)).toMatchObject({
      code: 'reconcile.case_over',
    })
    await house.must(propose, { caseId, ...ended }, one)
    await house.must(reject, { caseId, reason: '凭证不全' }, two)
    expect(await cases()).toMatchObject([{ state: 'open', ending: null, proposedBy: null }])
    for (const run of [
      house.run(propose, { caseId: nowhere, ...ended }, one),
      house.run(confirm, { caseId: nowhere }, one),
      house.run(reject, { caseId: nowhere, reason: 'x' }, one),
    ])
      expect(await run).toMatchObject({ code: 'reconcile.no_such_case' })
  })

  test('twenty who confirm at once end a case once', async () => {
    const [caseId = ''] = await opened(differenceOf())
    await house.must(propose, { caseId, ...ended }, one)
    const hands = Array.from({ length: 20 }, (_, n) => house.run(confirm, { caseId }, clerk(`stf_${n + 5}`)))
    expect((await Promise.all(hands)).filter((said) => said.ok)).toHaveLength(1)
    expect(told.filter(([key]) => key === 'written_off')).toHaveLength(1)
  })

  test('a day is signed by two once all its cases have ended', async () => {
    expect(await house.run(check, day, one)).toMatchObject({ code: 'reconcile.no_such_day' })
    expect(await house.run(sign, day, one)).toMatchObject({ code: 'reconcile.no_such_day' })
    expect(await house.run(reopen, { ...day, reason: 'x' }, one)).toMatchObject({
      code: 'reconcile.no_such_day',
    })
    const [caseId = ''] = await opened(differenceOf())
    expect(await house.run(check, day, one)).toMatchObject({
      code: 'reconcile.open_cases',
      data: { open: 1 },
    })
    expect(await house.run(sign, day, two)).toMatchObject({ code: 'reconcile.wrong_day_state' })
    await house.must(propose, { caseId, ...ended }, one)
    await house.must(confirm, { caseId }, two)
    await house.must(check, day, one)
    expect(await house.run(check, day, two)).toMatchObject({ code: 'reconcile.wrong_day_state' })
    expect(await house.run(sign, day, one)).toMatchObject({ code: 'reconcile.same_person' })
    await house.must(reopen, { ...day, reason: '再看一遍' }, two)
    expect(await house.run(reopen, { ...day, reason: 'x' }, two)).toMatchObject({
      code: 'reconcile.wrong_day_state',
    })
    await house.must(check, day, one)
    await house.must(sign, day, two)
    expect(await house.ask(Reconcile.queries.day, day, one)).toMatchObject({
      state: 'signed',
      checkedBy: 'stf_1',
      signedBy: 'stf_2',
    })
  })

  test('balances are chained day to day; a gap must be explained before anybody signs', async () => {
    const funds = (openingFen: number, closingFen: number) => ({
      rows: 1,
      openingFen,
      closingFen,
      toBank: [],
    })
    await house.must(record, resultOf({ day: '2026-11-01', funds: funds(0, 500) }))
    const toBank = [{ number: 'f1', fen: 300, at: 7 }]
    const said = await house.must(record, resultOf({ funds: { ...funds(450, 900), toBank } }))
    expect(said.fundGapFen).toBe(-50)
    expect(told.at(-1)).toEqual([
      'paid_out',
      { about: 'alipay-f1', channel: 'alipay', fen: 300, occurredAt: 7 },
    ])
    expect(await house.run(check, day, one)).toMatchObject({
      code: 'reconcile.needs_note',
      data: { fundGapFen: -50, unexplainedFen: 0 },
    })
    await house.must(check, { ...day, note: '期初调整，见工单' }, one)
  })

  test('a bill that is missing or bad is noted each time, and told of once, after noon', async () => {
    house.clock.set(startOf('2026-11-03') + 10 * 3_600_000)
    expect(await house.must(note, { ...day, refused: false, code: 'not_ready' })).toEqual({ tries: 1 })
    expect(await house.must(note, { ...day, refused: true, code: 'truncated' })).toEqual({ tries: 2 })
    expect(told).toEqual([])
    expect(await house.ask(Reconcile.queries.due, {})).toEqual({
      items: [
        { channel: 'wechat-pay', day: DAY, overdue: false },
        { ...day, overdue: false },
      ],
    })
    house.clock.advance(3 * 3_600_000)
    for (let n = 0; n < 2; n += 1) await house.must(note, { ...day, refused: true, code: 'truncated' })
    expect(told).toEqual([['overdue', { ...day, code: 'truncated' }]])
    expect(await house.ask(Reconcile.queries.day, day, one)).toMatchObject({ state: 'refused', tries: 4 })
    await house.must(record, resultOf())
    expect(await house.ask(Reconcile.queries.day, day, one)).toMatchObject({ state: 'compared', code: null })
    expect((await house.ask(Reconcile.queries.due, {})).items.map(({ channel }) => channel)).toEqual([
      'wechat-pay',
    ])
  })

  test('days and cases are read page by page, newest first', async () => {
    for (const [n, date] of ['2026-11-01', '2026-11-02', '2026-11-03'].entries())
      await house.must(
        record,
        resultOf({ day: date, differences: [differenceOf({ number: `T${n}`, class: 'fee_diff' })] }),
      )
    const { days, cases: all } = Reconcile.queries
    const first = await house.ask(days, { limit: 2, channel: 'alipay', state: 'compared' }, one)
    expect(first.items.map((each) => [each.day, each.openCases])).toEqual([
      ['2026-11-03', 1],
      ['2026-11-02', 1],
    ])
    const rest = await house.ask(days, { limit: 2, cursor: first.next ?? '' }, one)
    expect([rest.items.map((each) => each.day), rest.next]).toEqual([['2026-11-01'], null])
    const some = await house.ask(all, { limit: 2, state: 'open', channel: 'alipay' }, one)
    expect(some.items.map((each) => each.number)).toEqual(['T2', 'T1'])
    const more = await house.ask(all, { limit: 2, cursor: some.next ?? '', day: '2026-11-01' }, one)
    expect([more.items.map((each) => each.number), more.next]).toEqual([['T0'], null])
  })
})
