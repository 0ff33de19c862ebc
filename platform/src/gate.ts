/**
 * A gate that lets so many through at a time: whoever comes while it is full waits, and is let in first come,
 * first served. For work that costs memory or a processor.
 */

/** Runs work once there is room for it. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Opens a gate for at most so many at a time. */
export const openGate = (most: number): Gate => {
  const waiting: (() => void)[] = []
  let inside = 0
  return async (work) => {
    // Whoever leaves hands the place over: nobody who comes later takes it from the first who waits.
    if (inside < most) inside += 1
    else await new Promise<void>((enter) => void waiting.push(enter))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) inside -= 1
      else next()
    }
  }
}
