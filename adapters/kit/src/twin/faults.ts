/** The queue of answers that a twin was told to spoil, whatever spoiling means to it. */

export interface PlannedFault<Kind extends string> {
  readonly kind: Kind
  /** How many answers it spoils. */
  times: number
  /** Spoils only what holds this; all when absent. */
  readonly on?: string
}

/**
 * What any twin can be told: `timeout`, `error-500` and `system-error` leave the books alone; the `commit-…`
 * three do the work first. The rest does the work and spoils the answer, but for `refuse`, `drop` and
 * `redirect`, which do nothing.
 */
export const COMMON_FAULTS = [
  'timeout',
  'commit-timeout',
  'error-500',
  'commit-error-500',
  'system-error',
  'commit-system-error',
  'drop',
  'refuse',
  'wrong-signature',
  'tampered-body',
  'unsigned',
  'redirect',
] as const

const WITHOUT_WORK = new Set(['timeout', 'error-500', 'system-error', 'drop', 'refuse', 'redirect'])

/** Whether a request is carried out, whatever becomes of its answer. */
export function doesWork(fault: PlannedFault<string> | undefined): boolean {
  return fault === undefined || !WITHOUT_WORK.has(fault.kind)
}

/** Takes the fault that a request meets, if any. */
export function takeFault<Fault extends PlannedFault<string>>(
  faults: Fault[],
  what: string,
): Fault | undefined {
  const index = faults.findIndex(({ on }) => on === undefined || what.includes(on))
  const fault = faults[index]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.splice(index, 1)
  return fault
}
