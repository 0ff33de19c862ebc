/**
 * What is taken back of shares after a refund, on every database; shares that hang; whom the channel pays;
 * and that no fen is made or lost on the way.
 */
import { eachDatabase } from '@tiantou/platform/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { Supplier } from '../src/contract.ts'
import { accepted, staff, submitted } from './factory.ts'
import { openSharing } from './sharing-house.ts'

const { commands, effects, queries } = Supplier
const by = { actor: staff }
const first = <T>(list: readonly T[]): T => list[0] as T

eachDatabase((_name, open) => {
  let it: Awaited<ReturnType<typeof openSharing>>
  beforeAll(async () => {
    it = await openSharing(open)
  })
  beforeEach(() => it.channel.reset())

  test('Goods that went back are asked back of their share, and squared when that has come', async () => {
    const { accountOf, advance, channel, collected, house, refund, shareOf, sharesOf, sharing } = it
    const { owner, supplierId } = await sharing()
    const { order, goods } = await collected([supplierId])
    await advance(order, 'share')
    channel.end(await shareOf(order, 'share'), 'succeeded')
    await advance(order, 'share')
    const refundId = `rfd_${order.slice(4)}`
    const takingBack = async () =>
      (await house.ask(queries.takingBack, { orderId: order, refundId })).isUnderWay
    expect(await takingBack()).toBe(true)
    await refund(order, first(goods), 400)
    expect(await accountOf(owner)).toBe(-360)
    expect(await sharesOf(order)).toMatchObject([{}, {}, { kind: 'return', amountFen: 360 }])
    await advance(order, 'return')
    expect(channel.returned).toMatchObject([{ amountFen: 360, receiver: { account: '1900001234' } }])
    expect(await takingBack()).toBe(true)
    channel.end(await shareOf(order, 'return'), 'succeeded')
    expect(await advance(order, 'return')).toMatchObject({ value: { state: 'succeeded' } })
    expect(await takingBack()).toBe(false)
    expect(await accountOf(owner)).toBe(0)
  })

  test('What cannot be got back is owed, and may be asked for once more', async () => {
    const { accountOf, advance, asked, channel, collected, house, refund, shareOf, sharing } = it
    const { owner, supplierId } = await sharing('person')
    const { order, goods } = await collected([supplierId])
    await advance(order, 'share')
    channel.end(await shareOf(order, 'share'), 'succeeded')
    await advance(order, 'share')
    await refund(order, first(goods), 1_000)
    channel.answers({ kind: 'refused', code: 'person', message: '' })
    expect(await advance(order, 'return')).toMatchObject({ value: { state: 'failed' } })
    expect(await accountOf(owner)).toBe(-900)
    const shareId = await shareOf(order, 'return')
    await house.must(commands.retryShare, { shareId }, { ...by, key: `again ${shareId}` })
    await house.must(commands.retryShare, { shareId }, { ...by, key: `again ${shareId}` })
    expect(await house.run(commands.retryShare, { shareId }, by)).toMatchObject({
      code: 'supplier.wrong_state',
      data: { state: 'requested' },
    })
    await asked(shareId)
    channel.end(shareId, 'succeeded')
    await asked(shareId)
    expect(await accountOf(owner)).toBe(0)
  })

  test('Goods that went back before their share arrived are asked back once it has', async () => {
    const { accountOf, advance, channel, collected, refund, shareOf, sharesOf, sharing } = it
    const { owner, supplierId } = await sharing()
    const { order, goods } = await collected([supplierId])
    await refund(order, first(goods), 500)
    expect((await sharesOf(order)).some(({ kind }) => kind === 'return')).toBe(false)
    await advance(order, 'share')
    channel.end(await shareOf(order, 'share'), 'succeeded')
    await advance(order, 'share')
    expect(await sharesOf(order)).toMatchObject([{ amountFen: 900 }, { kind: 'return', amountFen: 450 }, {}])
    expect(await accountOf(owner)).toBe(-450)
  })

  test('A word about another amount moves nothing', async () => {
    const { collected, house, shareOf, sharesOf, sharing } = it
    const { supplierId } = await sharing()
    const { order } = await collected([supplierId])
    const shareId = await shareOf(order, 'share')
    const word = { shareId, word: 'succeeded', amountFen: 899 } as const
    expect(await house.run(commands.recordShare, word)).toMatchObject({ code: 'supplier.amount_mismatch' })
    expect((await sharesOf(order))[0]).toMatchObject({ state: 'requested' })
    const nobody = { ...word, shareId: `shr_${order.slice(4)}` }
    expect(await house.run(commands.recordShare, nobody)).toMatchObject({ code: 'supplier.no_such_share' })
    const retry = { shareId: nobody.shareId }
    expect(await house.run(commands.retryShare, retry, by)).toMatchObject({ code: 'supplier.no_such_share' })
    await house.must(commands.recordShare, { shareId, word: 'failed', failCode: 'X' })
    const late = { shareId, word: 'succeeded', amountFen: 900 } as const
    expect(await house.run(commands.recordShare, late)).toMatchObject({ code: 'supplier.wrong_state' })
    expect(await house.must(commands.recordShare, { shareId, word: 'processing' })).toEqual({
      state: 'failed',
    })
  })

  test('One that does not end, and a rest that is not set free, call a person', async () => {
    const { advance, asked, channel, collected, house, shareOf, sharing, stuck } = it
    const { supplierId } = await sharing()
    const { order } = await collected([supplierId])
    const shareId = await shareOf(order, 'share')
    for (let n = 0; n < 14; n += 1)
      await house.must(commands.recordShare, { shareId, word: 'unknown' }, { key: `${shareId}:${n}` })
    expect(stuck.filter((one) => one.shareId === shareId)).toMatchObject([{ kind: 'share', orderId: order }])
    await asked(shareId)
    channel.end(shareId, 'succeeded')
    await asked(shareId)
    channel.answers({ kind: 'refused', code: 'FROZEN', message: '' })
    channel.frozen(50)
    expect(await advance(order, 'unfreeze')).toMatchObject({ value: { state: 'failed' } })
    const rest = await shareOf(order, 'unfreeze')
    expect(stuck.filter((one) => one.shareId === rest)).toMatchObject([{ kind: 'unfreeze', code: 'FROZEN' }])
    await house.must(commands.retryShare, { shareId: rest }, by)
    channel.answers({ kind: 'refused', code: 'INVALID_REQUEST', message: '' })
    channel.frozen(0)
    expect(await asked(rest)).toMatchObject({ value: { state: 'succeeded' } })
  })

  test('A receiver is named, seen masked, refused, replaced and removed', async () => {
    const { channel, house, named } = it
    const { supplierId, owner } = await accepted(house)
    expect(await house.ask(queries.ownerOf, { supplierId })).toEqual({ userId: owner.id })
    const seen = async () => (await house.ask(queries.receiver, { supplierId }, by)).receiver
    expect(await seen()).toBe(null)
    const receiverId = await named(supplierId)
    expect(channel.receivers).toMatchObject([{ account: '1900001234', name: '临安山核桃有限公司' }])
    expect(await seen()).toEqual({ kind: 'merchant', account: '******1234', state: 'added', code: '' })
    channel.names({ kind: 'refused', code: 'PARAM_ERROR', message: '' })
    await named(supplierId, 'person')
    expect(await seen()).toMatchObject({ kind: 'person', state: 'refused', code: 'PARAM_ERROR' })
    channel.names({ kind: 'unknown', message: '' })
    await named(supplierId)
    expect(await seen()).toMatchObject({ state: 'adding' })
    const removed = await house.must(commands.removeReceiver, { supplierId }, { key: `gone ${supplierId}` })
    expect(await house.must(commands.removeReceiver, { supplierId }, { key: `gone ${supplierId}` })).toEqual(
      removed,
    )
    expect(removed.receiverId).not.toBe(receiverId)
    await house.effect(effects.forgetReceiver, removed)
    expect(await house.run(commands.removeReceiver, { supplierId })).toMatchObject({
      code: 'supplier.no_such_receiver',
    })
    const unknown = { receiverId: `rcv_${supplierId.slice(4)}`, word: 'added', code: '' } as const
    expect(await house.run(commands.recordReceiver, unknown)).toMatchObject({
      code: 'supplier.no_such_receiver',
    })
    const waiting = await submitted(house)
    const early = { supplierId: waiting.supplierId, kind: 'merchant', account: '1900001234' } as const
    expect(await house.run(commands.beginReceiver, early)).toMatchObject({ code: 'supplier.wrong_state' })
    const none = { ...early, supplierId: `sup_${supplierId.slice(4).split('').toReversed().join('')}` }
    expect(await house.run(commands.beginReceiver, none)).toMatchObject({ code: 'supplier.no_such_supplier' })
  })

  test('Without a channel nothing is shared, and one that is under way waits', async () => {
    const { accountOf, advance, channel, collected, house, ports, sharing } = it
    const { supplierId, owner } = await sharing()
    const { order } = await collected([supplierId, supplierId])
    await advance(order, 'share')
    const other = await collected([supplierId])
    Object.assign(ports, { sharing: undefined })
    expect(await advance(order, 'share')).toMatchObject({ value: { state: 'processing' } })
    expect(await advance(other.order, 'share')).toMatchObject({ value: { state: 'failed' } })
    expect(await house.effect(effects.addReceiver, { receiverId: await unnamed(supplierId) })).toMatchObject({
      code: 'not_configured',
    })
    Object.assign(ports, { sharing: channel.port })
    expect(await accountOf(owner)).toBe(900)
  })

  const unnamed = async (supplierId: string) => {
    const wanted = { supplierId, kind: 'merchant', account: '1900001234' } as const
    return (await it.house.must(commands.beginReceiver, wanted)).receiverId
  }

  test('Who is erased leaves no account behind, and is not erased while a share is under way', async () => {
    const { house, sharing, collected, sharesOf, advance, shareOf, channel, accountOf } = it
    const { owner, supplierId } = await sharing()
    const { order } = await collected([supplierId])
    expect(await accountOf(owner)).toBe(0)
    await house.must(commands.setState, { supplierId, change: 'close', reason: '不卖了' }, by)
    const accounts = async () => {
      const db = house.database.reader('supplier', true).selectFrom('supplier_receiver').selectAll()
      const rows = await db.where('supplier_id', '=', supplierId).execute()
      return rows.map((row) => row['account_sealed'])
    }
    await house.must(commands.eraseUser, { userId: owner.id }, { key: `early ${owner.id}` })
    expect(first(await accounts())).not.toBe('')
    await advance(order, 'share')
    channel.end(await shareOf(order, 'share'), 'succeeded')
    await advance(order, 'share')
    expect(first(await sharesOf(order))).toMatchObject({ state: 'succeeded' })
    await house.must(commands.eraseUser, { userId: owner.id }, { key: `late ${owner.id}` })
    expect(await accounts()).toEqual([''])
    expect(await house.ask(queries.receiver, { supplierId }, by)).toEqual({ receiver: null })
  })

  test('Whatever happened, lines, shares and what arrived come to the same fen', async () => {
    const { found, wanted } = await it.sums()
    expect(found).toEqual(wanted)
  })
})
