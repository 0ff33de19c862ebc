/**
 * A channel's cashier and its buttons, for every twin that answers to the same words: pages below `/<name>`,
 * JSON below `/api/<name>`.
 */
import type { FastifyInstance } from 'fastify'
import { unknownAction, planOf, type Plan } from './actions.ts'
import type { Brand } from './brands.ts'
import { cashierPage, type TillOrder } from './cashier.ts'
import { given } from './given.ts'
import { noOrderPage, ordersPage } from './pages.ts'
import { safeRedirect } from './redirect.ts'

/** What a twin's control must be able to do, whatever its orders look like. */
export interface TillTwin<Order> {
  orders(): Order[]
  order(number: string): Order | undefined
  pay(number: string): Order
  cancel(number: string): Order
  expire(number: string): Order
  decline(number: string): Order
  endRefund(number: string): void
  repeatNotice(number: string): Promise<number>
  forge(number: string, kind: never): Promise<number>
  planNotice(plan: Plan): void
  failNext(fault: { kind: never; times: number }): void
  planRefund(end: never): void
  behave(): void
}

export interface Till<Order extends { readonly state: string }> {
  readonly brand: Brand
  readonly twin: TillTwin<Order>
  readonly merchantName: string
  /** Milliseconds UTC. */
  readonly now: () => number
  /** An order in the shape of the pages. */
  readonly shown: (order: Order) => TillOrder
  /** Where the payer goes back to, as the channel knows it. */
  readonly backOf: (order: Order, query: Readonly<Record<string, unknown>>) => unknown
}

const HTML = 'text/html; charset=utf-8'

export function mountTill<Order extends { readonly state: string }>(
  app: FastifyInstance,
  till: Till<Order>,
): void {
  const { brand, twin, merchantName, now, shown, backOf } = till
  const api = `/api/${brand.here}`
  app.get(`/${brand.here}`, (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>
    const { out_trade_no: no } = query
    if (no === undefined) return reply.type(HTML).send(ordersPage(brand))
    const order = typeof no === 'string' ? twin.order(no) : undefined
    if (order === undefined) return reply.code(404).type(HTML).send(noOrderPage(brand))
    const back = safeRedirect(backOf(order, query))
    return reply.type(HTML).send(cashierPage(brand, shown(order), merchantName, back))
  })
  app.get(`${api}/orders`, () => ({ orders: twin.orders().map(shown), now: now() }))
  app.get(`${api}/orders/:no`, (request, reply) => {
    const order = twin.order((request.params as { no: string }).no)
    return order === undefined ? reply.code(404).send() : { order: shown(order), now: now() }
  })
  app.post(`${api}/orders/:no/:action`, async (request) => {
    const { no, action } = request.params as { no: string; action: string }
    return press(till, no, action, given(request))
  })
  app.post(`${api}/plans/:action`, (request) => {
    plan(till, (request.params as { action: string }).action, given(request))
    return { done: true }
  })
}

/**
 * One button. `status` is what our own server answered to a notice, 0 for nothing. @throws the twin's refusal
 */
async function press<Order extends { readonly state: string }>(
  { twin, shown }: Till<Order>,
  no: string,
  action: string,
  said: Readonly<Record<string, unknown>>,
): Promise<object> {
  if (action === 'pay') {
    const fate = planOf(said['plan'])
    // Looked at first, so that a plan is not left behind for somebody else's notice.
    if (fate !== undefined && twin.order(no)?.state === 'open') twin.planNotice(fate)
    return { order: shown(twin.pay(no)) }
  }
  if (action === 'cancel' || action === 'expire' || action === 'decline')
    return { order: shown(twin[action](no)) }
  if (action === 'repeat') return { status: await twin.repeatNotice(no) }
  if (action === 'forge') return { status: await twin.forge(no, said['kind'] as never) }
  if (action !== 'end-refund') throw unknownAction()
  twin.endRefund(String(said['outRefundNo']))
  return { done: true }
}

/** Misbehaviour to come. */
function plan<Order extends { readonly state: string }>(
  { twin, brand }: Till<Order>,
  action: string,
  said: Readonly<Record<string, unknown>>,
): void {
  if (action === 'behave') return twin.behave()
  if (action === 'fail') return twin.failNext({ kind: said['kind'] as never, times: 1 })
  const { end } = said
  if (action !== 'refund' || typeof end !== 'string' || !Object.hasOwn(brand.refunds, end))
    throw unknownAction()
  twin.planRefund(end as never)
}
