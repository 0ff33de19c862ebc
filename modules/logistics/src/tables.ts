/** Row types of the logistics_* tables. */
import type { StorageClass } from '@tiantou/kernel'

export interface RateRow {
  storage_class: StorageClass
  /** A region's code, or `all`. */
  region: string
  /** 0 or 1 */
  delivers: number
  /** What is counted. */
  unit: 'weight' | 'piece'
  first_units: number
  first_fen: number
  step_units: number
  step_fen: number
  free_from_fen: number | null
}

export interface LogisticsTables {
  logistics_rate: RateRow
}
