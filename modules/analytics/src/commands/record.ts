/** Takes what a visit did: one multi-row insert, within the limits of the day. */
import type { InputOf } from '@tiantou/kernel'
import type { CommandHandler } from '@tiantou/platform'
import type { Analytics } from '../contract.ts'
import { dayOf, hourOf, isSampled, keptQuery, SHARES } from '../rules.ts'
import type { AnalyticsSettings } from '../settings.ts'
import { insertEvents, takeRoom } from '../store.ts'
import type { AnalyticsTables, EventRow } from '../tables.ts'

type Item = InputOf<typeof Analytics.commands.record>['items'][number]

const fieldsOf = (item: Item): Pick<EventRow, 'kind' | 'product_id' | 'sku_id' | 'query' | 'pieces'> => {
  const none = { product_id: '', sku_id: '', query: '', pieces: 0 }
  switch (item.kind) {
    case 'view':
      return { ...none, kind: 'view', product_id: item.productId }
    case 'search':
      return { ...none, kind: 'search', query: keptQuery(item.query) }
    case 'add':
      return { ...none, kind: 'add', sku_id: item.skuId, pieces: item.pieces }
  }
}

/** Keeps a batch whole or not at all. */
export const record: CommandHandler<
  typeof Analytics.commands.record,
  AnalyticsTables,
  AnalyticsSettings
> = async ({ visit, client, items }, { tx, now, settings, secrets, id, random }) => {
  const day = dayOf(now)
  const digest = secrets.blind('analytics_event.visit', `${day} ${visit}`)
  if (!settings.collect || !isSampled(digest, settings.sample_bp)) return { kept: 0 }
  const share = (random(1)[0] ?? 0) % SHARES
  const most = Math.floor(settings.perDay / SHARES)
  if (!(await takeRoom(tx, { day, share }, items.length, most))) return { kept: 0 }
  const hour = hourOf(now)
  await insertEvents(
    tx,
    items.map((item) => ({ id: id('bhv'), day, hour, visit: digest, client, ...fieldsOf(item) })),
  )
  return { kept: items.length }
}
