/** Puts the copy of one shopper's data together. */
import { page } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'
import { copies } from '../privacy-parts.ts'
import { ExportPage } from './privacy.contract.ts'

export const exportPage = page(ExportPage, async ({ confirmationId }, { actor, now, ask }) => {
  const userId = actor.id
  const sessionId = actor.kind === 'user' ? actor.sessionId : ''
  await ask(User.queries.confirmed, { userId, sessionId, confirmationId })
  return {
    format: 'tiantou-export-1' as const,
    exportedAt: now,
    account: await ask(copies.account, { userId }),
    orders: await ask(copies.orders, { userId }),
    payments: await ask(copies.payments, { userId }),
    cart: await ask(copies.cart, { userId }),
    member: await ask(copies.member, { userId }),
    pictures: await ask(copies.pictures, { userId }),
    supplier: await ask(copies.supplier, { userId }),
    reviews: await ask(copies.reviews, { userId }),
    claims: await ask(copies.claims, { userId }),
    invoices: await ask(copies.invoices, { userId }),
  }
})
