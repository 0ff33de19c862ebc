/** Rows as the contract's shapes, places in lists, and links that are signed. Pure. */
import type { Static } from '@tiantou/kernel'
import { CallError, type FieldSecrets } from '@tiantou/platform'
import type { Media, Picture } from './contract.ts'
import { isPublic, signedText, variantsOf } from './rules.ts'
import type { Place } from './store.ts'
import type { PictureRow } from './tables.ts'

/** What anybody may know of a picture that can be shown. */
export const toPicture = (row: PictureRow): Static<typeof Picture> => ({
  name: row.id,
  purpose: row.purpose,
  label: row.label,
  width: row.width,
  height: row.height,
  variants: row.width === 0 ? [] : variantsOf(row.width),
})

/** The same with whose it is and how it stands. */
export const toInfo = (row: PictureRow) => ({
  ...toPicture(row),
  owner: row.owner,
  state: row.state,
  createdAt: row.created_at,
  used: row.used_at !== null,
})

type Links = Static<(typeof Media.queries.links)['output']>['items']

/** Links to every variant of a private picture that is ready; none to anything else. */
export const linksTo = (row: PictureRow, secrets: FieldSecrets, until: number): Links => {
  if (row.state !== 'ready' || isPublic(row.purpose)) return []
  return variantsOf(row.width).map((width) => {
    const signature = secrets.blind('media.link', signedText(row.id, width, until))
    const path = `/media/private/${row.id}-${width}.webp?until=${until}&sig=${signature}`
    return { name: row.id, width, path, until }
  })
}

/** An opaque text for a place in a list. */
export const writePlace = ({ created_at: at, id }: PictureRow): string =>
  Buffer.from(`${at} ${id}`).toString('base64url')

/** The place that such a text names. Refuses what is none. */
export const readPlace = (cursor: string): Place => {
  const [, at, name] =
    /^(\d{1,15}) ([a-z0-9-]{44})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (at !== undefined && name !== undefined) return { createdAt: Number(at), name }
  const fields = [{ pointer: '/cursor', message: 'is not a cursor of this list' }]
  throw new CallError('platform.bad_input', 'The cursor is not one of this list.', fields)
}
