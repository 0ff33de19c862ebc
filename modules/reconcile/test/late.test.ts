/** Trades that our books learn of when their day was compared already. */
import type { Actor, InputOf } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { beforeEach, expect, test } from 'vitest'
import { Reconcile } from '../src/contract.ts'
import { reconcileModule } from '../src/index.ts'
import { endOf, startOf } from '../src/rules.ts'
import { DAY, differenceOf, resultOf } from './factory.ts'

const { record, noteLate } = Reconcile.commands
const actor: Actor = { kind: 'staff', id: 'stf_1', sessionId: 's', permissions: [] }

eachDatabase((_name, open) => {
  let house: TestHouse
  let told: unknown[]
  beforeEach(async () => {
    const ports = { reconcile: { sources: {}, files: {}, books: {} } }
    house = await open({ modules: [reconcileModule], ports })
    told = []
    house.house.listen(Reconcile.events.suspended, (payload) => told.push(payload))
  })
  const cases = async () => (await house.ask(Reconcile.queries.cases, {}, { actor })).items.toReversed()

  /** A trade of that day, heard of when it was compared already. */
  const late = (change: Partial<InputOf<typeof noteLate>> = {}) => ({
    channel: 'alipay' as const,
    kind: 'pay' as const,
    number: 'T9',
    channelNumber: '2200T9',
    fen: 500,
    at: endOf(DAY),
    heardAt: house.clock.now() + 1,
    ...change,
  })

  test('what is heard after the comparison and stands nowhere opens a case, once', async () => {
    await house.must(record, resultOf())
    const said = await house.must(noteLate, late(), { key: 'late' })
    expect(await house.must(noteLate, late(), { key: 'late' })).toEqual(said)
    const back = late({ kind: 'refund', number: 'R9', channelNumber: null, fen: 200, at: startOf(DAY) })
    await house.must(noteLate, back)
    expect(await cases()).toMatchObject([
      {
        caseId: said.caseId,
        class: 'late',
        className: '迟到',
        day: DAY,
        fen: -500,
        billFen: null,
        ownFen: 500,
      },
      {
        class: 'late',
        kind: 'refund',
        number: 'R9',
        channelNumber: '',
        fen: 200,
        ownFen: -200,
        state: 'open',
      },
    ])
    expect(told).toMatchObject([
      { caseId: said.caseId, about: `${said.caseId}-1`, fen: -500, occurredAt: endOf(DAY) },
      { fen: 200, occurredAt: endOf(DAY) },
    ])
    await house.must(
      record,
      resultOf({ day: '2026-11-03', differences: [differenceOf({ number: 'T9', fen: 500 })] }),
    )
    expect((await cases())[0]).toMatchObject({ class: 'day_cut', fen: 0, state: 'matched' })
  })

  test('what was compared, will be compared, or has its case already opens none', async () => {
    expect(await house.must(noteLate, late())).toEqual({ caseId: null })
    expect(await house.ask(Reconcile.queries.isCompared, { channel: 'alipay', at: endOf(DAY) })).toEqual({
      isCompared: false,
    })
    await house.must(record, resultOf({ differences: [differenceOf({ number: 'T9' })] }))
    const isCompared = async (at: number) =>
      (await house.ask(Reconcile.queries.isCompared, { channel: 'alipay', at })).isCompared
    expect([await isCompared(startOf(DAY)), await isCompared(endOf(DAY))]).toEqual([true, true])
    expect([await isCompared(startOf(DAY) - 1), await isCompared(endOf(DAY) + 1)]).toEqual([false, false])
    expect(await house.must(noteLate, late())).toEqual({ caseId: null })
    const before = late({ number: 'T8', heardAt: house.clock.now() })
    expect(await house.must(noteLate, before)).toEqual({ caseId: null })
    expect(await house.must(noteLate, late({ number: 'T8', at: endOf(DAY) + 1 }))).toEqual({ caseId: null })
    expect(await house.must(noteLate, late({ number: 'T8', channel: 'wechat-pay' }))).toEqual({
      caseId: null,
    })
    expect(await cases()).toHaveLength(1)
    // A refund of the same number is another trade.
    expect((await house.must(noteLate, late({ kind: 'refund' }))).caseId).not.toBeNull()
  })
})
