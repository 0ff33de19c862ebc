/** One life of the house beside its model: steps as fast-check wants them, and what each may answer. */
import type { Actor, Result } from '@tiantou/kernel'
import { SendRefund } from '@tiantou/between/flows/settle-payment.contract'
import { Payment } from '@tiantou/payment/contract'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { arrive, type Model } from './model.ts'
import type { World } from './world.ts'

export interface Life {
  readonly m: Model
  readonly w: World
  /** Fails where house and model differ. */
  compare(): Promise<void>
  /** The channel is asked what became of money whose answer got lost. */
  askAgain(): Promise<void>
}

export const openLife = (
  m: Model,
  w: World,
  compare: (life: Pick<Life, 'm' | 'w'>) => Promise<void>,
): Life => ({
  m,
  w,
  compare: () => compare({ m, w }),
  askAgain: async () => {
    for (const order of m.orders) for (const back of order.backs) if (!back.arrived) arrive(order, back)
    w.house.clock.advance(3_600_000)
    m.now = w.house.clock.now()
    const { items } = await w.house.ask(Payment.queries.pendingRefunds, { limit: 100 })
    for (const { refundId, asks } of items)
      await w.house.must(SendRefund, { refundId }, { key: `${refundId}:${asks}` })
  },
})

export const by = (actor: Actor) => ({ actor })
/** Which of what is there: a number that is taken round. */
export const which = fc.nat(1_000)
export const at = <T>(list: readonly T[], no: number): T | undefined => list[no % Math.max(1, list.length)]

/** One of those that fit, and now and then any of all. */
export const mostly = <T>(fit: readonly T[], all: readonly T[], no: number): T => {
  const one = (no % 8 === 0 ? undefined : at(fit, no)) ?? at(all, no)
  assert(one !== undefined, 'There is nothing to take.')
  return one
}

/** Asserts what was answered; whether it was a yes. */
export const says = (
  said: Result<unknown> | { readonly ok: false; readonly code: string },
  code: string,
): boolean => {
  assert.equal(said.ok ? 'ok' : said.code, code)
  return said.ok
}

export type Step = fc.AsyncCommand<Model, Life>

/** A step that is taken where it can be, after which house and model are the same. */
export const step = <A>(
  name: string,
  args: fc.Arbitrary<A>,
  check: (m: Model, args: A) => boolean,
  run: (life: Life, args: A) => Promise<void>,
): fc.Arbitrary<Step> =>
  args.map((given) => ({
    check: (m) => check(m as Model, given),
    run: async (_m, life) => {
      life.w.house.clock.advance(1_000)
      life.m.now = life.w.house.clock.now()
      await run(life, given)
      await life.w.house.settle()
      await life.compare()
    },
    toString: () => `${name} ${JSON.stringify(given)}`,
  }))
