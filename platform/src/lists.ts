/**
 * What lists have in common: one row more than asked for tells whether there is a next page, and a cursor is
 * an opaque text for where a list by time ended.
 */
import { CallError } from './problem.ts'

/** Where a page ended: a time, and of several rows with that time which one. */
export interface Place {
  readonly at: number
  readonly id: string
}

/** An opaque text for a place. */
export const writeCursor = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

/**
 * The place that a cursor names; none for none. @throws CallError platform.bad_input for what is no cursor
 */
export const readCursor = (cursor: string | undefined): Place | undefined => {
  if (cursor === undefined) return undefined
  const [, at, id] =
    /^(\d{1,15}) ([a-z0-9_-]{1,48})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (at !== undefined && id !== undefined) return { at: Number(at), id }
  const fields = [{ pointer: '/cursor', message: 'is not a cursor of this list' }]
  throw new CallError('platform.bad_input', 'The cursor is not one of this list.', fields)
}

/**
 * The rows of one page, and the cursor of the next.
 * @param rows one more than `limit`, where there are so many
 */
export const pageOf = <R>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => string,
): { readonly shown: R[]; readonly next: string | null } => {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { shown, next: last === undefined ? null : cursorOf(last) }
}
