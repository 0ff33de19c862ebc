/** Row types of the user_wechat* tables, in the manner of tables.ts, which takes them in. */
import type { WechatApp } from './port.ts'

/** One WeChat identity of one account. */
export interface WechatRow {
  id: string
  user_id: string
  app: WechatApp
  app_id: string
  open_id_sealed: string
  /** Over app id and open id. */
  open_id_blind: string
  /** The union id is only ever compared, so nothing else is kept of it; null where WeChat told none. */
  union_id_blind: string | null
  linked_at: number
  used_at: number
}

/** One person's way to WeChat and back. */
export interface WechatVisitRow {
  id: string
  app: WechatApp
  /** Who set out, and alone may come back. */
  caller_blind: string
  /** Null for the mini program, which no browser leaves. */
  state_hash: string | null
  to_path: string
  began_at: number
  expires_at: number
  returned_at: number | null
  /** What WeChat said of the code; null until then. */
  word: 'ok' | 'refused' | 'unknown' | null
  provider_code: string | null
  /** JSON of the identity, while its ticket waits for a phone. */
  identity_sealed: string | null
  ticket_hash: string | null
  ticket_expires_at: number | null
  ticket_used_at: number | null
}

export interface WechatTables {
  user_wechat: WechatRow
  user_wechat_visit: WechatVisitRow
}
