/** The ways in which the SMS twin fails when told to. */
import { WIRE_FAULT_KINDS } from '@tiantou/tencent-cloud/wire-twin'

export const SMS_FAULT_KINDS = [...WIRE_FAULT_KINDS, 'number-code', 'error-code', 'other-number'] as const

/**
 * `number-code` fails one number, `error-code` the whole call, both with `code`; `other-number` answers for
 * a stranger.
 */
export type SmsFaultKind = (typeof SMS_FAULT_KINDS)[number]

export interface SmsFault {
  readonly kind: SmsFaultKind
  /** How many answers it spoils. */
  times: number
  readonly code?: string
}
