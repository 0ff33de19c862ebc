/**
 * What module reconcile compares bills with: payments and refunds of this very house, asked for page by page.
 * The house is there only after its ports, so it is put in later.
 */
import { system } from '@tiantou/kernel'
import { Payment } from '@tiantou/payment/contract'
import type { House } from '@tiantou/platform'
import type { OwnBooks, OwnTrade } from '@tiantou/reconcile/port'

/** A day of a million trades is two hundred questions. */
const PAGE = 5_000
const by = system('reconcile')

export interface OwnTrades extends OwnBooks {
  /** From now on this house is asked. */
  of(house: Pick<House, 'ask'>): void
}

/** Opens the books of a house that is yet to be opened. */
export const openOwnTrades = (): OwnTrades => {
  let asked: Pick<House, 'ask'> | undefined
  const house = () => {
    if (asked === undefined) throw new Error('The house is not open yet.')
    return asked
  }
  return {
    of: (opened) => void (asked = opened),
    trades: async function* (channel, from, before) {
      for (const kind of ['pay', 'refund'] as const) {
        const about = { channel: channel as 'alipay', kind, from, before, limit: PAGE }
        for (let after: { at: number; id: string } | undefined; ;) {
          const place: { after?: { at: number; id: string } } = after === undefined ? {} : { after }
          const { items, next } = await house().ask(Payment.queries.trades, { ...about, ...place }, by)
          yield items.map((one): OwnTrade => ({ kind, ...one }))
          if (next === null) break
          after = next
        }
      }
    },
    find: async (channel, numbers) => {
      const wanted = { channel: channel as 'alipay', numbers: [...numbers] }
      return (await house().ask(Payment.queries.tradesByNumber, wanted, by)).items
    },
  }
}
