/** One thing after the other, for timers: a thing that fails keeps none of the others waiting. */

/** Works on all of them in turn; throws the first failure, if any, once all had their turn. */
export const each = async <T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> => {
  const failures: unknown[] = []
  for await (const item of items) await work(item).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
