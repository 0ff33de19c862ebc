/** Places in lists that are ordered by time, newest first. Pure. */

/** Where a page ended. */
export interface Place {
  readonly at: number
  readonly id: string
}

/** An opaque text for a place. */
export const writePlace = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

/** The place that such a text names; null where it is none. */
export const readPlace = (text: string): Place | null => {
  const [, at, id] =
    /^(\d{1,15}) ((?:prd|sku)_[0-9a-z]{26})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id }
}
