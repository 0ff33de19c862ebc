/** What every journey ends with: the books of the house balance, and say what payments and refunds say. */
import assert from 'node:assert/strict'

/** Where a house listens, and who may read its books. */
interface Door {
  readonly origin: string
  readonly staff: { readonly account: string; readonly password: string }
}

interface Books {
  readonly sumFen: number
  readonly invariants: readonly { readonly name: string; readonly violations: number }[]
  readonly findings: readonly unknown[]
}

/** Where the house listens under a path of its API. */
const api = '/api/v1'

const read = async ({ origin, staff }: Door): Promise<Books> => {
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(origin + api + path, init)
    assert.equal(response.status, 200, `${path} answered ${response.status}`)
    return (await response.json()) as never
  }
  const { accessToken } = await call('/staff/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(staff),
  })
  const get = (path: string) => call(path, { headers: { authorization: `Bearer ${String(accessToken)}` } })
  const { sumFen } = await get('/staff/ledger/trial-balance')
  const { items: invariants } = await get('/staff/ledger/invariants')
  const { findings } = await get('/staff/ledger/audit')
  return { sumFen, invariants, findings }
}

/** Throws where a fen is missing in the books. */
export const checkBooks = async (door: Door): Promise<void> => {
  const { sumFen, invariants, findings } = await read(door)
  const broken = invariants.filter(({ violations }) => violations > 0)
  assert.deepEqual({ sumFen, broken, findings }, { sumFen: 0, broken: [], findings: [] })
}
