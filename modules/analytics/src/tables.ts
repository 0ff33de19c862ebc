/** Row types of the analytics_* tables: what happened in the shop, of nobody in particular. */

export interface EventRow {
  id: string
  /** The day in China, as a number: 20261128. */
  day: number
  /** 0–23, in China. */
  hour: number
  kind: 'view' | 'search' | 'add' | 'buy'
  /** Empty where the kind has none. */
  product_id: string
  sku_id: string
  /** A searched text, normalised; empty where it looked personal. */
  query: string
  /** A keyed digest of the visit and the day; empty for what was bought. */
  visit: string
  client: 'phone' | 'pc' | 'wechat' | ''
  pieces: number
}

/** How many events a day holds, in shares: one row would be what every visitor waits for. */
export interface DayRow {
  day: number
  share: number
  events: number
}

export interface AnalyticsTables {
  analytics_event: EventRow
  analytics_day: DayRow
}
