/** Reconciliation over HTTP: who may do what, a day run by hand, its page, and its report as a file. */
import { randomUUID } from 'node:crypto'
import { system } from '@tiantou/kernel'
import { Reconcile } from '@tiantou/reconcile/contract'
import { systemClock } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import { beforeAll, expect, test } from 'vitest'
import { csvLine } from '../src/csv.ts'
import { hashPassword } from '../src/house.ts'
import { reconcile } from '../src/reconcile.ts'
import { type Caller, eachPlatform, must, type TestPlatform } from './platform.ts'
import { beginPay, placeOrder, skuOf, untilPaid } from './sale.ts'

const DAY = '2026-01-02'

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  let ahead = 0
  beforeAll(async () => {
    t = await open({ clock: { ...systemClock, now: () => systemClock.now() + ahead } })
    staff = await t.staff()
  })

  const by = () => ({ actor: system('test'), key: randomUUID() })
  const path = (day: string, rest = '') => `/staff/reconcile/days/wechat-pay/${day}${rest}`
  /** The day in China at this moment. */
  const today = () => {
    const now = Temporal.Instant.fromEpochMilliseconds(t.platform.house.corridor.clock.now())
    return now.toZonedDateTimeISO('+08:00').toPlainDate().toString()
  }
  /** A member of staff who may do only this. */
  const clerk = async (...permissions: string[]): Promise<Caller & { readonly token: string }> => {
    const account = `clerk-${randomUUID().slice(0, 8)}`
    const password = randomUUID()
    const passwordHash = await hashPassword(password, Buffer.from(randomUUID()))
    const { house } = t.platform
    const made = { account, name: '小李', passwordHash, role: account, permissions }
    await house.run(User.commands.createStaff, made, by())
    const token: string = must(await t.as().post('/staff/sign-in', { account, password })).accessToken
    return { ...t.as(token), token }
  }
  const caseOf = async (fen: number, day: string): Promise<string> => {
    const totals = { billRows: 1, ownRows: 0, matched: 0, billFen: fen, ownFen: 0, feeFen: 0, feeDiffFen: 0 }
    const found = {
      class: 'channel_only' as const,
      kind: 'pay' as const,
      number: `T${day}`,
      payNumber: 'T1',
      channelNumber: '4200000000000000000001',
    }
    await t.platform.house.run(
      Reconcile.commands.record,
      {
        channel: 'wechat-pay',
        day,
        trade: null,
        fund: null,
        totals: { ...totals, unexplainedFen: 0 },
        differences: [{ ...found, fen, billFen: fen, ownFen: null }],
        funds: { rows: 0, openingFen: null, closingFen: null, toBank: [] },
      },
      by(),
    )
    await t.platform.house.relay.settle()
    const { items } = must(await staff.get(`/staff/reconcile/cases?day=${day}`))
    return items[0].caseId
  }

  test('each door asks for its own permission', async () => {
    const caseId = await caseOf(500, '2026-01-05')
    const reader = await clerk('reconcile.read')
    const worker = await clerk('reconcile.read', 'reconcile.resolve')
    const ended = { ending: 'written_off', reason: '=1+1', voucher: 'V1' }
    const doors: [string, object, Caller][] = [
      [path('2026-01-05', '/run'), {}, reader],
      [path('2026-01-05', '/check'), {}, reader],
      [path('2026-01-05', '/sign'), {}, worker],
      [path('2026-01-05', '/reopen'), { reason: 'x' }, worker],
      [`/staff/reconcile/cases/${caseId}/propose`, ended, reader],
      [`/staff/reconcile/cases/${caseId}/confirm`, {}, worker],
      [`/staff/reconcile/cases/${caseId}/reject`, { reason: 'x' }, worker],
    ]
    for (const [door, body, caller] of doors)
      expect([door, (await caller.post(door, body)).status]).toEqual([door, 403])
    const outsider = await clerk('media.upload')
    for (const door of [
      '/staff/reconcile/days',
      '/staff/reconcile/cases',
      '/staff/reconcile/ages',
      path('2026-01-05'),
    ])
      expect([door, (await outsider.get(door)).status]).toEqual([door, 403])
    expect((await outsider.get(path('2026-01-05', '/report.csv'))).status).toBe(403)
    const asPartner = await t.as('x'.repeat(40)).get(path('2026-01-05', '/report.csv'))
    expect(asPartner.status).toBe(401)
    const guest = await fetch(`${t.origin}/api/v1${path('2026-01-05', '/report.csv')}`)
    expect(guest.status).toBe(403)
  })

  test('two people end a case and sign its day; its report is a file that calculates nothing', async () => {
    const caseId = await caseOf(700, DAY)
    const worker = await clerk('reconcile.read', 'reconcile.resolve')
    const signer = await clerk('reconcile.read', 'reconcile.sign')
    const ended = { ending: 'written_off', reason: '=HYPERLINK("x")', voucher: '@V1' }
    must(await worker.post(`/staff/reconcile/cases/${caseId}/propose`, ended))
    must(await signer.post(`/staff/reconcile/cases/${caseId}/confirm`))
    must(await worker.post(path(DAY, '/check')))
    must(await signer.post(path(DAY, '/sign')))
    const { items } = must(await signer.get(`/staff/reconcile/cases?day=${DAY}`))
    expect(items).toMatchObject([{ state: 'resolved', fen: 700, ending: 'written_off' }])
    const headers = { authorization: `Bearer ${signer.token}` }
    const answer = await fetch(`${t.origin}/api/v1${path(DAY, '/report.csv')}`, { headers })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toContain(`reconcile-wechat-pay-${DAY}.csv`)
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8')
    expect(text.startsWith('\ufeff"渠道","wechat-pay","日期"')).toBe(true)
    expect(text).toContain('"长款","支付"')
    expect(text).toContain('"4200000000000000000001\t"')
    expect(text).toContain(`"'=HYPERLINK(""x"")","'@V1"`)
    expect(text).not.toMatch(/"[=+@]/)
    expect((await signer.get(path('2026-01-03', '/report.csv'))).status).toBe(404)
  })

  test('a real sale stands in the bill and matches, by hand and by terminal', async () => {
    const shopper = await t.shopper()
    const { orderId, paymentId, totalFen } = await placeOrder(shopper, await skuOf(t))
    t.sandbox.wechatPay.control.pay(await beginPay(t, shopper, paymentId))
    await untilPaid(shopper, orderId)
    await t.platform.house.relay.settle()
    const day = today()
    expect(must(await staff.post(path(day, '/run')))).toEqual({ is: 'waiting', code: 'not_over' })
    ahead = 86_400_000
    const nextDay = await t.staff()
    // The timer may have been quicker.
    expect(['compared', 'known']).toContain(must(await nextDay.post(path(day, '/run'))).is)
    await t.platform.house.relay.settle()
    const page = must(await nextDay.get(path(day)))
    expect(page.day.totals).toMatchObject({
      billFen: totalFen,
      ownFen: totalFen,
      matched: 1,
      unexplainedFen: 0,
    })
    expect(page.differsFen).toBe(0)
    const { lines, isWell } = await reconcile(t.platform.house, { channel: 'wechat-pay', day })
    expect([lines[0], isWell]).toEqual([`wechat-pay ${day}: known`, true])
    const empty = await reconcile(t.platform.house, { channel: 'alipay', day: '2026-01-01' })
    expect(empty.lines[0]).toBe('alipay 2026-01-01: compared')
  })
})

test('a cell is text, an amount may have its minus, and long numbers keep their digits', () => {
  expect(csvLine(['=1', '+1', '-1.50', '-a', '@x', '\t=1', 'a"b', '123456789012', 7, null])).toBe(
    `"'=1","'+1","-1.50","'-a","'@x","'\t=1","a""b","123456789012\t","7",""\r\n`,
  )
})
