/** How an audit reads: lists by id from one end to the other, and what it expects of the books. */

/** What must be booked about a thing. */
export interface Due {
  readonly about: string
  readonly kind: string
  readonly fen: number
  readonly at: number
}

/** What moved since may still be on its way to the ledger. */
export const UNDER_WAY_MS = 5 * 60_000
const PAGE = 200

/** Reads a list by id from one end to the other. */
export const walk = async <I>(
  read: (after: string | undefined) => Promise<readonly I[]>,
  idOf: (item: I) => string,
  see: (items: readonly I[]) => Promise<void>,
): Promise<number> => {
  let seen = 0
  for (let after: string | undefined; ;) {
    const items = await read(after)
    const last = items.at(-1)
    if (last === undefined) return seen
    await see(items)
    seen += items.length
    after = idOf(last)
  }
}

export const limited = (after: string | undefined) => ({
  limit: PAGE,
  ...(after === undefined ? {} : { after }),
})
