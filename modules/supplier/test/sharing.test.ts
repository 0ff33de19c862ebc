/** Suppliers who are paid by sharing, on every database: shares, every end of them, the setting free. */
import { eachDatabase } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { staff } from './factory.ts'
import { openSharing, payment } from './sharing-house.ts'

const { commands, queries } = Supplier
const by = { actor: staff }

eachDatabase((_name, open) => {
  let it: Awaited<ReturnType<typeof openSharing>>
  beforeAll(async () => {
    it = await openSharing(open)
  })
  beforeEach(() => it.channel.reset())

  test('What an order earns is shared instead of settled, and the rest is set free', async () => {
    const { accountOf, advance, asked, channel, collected, house, isDue, paid, shareOf, sharesOf, sharing } =
      it
    const { owner, supplierId } = await sharing()
    const { order, sold } = await collected([supplierId])
    await house.must(commands.collect, sold, { key: 'told twice' })
    expect(await sharesOf(order)).toMatchObject([{ kind: 'share', state: 'requested', amountFen: 900 }])
    expect(await accountOf(owner)).toBe(0)
    const shareId = await shareOf(order, 'share')
    expect(await isDue(shareId)).toBe(true)
    expect(await asked(shareId)).toMatchObject({ ok: true, value: { state: 'processing' } })
    expect(channel.sent).toMatchObject([
      { shareId, amountFen: 900, receiver: { kind: 'merchant', account: '1900001234' } },
    ])
    channel.end(shareId, 'succeeded')
    const again = { shareId, word: 'succeeded', amountFen: 900 } as const
    expect(await asked(shareId)).toMatchObject({ ok: true, value: { state: 'succeeded' } })
    expect(await house.run(commands.recordShare, again)).toMatchObject({ ok: true })
    expect(paid.filter((one) => one.shareId === shareId)).toMatchObject([{ supplierId, amountFen: 900 }])
    expect(await sharesOf(order)).toMatchObject([
      { state: 'succeeded' },
      { kind: 'unfreeze', state: 'requested', supplierId: null },
    ])
    expect(await advance(order, 'unfreeze')).toMatchObject({ value: { state: 'succeeded' } })
    expect(await accountOf(owner)).toBe(0)
    expect((await house.ask(queries.myShares, {}, { actor: owner })).items).toHaveLength(1)
  })

  test('A statement counts what was shared, and comes to nothing', async () => {
    const { advance, collected, house, sharing } = it
    const { owner, supplierId } = await sharing()
    const { order } = await collected([supplierId])
    await advance(order, 'share')
    house.clock.advance(1_000)
    const period = { supplierId, periodTo: house.clock.now() }
    const statement = await house.must(commands.issueStatement, period, by)
    const seen = await house.ask(queries.myStatement, statement, { actor: owner })
    expect(seen).toMatchObject({ goodsFen: 1_000, commissionFen: 100, sharedFen: 900, totalFen: 0 })
    expect(await house.must(commands.confirmStatement, statement, { actor: owner })).toEqual({
      state: 'netted',
    })
  })

  test('Of an order of two suppliers each is shared to, and the rest is free after the last', async () => {
    const { asked, channel, collected, sharesOf, sharing } = it
    const [a, b] = [await sharing(), await sharing()]
    const { order } = await collected([a.supplierId, b.supplierId])
    const [one, other] = await sharesOf(order)
    for (const share of [one, other]) {
      expect((await sharesOf(order)).some(({ kind }) => kind === 'unfreeze')).toBe(false)
      await asked(share?.shareId ?? '')
      channel.end(share?.shareId ?? '', 'succeeded')
      await asked(share?.shareId ?? '')
    }
    expect((await sharesOf(order)).filter(({ kind }) => kind === 'unfreeze')).toHaveLength(1)
  })

  test.each(['ACCOUNT_ABNORMAL', 'NO_RELATION', 'RECEIVER_RECEIPT_LIMIT'])(
    'A share that closes (%s) is on the account again, for the next statement',
    async (code) => {
      const { accountOf, advance, channel, collected, house, shareOf, sharesOf, sharing } = it
      const { owner, supplierId } = await sharing()
      const { order } = await collected([supplierId])
      await advance(order, 'share')
      channel.end(await shareOf(order, 'share'), 'failed', code)
      expect(await advance(order, 'share')).toMatchObject({ value: { state: 'failed' } })
      expect(await advance(order, 'share')).toMatchObject({ ok: true })
      expect(await accountOf(owner)).toBe(900)
      expect((await sharesOf(order))[0]).toMatchObject({ code })
      expect(await shareOf(order, 'unfreeze')).not.toBe('')
      const retry = { shareId: await shareOf(order, 'share') }
      expect(await house.run(commands.retryShare, retry, by)).toMatchObject({
        code: 'supplier.paid_otherwise',
      })
    },
  )

  test('A share of a payment that cannot be shared, or to nobody, is on the account again', async () => {
    const { accountOf, advance, asked, channel, collected, shareOf, sharesOf, sharing } = it
    const { owner, supplierId } = await sharing(null)
    const unpaid = await collected([supplierId])
    expect(await asked(await shareOf(unpaid.order, 'share'), null)).toMatchObject({ ok: true })
    expect((await sharesOf(unpaid.order))[0]).toMatchObject({ state: 'failed', code: 'not_shareable' })
    expect(await asked(await shareOf(unpaid.order, 'unfreeze'), null)).toMatchObject({
      value: { state: 'succeeded' },
    })
    const nobody = await collected([supplierId])
    await advance(nobody.order, 'share')
    expect((await sharesOf(nobody.order))[0]).toMatchObject({ state: 'failed', code: 'no_receiver' })
    expect(await accountOf(owner)).toBe(1_800)
    expect(channel.sent).toEqual([])
  })

  test('A refusal counts only where the channel knows of no such share', async () => {
    const { accountOf, advance, asked, channel, collected, shareOf, sharing } = it
    const { owner, supplierId } = await sharing()
    const { order } = await collected([supplierId])
    const shareId = await shareOf(order, 'share')
    channel.answers({ kind: 'unknown', message: '' })
    expect(await asked(shareId)).toMatchObject({ value: { state: 'requested' } })
    channel.takes(shareId, 900)
    channel.answers({ kind: 'refused', code: 'INVALID_REQUEST', message: '' })
    expect(await asked(shareId)).toMatchObject({ value: { state: 'processing' } })
    channel.end(shareId, 'succeeded')
    await asked(shareId)
    const other = await collected([supplierId])
    channel.answers({ kind: 'refused', code: 'RULE_LIMIT', message: '' })
    expect(await advance(other.order, 'share')).toMatchObject({ value: { state: 'failed' } })
    expect(await accountOf(owner)).toBe(900)
  })

  test('A share waits until its payment is old enough', async () => {
    const { asked, channel, collected, house, isDue, shareOf, sharing } = it
    const { supplierId } = await sharing()
    const { order } = await collected([supplierId])
    const young = { ...payment, paidAt: house.clock.now() - 59_000 }
    const shareId = await shareOf(order, 'share')
    expect(await asked(shareId, young)).toMatchObject({ value: { state: 'requested' } })
    expect(channel.sent).toEqual([])
    expect(await isDue(shareId)).toBe(false)
    house.clock.advance(30_000)
    expect(await isDue(shareId)).toBe(true)
    expect(await asked(shareId, young)).toMatchObject({ value: { state: 'processing' } })
  })

  test('No more is shared than the channel shares of a payment; the rest is settled', async () => {
    const { sharing, collected, sharesOf, accountOf } = await openSharing(open, '')
    const { owner, supplierId } = await sharing()
    const { order } = await collected([supplierId])
    expect(await sharesOf(order)).toMatchObject([{ amountFen: 300 }])
    expect(await accountOf(owner)).toBe(600)
  })

  test('Whatever happened, lines, shares and what arrived come to the same fen', async () => {
    const { found, wanted } = await it.sums()
    expect(found).toEqual(wanted)
  })
})
