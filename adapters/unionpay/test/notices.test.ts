/** Notices: what is believed, what is not, and how the twin repeats them until it reads 200. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ForgeKind } from '../src/twin/index.ts'
import { RETRY_LADDER_S } from '../src/twin/server.ts'
import { type Bench, bare, numberAt, openBench, opened, paid, value } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.twin.control.behave())

describe('forged', () => {
  it.each<[ForgeKind, string]>([
    ['signature', 'signature_wrong'],
    ['body', 'signature_wrong'],
    ['key', 'signature_wrong'],
    ['foreign-certificate', 'certificate_foreign'],
    ['other-owner', 'certificate_of_another'],
    ['expired-certificate', 'certificate_expired'],
    ['version', 'sign_method'],
    ['twice-named', 'not_form'],
    ['unsigned', 'signature_missing'],
  ])('%s is %s', async (kind, code) => {
    const no = await opened(bench)
    await bench.twin.control.forge(bare(no), kind)
    expect(bench.heard.at(-1)?.verified).toMatchObject({ kind: 'bad', code })
  })

  it('rightly signed words of another amount, merchant or order are told as they are', async () => {
    const no = await opened(bench)
    const told = async (kind: ForgeKind) => {
      await bench.twin.control.forge(bare(no), kind)
      return bench.heard.at(-1)?.verified
    }
    expect(await told('amount')).toMatchObject({ kind: 'payment', fact: { amountFen: 1 } })
    expect(await told('merchant')).toMatchObject({ merchantId: '777290000000000' })
    expect(await told('order')).toMatchObject({ fact: { outTradeNo: `X${no.slice(1)}` } })
  })

  it('no bytes at all, too many, or a certificate that is none are refused', () => {
    const verify = (body: string) => bench.channel.verify({ headers: {}, body: Buffer.from(body) })
    expect(verify('')).toMatchObject({ kind: 'bad', code: 'signature_missing' })
    expect(verify('a'.repeat(70_000))).toMatchObject({ kind: 'bad', code: 'too_large' })
    const common = 'version=5.1.0&signMethod=01&signature=%25'
    expect(verify(`${common}&signPubKeyCert=x`)).toMatchObject({ code: 'certificate_unreadable' })
  })
})

describe('true', () => {
  it('a refund that was given back is told by our number with its amount', async () => {
    const no = await paid(bench)
    const refund = {
      outTradeNo: no,
      outRefundNo: numberAt('rfd'),
      refundFen: 700,
      totalFen: 2990,
      reason: '',
    }
    value(await bench.channel.refund(refund))
    await bench.pass(0)
    expect(bench.heard.at(-1)?.verified).toMatchObject({
      kind: 'refund',
      fact: { outRefundNo: refund.outRefundNo, state: 'succeeded', refundFen: 700 },
    })
  })

  it('a refund is told as done by a timer that fires a moment early, too', async () => {
    const tasks: (() => void)[] = []
    const schedule = (_delay_ms: number, task: () => void) => {
      tasks.push(task)
      return () => undefined
    }
    const early = await openBench({ schedule, refundDelay_ms: 1_500 })
    const no = await paid(early)
    const refund = { outTradeNo: no, outRefundNo: numberAt('rfd'), refundFen: 7, totalFen: 2990, reason: '' }
    value(await early.channel.refund(refund))
    early.clock.now += 1_499
    for (const task of tasks) task()
    await early.twin.control.idle()
    expect(early.heard.at(-1)?.verified).toMatchObject({ kind: 'refund', fact: { state: 'succeeded' } })
    await early.close()
  })

  it('comes again, the very same bytes, by the ladder until it is taken', async () => {
    bench.answers.push(500, 204, 302)
    const before = bench.heard.length
    const no = await paid(bench)
    await bench.pass(RETRY_LADDER_S.reduce((sum, wait_s) => sum + wait_s, 0) * 1000)
    const bodies = bench.heard.slice(before).map((one) => one.raw.body.toString())
    expect(bodies).toHaveLength(4)
    expect(new Set(bodies).size).toBe(1)
    expect(bench.twin.control.order(bare(no))?.notices).toMatchObject([{ state: 'delivered' }])
  })

  it('is given up at the end of the ladder', async () => {
    bench.answers.push(...RETRY_LADDER_S.map(() => 500), 500)
    const at = bench.clock.now
    const no = await paid(bench, { outTradeNo: numberAt('att', at), expiresAt: at + 900_000 })
    await bench.pass(3_600_000)
    expect(bench.twin.control.order(bare(no))?.notices).toMatchObject([{ state: 'given-up' }])
  })
})
