/** The ways in which the twin answers wrongly when told to. */
import { COMMON_FAULTS, type PlannedFault } from '@tiantou/adapter-kit/twin'

export const FAULT_KINDS = [...COMMON_FAULTS, 'foreign-certificate'] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** `on` is a piece of the path: `appTransReq`. */
export interface Fault extends PlannedFault<FaultKind> {
  /** The code of `refuse`; 60 when absent. */
  readonly code?: string
}
