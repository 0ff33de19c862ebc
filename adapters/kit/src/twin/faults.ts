/** The queue of answers that a twin was told to spoil, whatever spoiling means to it. */

export interface PlannedFault<Kind extends string> {
  readonly kind: Kind
  /** How many answers it spoils. */
  times: number
  /** Spoils only what holds this; all when absent. */
  readonly on?: string
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
