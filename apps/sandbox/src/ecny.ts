/** e-CNY's side of the sandbox: the cashier that a code or a link leads to, and its buttons. */
import type { EcnyTwin } from '@tiantou/ecny/twin'
import type { FastifyInstance } from 'fastify'
import { ECNY } from './brands.ts'
import { mountTill } from './till-routes.ts'

interface Place {
  readonly ecny: EcnyTwin['control']
  readonly merchantName: string
  /** Milliseconds UTC. */
  readonly now: () => number
}

type Order = ReturnType<EcnyTwin['control']['pay']>

const STATES = { S: 'SUCCESS', P: 'PROCESSING', F: 'CLOSED' } as const

/** An order in the shape of the pages. */
const shown = (order: Order) => {
  const { refunds, ticket, bankNo, ...rest } = order
  return {
    ...rest,
    ...(order.paidAt === undefined ? {} : { transactionId: bankNo }),
    ...(order.way === 'TT01' ? { codeUrl: ticket } : {}),
    refunds: refunds.map(({ state, ...refund }) => ({ ...refund, status: STATES[state] })),
  }
}

export function mountEcny(app: FastifyInstance, { ecny, merchantName, now }: Place): void {
  const backOf = (_order: Order, query: Readonly<Record<string, unknown>>) => query['redirect_url']
  mountTill(app, { brand: ECNY, twin: ecny, merchantName, now, shown, backOf })
}
