/** An invoice over HTTP and against the twin: asked for, issued, taken back, issued for the rest. */
import { beforeAll, expect, test } from 'vitest'
import { type Caller, eachPlatform, must, type TestPlatform, until } from './platform.ts'
import { skuOf } from './sale.ts'
import { buy, complete } from './supplying.ts'

const tax = '{ taxCode: "1010115010000000000", taxRateBp: 900 }'

eachPlatform((_name, open) => {
  let t: TestPlatform
  let staff: Caller
  beforeAll(async () => {
    t = await open({ settings: `invoice: { tax: { ambient: ${tax}, chilled: ${tax}, frozen: ${tax} } }\n` })
    staff = await t.staff()
  })

  test('goes with what was kept of the money', async () => {
    const { shopper, orderId, paymentId, totalFen } = await buy(t, [await skuOf(t)])
    const at = `/orders/${orderId}/invoices`
    const title = { kind: 'person', name: '王小明' }
    expect(await shopper.post(at, { title })).toMatchObject({ status: 409 })
    await complete(staff, shopper, orderId)
    expect(await (await t.shopper()).post(at, { title })).toMatchObject({ status: 404 })
    const bad = { kind: 'company', name: '田头', taxNumber: '91350100M000100Y44' }
    expect(await shopper.post(at, { title: bad })).toMatchObject({ status: 422 })
    const { invoiceId } = must(await shopper.post(at, { title, email: 'a@example.com' }))
    expect(await shopper.post(at, { title })).toMatchObject({ status: 409 })
    type Seen = { invoiceId: string; state: string; amountFen: number; number: string; title: string }
    const seen = async (): Promise<Seen[]> => must(await shopper.get(at)).items
    const [first] = await until(seen, ([one]) => one?.state === 'issued', 30_000)
    expect(first).toMatchObject({ invoiceId, amountFen: totalFen, title: '王**' })
    expect(await (await t.shopper()).get(`/invoices/${invoiceId}/link`)).toMatchObject({ status: 404 })
    const { path } = must(await shopper.get(`/invoices/${invoiceId}/link`)) as { path: string }
    const file = await fetch(`${t.origin}${path}`)
    expect(file.headers.get('content-type')).toBe('application/pdf')
    expect((await file.text()).slice(0, 5)).toBe('%PDF-')
    expect((await fetch(`${t.origin}${path}x`)).status).toBe(404)
    expect((await fetch(`${t.origin}/invoices/x.pdf`)).status).toBe(404)
    must(
      await staff.post(`/staff/payments/${paymentId}/refunds`, {
        refundFen: 100,
        reason: 'quality',
        bizKey: 'quality:1',
      }),
    )
    const done = ([one, two]: Seen[]) => one?.state === 'issued' && two?.state === 'reversed'
    const [second] = await until(seen, done, 30_000)
    expect(second?.amountFen).toBe(totalFen - 100)
  }, 60_000)
})
