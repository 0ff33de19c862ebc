/** Invoices through a channel that says what the test wants: every way, every refusal, on every database. */
import { type Actor, makeId } from '@tiantou/kernel'
import { eachDatabase, type TestHouse } from '@tiantou/platform/testing'
import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { Invoice } from '../src/contract.ts'
import { invoiceModule } from '../src/index.ts'
import type { InvoiceAnswer, InvoiceChannel, InvoiceReport, WantedInvoice } from '../src/port.ts'

const { commands, queries, effects } = Invoice
const idOf = (prefix: string) => makeId(prefix, 0, randomBytes(10))
const staff: { actor: Actor } = {
  actor: { kind: 'staff', id: 'stf_1', sessionId: 's', permissions: ['invoice.write'] },
}
const goods = (fen: number) => [
  { title: '水蜜桃', spec: '5斤', storageClass: 'ambient' as const, quantity: 1, fen },
]
const no = { kind: 'refused', code: 'TITLE_WRONG', message: '' } as const

/** A channel that books what it is sent, and answers `next` once where one is set. */
const bookOf = () => {
  const book = new Map<string, InvoiceReport>()
  const sent: WantedInvoice[] = []
  const state: { next: InvoiceAnswer<{ accepted: true }> | undefined } = { next: undefined }
  const answer = (work: () => void): InvoiceAnswer<{ accepted: true }> => {
    const said = state.next
    state.next = undefined
    if (said !== undefined) return said
    work()
    return { kind: 'ok', value: { accepted: true } }
  }
  const channel: InvoiceChannel = {
    name: 'test',
    issue: async (wanted) =>
      answer(() => {
        sent.push(wanted)
        const amountFen = wanted.lines.reduce((sum, one) => sum + one.amountFen, 0)
        book.set(wanted.invoiceId, { state: 'issued', amountFen, code: 'c', number: 'n' })
      }),
    query: async (id) => ({ kind: 'ok', value: book.get(id) ?? null }),
    reverse: async ({ invoiceId: id }) =>
      answer(() => {
        const blue = book.get(id)
        if (blue !== undefined) book.set(id, { ...blue, state: 'reversed', redNumber: 'r' })
      }),
    file: async (id) =>
      book.has(id) ? { kind: 'ok', value: Buffer.from('%PDF-') } : { kind: 'unknown', message: '' },
    readNotice: async () => ({ kind: 'refused', code: 'bad' }),
  }
  return { book, sent, state, channel }
}

