/** The ways in which the twin answers wrongly when told to. */
import type { PlannedFault } from '@tiantou/adapter-kit/twin'

/**
 * `timeout`, `error-500` and `system-error` leave the books alone; the `commit-…` three do the work first.
 * The rest does the work and spoils the answer, but for `refuse`, `drop` and `redirect`, which do nothing.
 */
export const FAULT_KINDS = [
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
  'foreign-certificate',
  'redirect',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** `on` is a piece of the path: `appTransReq`. */
export interface Fault extends PlannedFault<FaultKind> {
  /** The code of `refuse`; 60 when absent. */
  readonly code?: string
}

const WITHOUT_WORK = new Set<FaultKind>([
  'timeout',
  'error-500',
  'system-error',
  'drop',
  'refuse',
  'redirect',
])

export function doesWork(fault: Fault | undefined): boolean {
  return fault === undefined || !WITHOUT_WORK.has(fault.kind)
}
