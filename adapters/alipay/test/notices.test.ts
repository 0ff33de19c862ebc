/** Notices: what is believed, what is not, and how the twin repeats them until it reads `success`. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ForgeKind } from '../src/twin/index.ts'
import { RETRY_LADDER_S } from '../src/twin/notifier.ts'
import { type Bench, openBench, opened, paid, value } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.twin.control.behave())

const REFUSED = { signature: 'signature_wrong', body: 'signature_wrong', key: 'signature_wrong' } as const
const OTHERS = { 'sign-type': 'sign_type', 'twice-named': 'not_form', unsigned: 'signature_missing' } as const

describe('forged', () => {
  it.each(Object.entries({ ...REFUSED, ...OTHERS }))('%s is %s', async (kind, code) => {
    const no = await opened(bench)
    await bench.twin.control.forge(no, kind as ForgeKind)
    expect(bench.heard.at(-1)?.verified).toMatchObject({ kind: 'bad', code })
  })

  it('rightly signed words of other amount, seller, app or order are told as they are', async () => {
    const no = await opened(bench)
    const told = async (kind: ForgeKind) => {
      await bench.twin.control.forge(no, kind)
      return bench.heard.at(-1)?.verified
    }
    expect(await told('amount')).toMatchObject({ kind: 'payment', fact: { amountFen: 1 } })
    expect(await told('seller')).toMatchObject({ merchantId: '2088000000000000' })
    expect(await told('appid')).toMatchObject({ appId: '2019000000000000' })
    expect(await told('order')).toMatchObject({ fact: { outTradeNo: `X${no.slice(1)}` } })
  })

  it('no bytes at all, or too many, are refused before any cryptography', () => {
    const verify = (body: string) => bench.channel.verify({ headers: {}, body: Buffer.from(body) })
    expect(verify('')).toMatchObject({ kind: 'bad', code: 'signature_missing' })
    expect(verify('a'.repeat(70_000))).toMatchObject({ kind: 'bad', code: 'too_large' })
    expect(verify('sign=%%%&sign_type=RSA2')).toMatchObject({ kind: 'bad', code: 'signature_wrong' })
  })
})

describe('true', () => {
  it('a part that went back is told by our number and without an amount', async () => {
    const no = await paid(bench)
    const part = { outTradeNo: no, outRefundNo: `R1${no}`, refundFen: 700, totalFen: 2990, reason: '' }
    value(await bench.channel.refund(part))
    value(await bench.channel.refund({ ...part, outRefundNo: `R2${no}` }))
    await bench.twin.control.idle()
    expect(bench.heard.slice(-2).map((one) => one.verified)).toEqual(
      [1, 2].map((part_no) => ({
        kind: 'refund',
        merchantId: bench.channel.merchantId,
        outTradeNo: no,
        fact: {
          outRefundNo: `R${part_no}${no}`,
          state: 'succeeded',
          finishedAt: expect.any(Number),
        },
      })),
    )
  })

  it('finished is paid', async () => {
    const no = await paid(bench)
    bench.twin.control.finish(no)
    await bench.twin.control.idle()
    expect(bench.heard.at(-1)?.verified).toMatchObject({ kind: 'payment', fact: { state: 'paid' } })
  })

  it('comes again, the very same bytes, by the ladder until it is taken', async () => {
    bench.answers.push('no', 'success ', 'SUCCESS')
    const before = bench.heard.length
    const no = await paid(bench)
    await bench.pass(RETRY_LADDER_S.reduce((sum, wait_s) => sum + wait_s, 0) * 1000)
    const bodies = bench.heard.slice(before).map((one) => one.raw.body.toString())
    expect(bodies).toHaveLength(4)
    expect(new Set(bodies).size).toBe(1)
    expect(bench.twin.control.trade(no)?.notices).toMatchObject([{ state: 'delivered' }])
  })

  it('is given up at the end of the ladder', async () => {
    bench.answers.push(...RETRY_LADDER_S.map(() => 'fail'), 'fail')
    const no = await paid(bench, { expiresAt: bench.clock.now + 60_000 })
    await bench.pass(30 * 3_600_000)
    expect(bench.twin.control.trade(no)?.notices).toMatchObject([{ state: 'given-up' }])
  })

  it.each([
    ['lose', 0],
    ['twice', 2],
  ] as const)('%s: heard %i times', async (plan, times) => {
    const before = bench.heard.length
    bench.twin.control.planNotice(plan)
    await paid(bench, { expiresAt: bench.clock.now + 60_000 })
    await bench.pass(1_000)
    expect(bench.heard.length - before).toBe(times)
  })

  it('hold: the later one comes first', async () => {
    bench.twin.control.planNotice('hold')
    const change = { expiresAt: bench.clock.now + 60_000 }
    const [first, second] = [await paid(bench, change), await paid(bench, change)]
    await bench.pass(1_000)
    const told = bench.heard
      .slice(-2)
      .map(({ verified }) => verified.kind === 'payment' && verified.fact.outTradeNo)
    expect(told).toEqual([second, first])
  })
})
