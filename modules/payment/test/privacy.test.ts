/** What becomes of the payments of a shopper who is erased, on every database. */
import { eachDatabase } from '@tiantou/platform/testing'
import { expect, test } from 'vitest'
import { Payment } from '../src/contract.ts'
import { paymentModule } from '../src/index.ts'

const { open: openPayment, close, eraseUser, forgetExpired } = Payment.commands
const idOf = (prefix: string, no: number) => `${prefix}_${'0'.repeat(25)}${no}`
const userId = idOf('usr', 1)

eachDatabase((_name, open) => {
  test('what is pending waits; the rest is marked once and goes three years later', async () => {
    const house = await open({ modules: [paymentModule], ports: { payment: { 'wechat-pay': {} } } })
    for (const no of [1, 2]) {
      await house.must(openPayment, {
        paymentId: idOf('pay', no),
        orderId: idOf('ord', no),
        userId,
        amountFen: 100,
        description: '桃',
        expiresAt: house.clock.now() + 60_000,
      })
    }
    await house.must(close, { orderId: idOf('ord', 1) })
    await house.must(eraseUser, { userId }, { key: 'erase-1' })
    await house.must(eraseUser, { userId }, { key: 'erase-1' })
    const states = async () =>
      (await house.ask(Payment.queries.ofUser, { userId })).payments.map(({ state }) => state)
    expect(await states()).toEqual(['pending', 'closed'])
    house.clock.advance(3 * 366 * 86_400_000)
    expect(await house.must(forgetExpired, {}, { key: 'forget-1' })).toEqual({ payments: 1 })
    expect(await house.must(forgetExpired, {}, { key: 'forget-1' })).toEqual({ payments: 1 })
    expect(await states()).toEqual(['pending'])
  })
})
