/** Invoices of orders: asked for by shoppers, issued and taken back through a channel (R9). */
import { Invoice } from '@tiantou/invoice/contract'
import type { OutputOf } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'
import { Payment } from '@tiantou/payment/contract'
import { type CrossJob, type Door, flow } from '@tiantou/platform'
import { each } from '../each.ts'
import { AskInvoice, RequestInvoice } from './invoice.contract.ts'

type Kept = OutputOf<typeof Order.queries.kept>['goods']

/** What an invoice names of goods. */
const named = (goods: Kept) =>
  goods.map(({ title, spec, storageClass, quantity, fen }) => ({ title, spec, storageClass, quantity, fen }))

export const requestInvoice = flow(RequestInvoice, async ({ orderId, title, email }, context) => {
  const { actor, ask, step, refuse } = context
  const { beforeFen: goneFen } = await ask(Payment.queries.givenBack, { orderId })
  const order = await ask(Order.queries.kept, { orderId, goneFen })
  if (order.userId !== actor.id) return refuse('order.no_such_order')
  if (!order.isCompleted) return refuse('not_completed')
  const { orderNo, goods, freightFen } = order
  const to = { orderId, userId: actor.id, orderNo, title, email: email ?? null }
  return step('request', Invoice.commands.request, { ...to, goods: named(goods), freightFen, goneFen })
})

export const askInvoice = flow(AskInvoice, async ({ invoiceId, orderId }, { ask, effect, step }) => {
  const { beforeFen: goneFen } = await ask(Payment.queries.givenBack, { orderId })
  const { goods, freightFen } = await ask(Order.queries.kept, { orderId, goneFen })
  const left = { goods: named(goods), freightFen, goneFen }
  const { go } = await step('submit', Invoice.commands.submit, { invoiceId, ...left })
  if (!go) return {}
  const word = await effect('ask', Invoice.effects.atChannel, { invoiceId })
  await step('note', Invoice.commands.record, word)
  return {}
})

const BITE = 50

/** Each asking has its own key: the invoice, its state and how often its channel was asked. */
export const askInvoices: CrossJob = {
  name: 'invoice.ask-channel',
  every_s: 2,
  run: async ({ ask, run }) => {
    const { items } = await ask(Invoice.queries.due, { limit: BITE })
    await each(items, ({ invoiceId, orderId, state, asks }) =>
      run(AskInvoice, { invoiceId, orderId }, `${invoiceId}:${state}:${asks}`),
    )
  },
}

/** A knock: what became of the invoice is asked, not believed. */
export const invoiceNotify: Door = {
  path: '/callbacks/wechat-fapiao',
  bodyLimit: 64 * 1024,
  handle: async ({ headers, body }, { effect, run }) => {
    const signed = Object.entries(headers).filter(([name]) => name.startsWith('wechatpay-'))
    const plain = signed.map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
    const bodyBase64 = body.toString('base64')
    const read = { headers: Object.fromEntries(plain) as Record<string, string>, bodyBase64 }
    const { invoiceId, key, code } = await effect(Invoice.effects.readNotice, read)
    if (invoiceId === null) return { status: 401, body: { code: 'FAIL', message: code } }
    await run(Invoice.commands.hurry, { invoiceId }, `${invoiceId}:${key}`)
    return { status: 204, body: null }
  },
}
