/** Every SQL statement of module media. */
import { type ReadDb, type Tx, UniqueConflict } from '@tiantou/platform'
import type { Purpose } from './rules.ts'
import type { MediaTables, PictureRow } from './tables.ts'

type MediaTx = Tx<MediaTables>
type MediaDb = ReadDb<MediaTables> | MediaTx

/** Writes a new picture; false when there is one of that name. */
export const insertPicture = async (tx: MediaTx, row: PictureRow): Promise<boolean> => {
  try {
    await tx.insertInto('media_picture').values(row).execute()
    return true
  } catch (error) {
    if (error instanceof UniqueConflict) return false
    throw error
  }
}

/** One picture; undefined when there is none. */
export const pictureOf = (db: MediaDb, name: string): Promise<PictureRow | undefined> =>
  db.selectFrom('media_picture').selectAll().where('id', '=', name).executeTakeFirst()

/** Pictures by name, in any order. */
export const picturesOf = (db: MediaDb, names: readonly string[]): Promise<PictureRow[]> =>
  names.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('media_picture')
        .selectAll()
        .where('id', 'in', [...names])
        .execute()

/** How many new pictures somebody has sent since then. */
export const countSince = async (db: MediaDb, owner: string, since: number): Promise<number> => {
  const row = await db
    .selectFrom('media_picture')
    .select((count) => count.fn.countAll<number>().as('pictures'))
    .where('owner', '=', owner)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.pictures)
}

/** How often one picture has begun anew since then. */
export const countAgain = async (tx: MediaTx, name: string, since: number): Promise<number> => {
  const row = await tx
    .selectFrom('media_history')
    .select((count) => count.fn.countAll<number>().as('times'))
    .where('subject_id', '=', name)
    .where('transition', '=', 'again')
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.times)
}

/** Notes that ready pictures are shown. */
export const markUsed = async (tx: MediaTx, names: readonly string[], now: number): Promise<void> => {
  if (names.length === 0) return
  await tx
    .updateTable('media_picture')
    .set({ used_at: now })
    .where('id', 'in', [...names])
    .where('state', '=', 'ready')
    .where('used_at', 'is', null)
    .execute()
}

/** Whether nothing ever showed a picture. */
export const isUnused = async (db: MediaDb, name: string): Promise<boolean> =>
  (await pictureOf(db, name))?.used_at === null

export interface Place {
  readonly createdAt: number
  readonly name: string
}

/** Ready pictures of one purpose, newest first, behind a place. */
export const readyOf = (
  db: MediaDb,
  purpose: Purpose,
  limit: number,
  after: Place | undefined,
): Promise<PictureRow[]> => {
  let query = db
    .selectFrom('media_picture')
    .selectAll()
    .where('purpose', '=', purpose)
    .where('state', '=', 'ready')
  if (after !== undefined) {
    query = query.where(({ or, and, eb }) =>
      or([
        eb('created_at', '<', after.createdAt),
        and([eb('created_at', '=', after.createdAt), eb('id', '<', after.name)]),
      ]),
    )
  }
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

/** Everything somebody sent, oldest first. */
export const sentBy = (db: MediaDb, owner: string): Promise<PictureRow[]> =>
  db.selectFrom('media_picture').selectAll().where('owner', '=', owner).orderBy('created_at').execute()

/** Removals that did not come to their end, then ready pictures from before that time that nothing showed. */
export const removableIn = async (
  db: MediaDb,
  before: number,
  limit: number,
): Promise<Pick<PictureRow, 'id' | 'state'>[]> => {
  const begun = await db
    .selectFrom('media_picture')
    .select(['id', 'state'])
    .where('state', '=', 'removing')
    .limit(limit)
    .execute()
  const orphans = await db
    .selectFrom('media_picture')
    .select(['id', 'state'])
    .where('state', '=', 'ready')
    .where('used_at', 'is', null)
    .where('ready_at', '<', before)
    .orderBy('ready_at')
    .limit(limit)
    .execute()
  return [...begun, ...orphans].slice(0, limit)
}
