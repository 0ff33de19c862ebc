/** Where the text of a track is sealed: it may name a courier, his phone, or who signed. */
import type { TrackRow } from './tables.ts'

type Key = Pick<TrackRow, 'carrier' | 'tracking_no' | 'at' | 'text_blind'>

export const trackPlace = ({ carrier, tracking_no, at, text_blind }: Key): string =>
  `logistics_track.text_sealed:${carrier}:${tracking_no}:${at}:${text_blind}`
