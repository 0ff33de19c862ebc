/** Notes what somebody bought, without anybody. Orders are real, so no limit of the day applies. */
import type { CommandHandler } from '@tiantou/platform'
import type { Analytics } from '../contract.ts'
import { dayOf, hourOf } from '../rules.ts'
import type { AnalyticsSettings } from '../settings.ts'
import { insertEvents } from '../store.ts'
import type { AnalyticsTables } from '../tables.ts'

/** One event a line. */
export const recordBought: CommandHandler<
  typeof Analytics.commands.recordBought,
  AnalyticsTables,
  AnalyticsSettings
> = async ({ items }, { tx, now, settings, id }) => {
  if (!settings.collect) return {}
  const when = { day: dayOf(now), hour: hourOf(now) }
  await insertEvents(
    tx,
    items.map(({ productId, skuId, pieces }) => ({
      id: id('bhv'),
      ...when,
      kind: 'buy',
      product_id: productId,
      sku_id: skuId,
      query: '',
      visit: '',
      client: '',
      pieces,
    })),
  )
  return {}
}
