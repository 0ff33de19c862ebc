/** The ways in which the WeChat twin fails when told to. */

export const OPEN_FAULT_KINDS = [
  'timeout',
  'commit-timeout',
  'error-500',
  'drop',
  'garbage',
  'errcode',
] as const

/** `errcode` answers with `code` and does nothing; `commit-timeout` does the work and is silent. */
export type OpenFaultKind = (typeof OPEN_FAULT_KINDS)[number]

export interface OpenFault {
  readonly kind: OpenFaultKind
  /** How many answers it spoils. */
  times: number
  /** -1 (busy) when absent. */
  readonly code?: number
  /** Only answers of this path, `/sns/oauth2/access_token`; any when absent. */
  readonly path?: string
}

/** Takes the fault that a request for this path meets, if any. */
export function takeFault(faults: OpenFault[], path: string): OpenFault | undefined {
  const index = faults.findIndex((fault) => fault.path === undefined || fault.path === path)
  const fault = faults[index]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.splice(index, 1)
  return fault
}
