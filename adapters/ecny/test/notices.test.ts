/** Notices: what is believed, what is not, and that the bank takes nothing but our signed yes. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ForgeKind } from '../src/twin/index.ts'
import { type Bench, bare, numberOf, openBench, opened, paid } from './kit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

it.each<[ForgeKind, string]>([
  ['signature', 'signature_wrong'],
  ['body', 'signature_wrong'],
  ['key', 'signature_wrong'],
  ['sign-method', 'sign_method'],
  ['twice-named', 'not_form'],
  ['unsigned', 'signature_missing'],
])('forged: %s is %s', async (kind, code) => {
  await bench.twin.control.forge(bare(await opened(bench)), kind)
  expect(bench.heard.at(-1)).toMatchObject({ kind: 'bad', code })
})

it('rightly signed words of another amount, merchant or order are told as they are', async () => {
  const no = await opened(bench)
  const told = async (kind: ForgeKind) => {
    await bench.twin.control.forge(bare(no), kind)
    return bench.heard.at(-1)
  }
  expect(await told('amount')).toMatchObject({ kind: 'payment', fact: { amountFen: 1 } })
  expect(await told('merchant')).toMatchObject({ merchantId: '308999170120000' })
  expect(await told('order')).toMatchObject({ fact: { outTradeNo: `X${no.slice(1)}` } })
})

it('no bytes at all, or too many, are refused before any cryptography', () => {
  const verify = (body: string) => bench.channel.verify({ headers: {}, body: Buffer.from(body) })
  expect(verify('')).toMatchObject({ kind: 'bad', code: 'signature_missing' })
  expect(verify('a'.repeat(70_000))).toMatchObject({ kind: 'bad', code: 'too_large' })
  expect(verify('sign=%%%&signMethod=02')).toMatchObject({ kind: 'bad', code: 'signature_wrong' })
})

it('a refund is told as done by a timer that fires a moment early, too', async () => {
  const tasks: (() => void)[] = []
  const schedule = (_delay_ms: number, task: () => void) => {
    tasks.push(task)
    return () => undefined
  }
  const early = await openBench({ schedule, refundDelay_ms: 1_500 })
  const outTradeNo = await paid(early)
  const refund = { outTradeNo, outRefundNo: numberOf('rfd'), refundFen: 7, totalFen: 2990, reason: '' }
  await early.channel.refund(refund)
  for (const task of tasks) task()
  await early.twin.control.idle()
  expect(early.heard.at(-1)).toMatchObject({ kind: 'refund', fact: { state: 'succeeded' } })
  await early.close()
})

it('comes again until it reads a yes that we signed', async () => {
  bench.answers.push('', '{"returnCode":"SUCCESS","respCode":"SUCCESS","sign":"x"}')
  const no = await paid(bench)
  const notices = () => bench.twin.control.order(bare(no))?.notices
  await expect.poll(notices).toMatchObject([{ state: 'delivered', attempts: [200, 200, 200] }])
})
