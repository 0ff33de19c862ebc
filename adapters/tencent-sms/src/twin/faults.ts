/** The ways in which the SMS twin fails when told to. */

export const SMS_FAULT_KINDS = [
  'timeout',
  'commit-timeout',
  'error-500',
  'drop',
  'garbage',
  'number-code',
  'error-code',
  'other-number',
] as const

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

/** Takes the fault that this request meets, if any. */
export function takeFault(faults: SmsFault[]): SmsFault | undefined {
  const fault = faults[0]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.shift()
  return fault
}
