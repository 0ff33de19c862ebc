/**
 * The one suite for all payment channels: what each may send us, and what it must not make us believe —
 * doubled, late, lost, reordered, forged, contradictory; success that nobody heard of; closing against
 * paying; refunds in parts and asked for twice.
 */
import { Payment } from '@tiantou/payment/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ChannelUnderTest, meetCashier } from './channels.ts'
import { eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { leftOf, placeOrder, seeOrder, seePayment, type Shopper, skuOf, untilPaid } from './sale.ts'

const LONG_MS = 40_000

/** Every way of paying with one channel, and of being lied to about it, on every database. */
export const conform = (channel: ChannelUnderTest): void =>
  eachPlatform((_name, open) => {
    let t: TestPlatform
    let skuId: string
    let shopper: Shopper

    beforeAll(async () => {
      t = await open()
      skuId = await skuOf(t)
      shopper = await t.shopper()
    })

    const untouched = async (orderId: string, paymentId: string) => {
      await t.platform.house.relay.settle()
      expect(await seeOrder(shopper, orderId)()).toMatchObject({ state: 'open', payment: 'unpaid' })
      expect(await seePayment(shopper, paymentId)()).toMatchObject({ state: 'pending' })
    }
    const suspicions = async (outTradeNo: string) => {
      const db = t.platform.house.corridor.database.reader('payment', true)
      const rows = await db.selectFrom('payment_suspicion').selectAll().execute()
      return rows.filter((row) => row['out_trade_no'] === outTradeNo).map((row) => row['code'])
    }
    const attemptState = async (outTradeNo: string) => {
      const db = t.platform.house.corridor.database.reader('payment', true)
      const rows = db.selectFrom('payment_attempt').selectAll().where('out_trade_no', '=', outTradeNo)
      return (await rows.executeTakeFirst())?.['state']
    }
    /** The channel is asked now and not in half a minute: about an attempt, or a refund of it. */
    const askNow = (outTradeNo: string, what: 'attempt' | 'refund' = 'attempt') =>
      t.platform.house.corridor.database.transact(async (unit) => {
        const column = what === 'attempt' ? 'out_trade_no' : 'attempt_id'
        const change = unit.handle('payment').updateTable(`payment_${what}`).set({ next_ask_at: 0 })
        await change.where(column, '=', outTradeNo).execute()
        return { keep: true, value: undefined }
      })
    /** What the channel was given to take the money in has passed. */
    const timeIsOver = (paymentId: string) =>
      t.platform.house.corridor.database.transact(async (unit) => {
        const change = unit.handle('payment').updateTable('payment_payment').set({ expires_at: 1 })
        await change.where('id', '=', paymentId).execute()
        return { keep: true, value: undefined }
      })
    const refund = (paymentId: string, refundFen: number, bizKey: string) =>
      t.platform.house.run(
        Payment.commands.refund,
        { paymentId, refundFen, reason: '少了两个', bizKey },
        { actor: { kind: 'system', id: 'test' }, key: `${bizKey}:${Math.random()}` },
      )

    describe.each([channel])('$name', () => {
      const twin = () => channel.twin(t)
      const started = async () => {
        const placed = await placeOrder(shopper, skuId)
        const { paymentId } = placed
        return { ...placed, outTradeNo: await meetCashier(t, shopper, { paymentId, channel }) }
      }
      const paid = async () => {
        const one = await started()
        twin().pay(one.outTradeNo)
        await untilPaid(shopper, one.orderId)
        return one
      }

      test.each(channel.neverBelieved)(
        'a forged notice (%s) is refused with 4xx and changes nothing',
        async (kind) => {
          const { orderId, paymentId, outTradeNo } = await started()
          const status = await twin().forge(outTradeNo, kind)
          expect(status).toBeGreaterThanOrEqual(400)
          expect(status).toBeLessThan(500)
          await untouched(orderId, paymentId)
        },
      )

      test.each(Object.entries(channel.signedButWrong))(
        'a rightly signed notice with a wrong %s is kept for a person',
        async (kind, code) => {
          const { orderId, paymentId, outTradeNo } = await started()
          expect(await twin().forge(outTradeNo, kind)).toBe(409)
          await untouched(orderId, paymentId)
          expect(await suspicions(outTradeNo)).toContain(code)
          // The true payment still counts afterwards.
          twin().pay(outTradeNo)
          await untilPaid(shopper, orderId)
        },
      )

      test('a notice that contradicts the one before is kept for a person; paid stays paid', async () => {
        const { orderId, outTradeNo } = await paid()
        for (const [kind, code] of Object.entries(channel.signedButWrong)) {
          expect(await twin().forge(outTradeNo, kind)).toBe(409)
          expect(await suspicions(outTradeNo)).toContain(code)
        }
        expect(await seeOrder(shopper, orderId)()).toMatchObject({ state: 'open', payment: 'paid' })
      })

      test('a notice about an order that is not ours is kept for a person', async () => {
        const { outTradeNo } = await started()
        expect(await twin().forge(outTradeNo, channel.orderOfNobody)).toBe(409)
        expect(await suspicions(`X${outTradeNo.slice(1)}`)).toContain('unknown_attempt')
      })

      test('a notice sent twice, and again later, pays once', async () => {
        const { orderId, outTradeNo } = await started()
        twin().planNotice('twice')
        twin().pay(outTradeNo)
        const seen = await untilPaid(shopper, orderId)
        expect(await twin().repeatNotice(outTradeNo)).toBe(channel.taken)
        expect(await twin().forge(outTradeNo, channel.replay)).toBe(channel.taken)
        await t.platform.house.relay.settle()
        const later = await seeOrder(shopper, orderId)()
        expect(later.history).toEqual(seen.history)
        expect(later.payment).toBe('paid')
      })

      test('a late notice counts as any other', async () => {
        const { orderId, outTradeNo } = await started()
        twin().planNotice({ delay_ms: 800 })
        twin().pay(outTradeNo)
        expect(await untilPaid(shopper, orderId)).toMatchObject({ state: 'open' })
      })

      test('a lost notice is made good by asking the channel', async () => {
        const { orderId, outTradeNo } = await started()
        twin().planNotice('lose')
        twin().pay(outTradeNo)
        await askNow(outTradeNo)
        expect((await untilPaid(shopper, orderId)).state).toBe('open')
      })

      test('the notice of paying may come after the one of the refund', async () => {
        const { orderId, paymentId, outTradeNo } = await started()
        twin().planNotice('hold')
        twin().pay(outTradeNo)
        await askNow(outTradeNo)
        await untilPaid(shopper, orderId)
        must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
        await until(seeOrder(shopper, orderId), (seen) => seen.payment === 'refunded', LONG_MS)
        expect(await seePayment(shopper, paymentId)()).toMatchObject({ state: 'refunded' })
        expect(twin().refunds(outTradeNo)).toHaveLength(1)
      })

      test('success after closing goes back by itself, and the stock stays free', async () => {
        const { orderId, paymentId, outTradeNo } = await started()
        const left = await leftOf(shopper, skuId)
        twin().fail('close', 'away', 50)
        must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'changed_mind' }))
        await until(seePayment(shopper, paymentId), (seen) => seen.state === 'closed')
        twin().pay(outTradeNo)
        await until(seePayment(shopper, paymentId), (seen) => seen.state === 'refunded', LONG_MS)
        twin().behave()
        expect(await seeOrder(shopper, orderId)()).toMatchObject({ state: 'cancelled', payment: 'unpaid' })
        expect(await leftOf(shopper, skuId)).toBe(left + 1)
        expect(twin().refunds(outTradeNo)).toHaveLength(1)
      })

      test('paying in the same moment as cancelling ends in exactly one of two ways', async () => {
        const round = async () => {
          const { orderId, paymentId, outTradeNo } = await started()
          const cancelling = shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' })
          try {
            twin().pay(outTradeNo)
          } catch {
            // The channel had closed the attempt first.
          }
          const cancelled = await cancelling
          expect([cancelled.status, cancelled.body]).toEqual([200, {}])
          const seen = await until(
            seePayment(shopper, paymentId),
            (now) => now.state === 'refunded' || (now.state === 'closed' && twin().isClosed(outTradeNo)),
            LONG_MS,
          )
          expect(twin().refunds(outTradeNo)).toHaveLength(seen.state === 'refunded' ? 1 : 0)
          expect((await seeOrder(shopper, orderId)()).state).toBe('cancelled')
        }
        await Promise.all([round(), round(), round(), round()])
      })

      test('two attempts both paid: one counts, the other goes back', async () => {
        const { orderId, paymentId, outTradeNo } = await started()
        const scene = channel.otherScene
        const second = await meetCashier(t, shopper, { paymentId, channel, scene })
        expect(second).not.toBe(outTradeNo)
        twin().pay(outTradeNo)
        await untilPaid(shopper, orderId)
        twin().pay(second)
        await until(async () => twin().refunds(second)[0]?.isDone, Boolean, LONG_MS)
        expect(await seePayment(shopper, paymentId)()).toMatchObject({ state: 'paid' })
        expect(twin().refunds(outTradeNo)).toEqual([])
      })

      test('a refund in parts, asked for twice, and never above what was paid', async () => {
        const { orderId, paymentId, outTradeNo, totalFen } = await paid()
        const first = await refund(paymentId, 100, 'part-1')
        expect(await refund(paymentId, 100, 'part-1')).toEqual(first)
        expect(await refund(paymentId, totalFen, 'all')).toMatchObject({ code: 'payment.over_refund' })
        await until(seePayment(shopper, paymentId), (seen) => seen.state === 'partly_refunded', LONG_MS)
        await refund(paymentId, 200, 'part-2')
        await until(
          async () => twin().refunds(outTradeNo).length,
          (length) => length === 2,
          LONG_MS,
        )
        expect(await seeOrder(shopper, orderId)()).toMatchObject({ payment: 'paid' })
        must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
        await until(seeOrder(shopper, orderId), (seen) => seen.payment === 'refunded', LONG_MS)
        const back = twin().refunds(outTradeNo)
        expect(back.map((one) => one.refundFen)).toEqual([100, 200, totalFen - 300])
        const { refundedFen } = must(await shopper.get(`/orders/${orderId}/payment`))
        expect(refundedFen).toBe(totalFen)
      })

      describe('when the channel is away', () => {
        test.each(['away', 'done-but-error', 'done-but-silent'] as const)(
          'at the start (%s) nothing is lost, and the same call opens the cashier later',
          async (failing) => {
            const { paymentId, orderId } = await placeOrder(shopper, skuId)
            twin().fail('start', failing, 1)
            const way = { channel: channel.name, scene: channel.scene }
            const first = await shopper.post(`/payments/${paymentId}/attempts`, way)
            expect([first.status, first.body.code]).toEqual([503, 'payment.channel_away'])
            twin().pay(await meetCashier(t, shopper, { paymentId, channel }))
            await untilPaid(shopper, orderId)
          },
        )

        test.each(['away', 'done-but-error', 'done-but-silent'] as const)(
          'a refund of unknown fate (%s) is asked for again with the same number',
          async (failing) => {
            const { orderId, outTradeNo } = await paid()
            twin().fail('refund', failing, 1)
            must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
            const seen = async () => {
              await askNow(outTradeNo, 'refund')
              return seeOrder(shopper, orderId)()
            }
            await until(seen, ({ payment }) => payment === 'refunded', LONG_MS)
            expect(twin().refunds(outTradeNo)).toHaveLength(1)
          },
        )

        if (channel.closes) {
          test('a closing that was done but not heard of ends closed', async () => {
            const { orderId, paymentId, outTradeNo } = await started()
            twin().fail('close', 'done-but-error', 1)
            must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
            await until(seePayment(shopper, paymentId), (seen) => seen.state === 'closed')
            await until(async () => twin().isClosed(outTradeNo), Boolean, LONG_MS)
            const seen = await until(seePayment(shopper, paymentId), ({ asking }) => !asking, LONG_MS)
            expect(seen).toMatchObject({ state: 'closed' })
          })
        } else {
          test('what cannot be closed there is asked about until its time is over', async () => {
            const { orderId, paymentId, outTradeNo } = await started()
            must(await shopper.post(`/orders/${orderId}/cancel`, { reason: 'other' }))
            await until(seePayment(shopper, paymentId), (seen) => seen.state === 'closed')
            await askNow(outTradeNo)
            expect(await attemptState(outTradeNo)).toBe('started')
            twin().expire(outTradeNo)
            await timeIsOver(paymentId)
            const seen = async () => {
              await askNow(outTradeNo)
              return attemptState(outTradeNo)
            }
            expect(await until(seen, (state) => state === 'closed', LONG_MS)).toBe('closed')
          })
        }
      })
    })
  })
