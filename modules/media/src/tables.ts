/** Row types of the media_* tables: one row a picture; the bytes lie in the file stores. */
import type { HistoryRow } from '@tiantou/platform'
import type { Purpose } from './rules.ts'
import type { PictureState } from './states.ts'

export interface PictureRow {
  /** The picture's name, see `nameOf`. */
  id: string
  purpose: Purpose
  /** Who sent it first, as `staff:stf_…` or `user:usr_…`. */
  owner: string
  /** The file name that the sender gave, cleaned; for people to read, never a path. */
  label: string
  /** Of public ones only: by a digest somebody could tell which private picture a person sent. */
  sha256: string
  bytes: number
  state: PictureState
  /** Why it was refused; empty otherwise. */
  why: string
  /** Of the upright picture; 0 until it is ready. */
  width: number
  height: number
  created_at: number
  /** Its difference hash in hex; null in those from before it was taken. */
  look?: string | null | undefined
  /** When it last became ready. */
  ready_at: number | null
  /** When something first showed it; one that nothing ever showed is an orphan. */
  used_at: number | null
  version: number
}

export interface MediaTables {
  media_picture: PictureRow
  media_history: HistoryRow
}
