/** What the codes of 快递100 mean to us, each service its own. Source: api.kuaidi100.com, its documents. */
import type { CarrierCode, TrackState } from '@tiantou/logistics/port'

/** Undefined where nothing is decided: the service's own troubles, codes unheard of. */
type Codes = Readonly<Record<string, CarrierCode>>

export const QUERY_CODES: Codes = {
  400: 'bad_input',
  408: 'bad_input',
  500: 'no_such_parcel',
  503: 'not_authorised',
  600: 'not_authorised',
  601: 'quota',
}

export const SUBSCRIBE_CODES: Codes = {
  600: 'not_authorised',
  601: 'not_authorised',
  700: 'bad_input',
  701: 'not_offered',
  702: 'not_offered',
}

export const LABEL_CODES: Codes = {
  400: 'bad_input',
  503: 'not_authorised',
  600: 'not_authorised',
  601: 'quota',
  700: 'bad_input',
}

/** 快件状态 by its first figure; 退签 is on its way back, 拒签 waits for somebody to decide. */
const STATES: Readonly<Record<string, TrackState>> = {
  0: 'in_transit',
  1: 'accepted',
  2: 'problem',
  3: 'delivered',
  4: 'returned',
  5: 'out_for_delivery',
  6: 'returned',
  7: 'in_transit',
  8: 'in_transit',
  14: 'problem',
}

const WORDS: Readonly<Record<string, TrackState>> = {
  揽收: 'accepted',
  疑难: 'problem',
  签收: 'delivered',
  退签: 'returned',
  派件: 'out_for_delivery',
  退回: 'returned',
  拒签: 'problem',
}

/** Ordered, but nobody has it in hand yet. */
const NOT_TAKEN = new Set(['101', '102'])

/**
 * The state of one track by its code (3 figures refine the first; 4 figures are all on the road) or word;
 * undefined before a carrier has the parcel.
 */
export const stateOf = (code: string | undefined, word: string | undefined): TrackState | undefined => {
  if (code !== undefined && NOT_TAKEN.has(code)) return undefined
  if (code === undefined) return WORDS[word ?? ''] ?? 'in_transit'
  const family = code.length === 3 ? code.slice(0, 1) : code
  return STATES[family] ?? 'in_transit'
}