eachDatabase((_name, open) => {
  let house: TestHouse
  const at = bookOf()
  beforeAll(async () => {
    const set = '{ taxCode: "1010115010000000000", taxRateBp: 900 }'
    const settingsYaml = `invoice: { tax: { ambient: ${set}, chilled: null, frozen: null } }`
    const ports = { invoice: { channel: at.channel } }
    house = await open({ modules: [invoiceModule], ports, options: { settingsYaml } })
  })

  const wish = (change: object = {}) => ({
    orderId: idOf('ord'),
    userId: idOf('usr'),
    orderNo: '1',
    title: { kind: 'person' as const, name: '王小明' },
    email: 'a@example.com',
    goods: goods(1_000),
    freightFen: 200,
    goneFen: 0,
    ...change,
  })
  /** What the timer does, with what is left by now. */
  const asked = async (invoiceId: string, fen = 1_000, goneFen = 0) => {
    const left = { goods: goods(fen), freightFen: 200, goneFen }
    const { go } = await house.must(commands.submit, { invoiceId, ...left })
    if (!go) return null
    return house.run(commands.record, await house.effect(effects.atChannel, { invoiceId }))
  }
  const seen = async ({ orderId, userId }: { orderId: string; userId: string }) => {
    const actor: Actor = { kind: 'user', id: userId, sessionId: 's' }
    return (await house.ask(queries.ofOrder, { orderId }, { actor })).items
  }
  const failedIds = async () => {
    const { items } = await house.ask(queries.failed, { limit: 100 }, staff)
    return items.map((one) => one.invoiceId)
  }

  test('An invoice is issued once, freight by the goods, seen by its own shopper, masked', async () => {
    const wanted = wish()
    const { invoiceId } = await house.must(commands.request, wanted, { key: wanted.orderId })
    const again = await house.must(commands.request, wanted, { key: wanted.orderId })
    expect(again).toEqual({ invoiceId })
    expect(await house.run(commands.request, wanted)).toMatchObject({ code: 'invoice.already_requested' })
    const { items } = await house.ask(queries.due, { limit: 500 })
    expect(items.map((one) => one.invoiceId)).toContain(invoiceId)
    await asked(invoiceId)
    expect(at.sent.at(-1)?.lines).toMatchObject([{ amountFen: 1_200, taxRateBp: 900 }])
    expect(at.sent.at(-1)).toMatchObject({ title: { name: '王小明' }, email: 'a@example.com' })
    expect(await seen(wanted)).toMatchObject([{ state: 'issued', title: '王**', amountFen: 1_200 }])
    expect(await seen({ ...wanted, userId: idOf('usr') })).toEqual([])
    expect(await asked(invoiceId)).toBeNull()
  })

  test('What cannot be invoiced is refused', async () => {
    const run = (change: object) => house.run(commands.request, wish(change))
    const title = { kind: 'company', name: '田头', taxNumber: '91350100M000100Y44' }
    expect(await run({ title })).toMatchObject({ code: 'invoice.bad_tax_number' })
    const chilled = goods(5).map((one) => ({ ...one, storageClass: 'chilled' }))
    expect(await run({ goods: chilled })).toMatchObject({ code: 'invoice.not_offered' })
    expect(await run({ goods: goods(0) })).toMatchObject({ code: 'invoice.nothing_left' })
    const unknown = { invoiceId: idOf('fap') }
    const none = { code: 'invoice.no_such_invoice' }
    const left = { ...unknown, goods: goods(1), freightFen: 0, goneFen: 0 }
    expect(await house.run(commands.submit, left)).toMatchObject(none)
    expect(await house.run(commands.record, { ...unknown, word: 'issued' })).toMatchObject(none)
    expect(await house.run(commands.retry, unknown, staff)).toMatchObject(none)
    expect(await house.run(commands.hurry, unknown)).toMatchObject({ ok: true })
  })

  test('A refusal fails it, staff tries again under a new number', async () => {
    const wanted = wish()
    const { invoiceId } = await house.must(commands.request, wanted)
    at.state.next = no
    await asked(invoiceId)
    expect(await seen(wanted)).toMatchObject([{ state: 'failed', failCode: 'TITLE_WRONG' }])
    expect(await failedIds()).toContain(invoiceId)
    const fresh = await house.must(commands.retry, { invoiceId }, staff)
    expect(fresh.invoiceId).not.toBe(invoiceId)
    expect(await failedIds()).not.toContain(invoiceId)
    const twice = await house.run(commands.retry, { invoiceId }, staff)
    expect(twice).toMatchObject({ code: 'invoice.wrong_state' })
    await asked(fresh.invoiceId)
    expect((await seen(wanted))[0]?.state).toBe('issued')
  })

  test('An answer that was lost is asked for again under the same number', async () => {
    const wanted = wish()
    const { invoiceId } = await house.must(commands.request, wanted)
    at.state.next = { kind: 'unknown', message: 'timeout' }
    await asked(invoiceId)
    expect((await seen(wanted))[0]?.state).toBe('submitted')
    await asked(invoiceId)
    expect((await seen(wanted))[0]?.state).toBe('issued')
  })

  test('Money that goes back takes it back, and the rest is issued anew; a red one may fail', async () => {
    const wanted = wish()
    const { orderId } = wanted
    const { invoiceId } = await house.must(commands.request, wanted)
    await asked(invoiceId)
    await house.must(commands.outdate, { orderId, goneFen: 300 })
    at.state.next = no
    await asked(invoiceId)
    expect(await failedIds()).toContain(invoiceId)
    await house.must(commands.retry, { invoiceId }, staff)
    await asked(invoiceId)
    const [fresh] = await seen(wanted)
    expect(fresh?.state).toBe('requested')
    await asked(fresh?.invoiceId ?? '', 700, 300)
    expect(await seen(wanted)).toMatchObject([{ state: 'issued', amountFen: 900 }, { state: 'reversed' }])
    await house.must(commands.outdate, { orderId, goneFen: 300 })
    expect((await seen(wanted))[0]?.state).toBe('issued')
    await house.must(commands.outdate, { orderId, goneFen: 1_200 })
    await asked(fresh?.invoiceId ?? '')
    const [last] = await seen(wanted)
    await asked(last?.invoiceId ?? '', 0, 1_200)
    expect((await seen(wanted))[0]?.state).toBe('void')
  })

  test('A link to the file is for its own shopper, once there is one, and for five minutes', async () => {
    const wanted = wish()
    const { invoiceId } = await house.must(commands.request, wanted)
    const ask = (userId: string) =>
      house.ask(queries.fileLink, { invoiceId }, { actor: { kind: 'user', id: userId, sessionId: 's' } })
    await expect(ask(wanted.userId)).rejects.toThrow('invoice.wrong_state')
    expect(await house.effect(effects.file, { invoiceId })).toEqual({ pdfBase64: null })
    await asked(invoiceId)
    await expect(ask(idOf('usr'))).rejects.toThrow('invoice.no_such_invoice')
    const { path, until } = await ask(wanted.userId)
    const signature = new URL(path, 'http://x').searchParams.get('sig') ?? ''
    const judged = async (change: object = {}) =>
      (await house.ask(queries.judgeLink, { invoiceId, until, signature, ...change })).verdict
    expect(await judged()).toBe('good')
    expect(await judged({ until: until + 1 })).toBe('wrong')
    expect(await judged({ invoiceId: idOf('fap') })).toBe('wrong')
    house.clock.advance(5 * 60_000)
    expect(await judged()).toBe('over')
    const { pdfBase64 } = await house.effect(effects.file, { invoiceId })
    expect(Buffer.from(pdfBase64 ?? '', 'base64').toString()).toBe('%PDF-')
  })

  test('A word about another amount moves nothing and is kept for a person', async () => {
    const wanted = wish()
    const { invoiceId } = await house.must(commands.request, wanted)
    const word = { invoiceId, word: 'issued', amountFen: 1 } as const
    expect(await house.run(commands.record, word)).toMatchObject({ code: 'invoice.amount_mismatch' })
    expect(await failedIds()).toContain(invoiceId)
  })

  test('Forgotten is the e-mail; the title stays in the archives', async () => {
    const wanted = wish()
    const { userId } = wanted
    await house.must(commands.request, wanted)
    await house.must(commands.eraseUser, { userId })
    await house.must(commands.eraseUser, { userId })
    const { invoices } = await house.ask(queries.ofUser, { userId })
    expect(invoices).toMatchObject([{ title: '王小明', email: null }])
  })
})
