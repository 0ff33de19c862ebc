/**
 * A code for oneself, the end of an account, and a timer that looks after what a session still at work may
 * have left behind it.
 */
import { Order } from '@tiantou/order/contract'
import { type CrossJob, flow } from '@tiantou/platform'
import { Supplier } from '@tiantou/supplier/contract'
import { User } from '@tiantou/user/contract'
import { each } from '../each.ts'
import { erasures } from '../privacy-parts.ts'
import { EraseAccount, RequestOwnCode } from './privacy.contract.ts'

export const requestOwnCode = flow(
  RequestOwnCode,
  async (_input, { actor, clientIp, ask, step, effect, refuse, outcome }) => {
    const owner = await ask(User.queries.phoneOf, { userId: actor.id })
    if (owner === null) return refuse('no_such_user')
    const code = await step('create', User.commands.createCode, { phone: owner.phone, clientIp })
    const { requestId } = code
    const sent = await effect('send', User.effects.sendCode, { requestId })
    await step('note', User.commands.recordCodeSent, { requestId, ...sent })
    return sent.outcome === 'refused' ? outcome('sms_away') : code
  },
)

/** Only the first step can refuse; from there on there is no way back, and a crash goes on where it was. */
export const eraseAccount = flow(EraseAccount, async ({ confirmationId }, { actor, ask, step, refuse }) => {
  const userId = actor.id
  const sessionId = actor.kind === 'user' ? actor.sessionId : ''
  const { orders } = await ask(Order.queries.underWay, { userId })
  if (orders.length > 0) return refuse('orders_under_way', { orders })
  const { supplierId } = await ask(Supplier.queries.owns, { userId })
  if (supplierId !== null) return refuse('supplier_not_left', { supplierId })
  await step('begin', User.commands.beginErasure, { userId, sessionId, confirmationId })
  for (const erasure of erasures) await step(erasure.module, erasure, { userId })
  return {}
})

const day_ms = 86_400_000
/** What was under way at the moment of an erasure has ended by then: payments, refunds. */
const watched_ms = 30 * day_ms
const page = 200

/** Whoever was erased since then, with everything that has to forget him. */
async function* erasedSince(ask: Parameters<CrossJob['run']>[0]['ask'], since: number) {
  for (let after: string | undefined; ;) {
    const at = after === undefined ? {} : { after }
    const { userIds } = await ask(User.queries.erasedSince, { since, limit: page, ...at })
    for (const userId of userIds) for (const erasure of erasures) yield { userId, erasure }
    after = userIds.at(-1)
    if (userIds.length < page) return
  }
}

/**
 * Once a day, everything again for whoever was erased lately: what was left then has come to rest since. What
 * fails is told in the end, and tried again with the next period; it holds up nobody else.
 */
export const finishErasures: CrossJob = {
  name: 'user.finish-erasures',
  every_s: 3_600,
  run: async ({ now, ask, run }) => {
    const since = Math.max(0, now - watched_ms)
    const day = Math.floor(now / day_ms)
    await each(erasedSince(ask, since), ({ userId, erasure }) =>
      run(erasure, { userId }, `erase:${userId}:${day}`),
    )
  },
}
