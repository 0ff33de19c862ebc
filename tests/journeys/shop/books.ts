/** What every journey ends with: the books of the house balance, and say what payments and refunds say. */
import assert from 'node:assert/strict'
import { type Door, staffAt } from './staff.ts'

interface Books {
  readonly sumFen: number
  readonly invariants: readonly { readonly name: string; readonly violations: number }[]
  readonly findings: readonly unknown[]
}

const read = async (door: Door): Promise<Books> => {
  const clerk = await staffAt(door)
  const { sumFen } = await clerk.get<Pick<Books, 'sumFen'>>('/staff/ledger/trial-balance')
  const { items: invariants } = await clerk.get<{ items: Books['invariants'] }>('/staff/ledger/invariants')
  const { findings } = await clerk.get<Pick<Books, 'findings'>>('/staff/ledger/audit')
  return { sumFen, invariants, findings }
}

/** Throws where a fen is missing in the books. */
export const checkBooks = async (door: Door): Promise<void> => {
  const { sumFen, invariants, findings } = await read(door)
  const broken = invariants.filter(({ violations }) => violations > 0)
  assert.deepEqual({ sumFen, broken, findings }, { sumFen: 0, broken: [], findings: [] })
}
