/** Staff at their operations, where no page is made for it: the keeper of lots, the clerk of the books. */
import assert from 'node:assert/strict'

/** Where a house listens, and who works there. */
export interface Door {
  readonly origin: string
  readonly staff: { readonly account: string; readonly password: string }
}

export interface Worker {
  get<R>(path: string): Promise<R>
  post(path: string, body: object): Promise<unknown>
}

/** Signs in; each call must be answered with a yes. */
export const staffAt = async ({ origin, staff }: Door): Promise<Worker> => {
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(`${origin}/api/v1${path}`, init)
    assert.equal(response.status, 200, `${path} answered ${response.status}`)
    return (await response.json()) as never
  }
  const sent = (body: object, more: Readonly<Record<string, string>> = {}) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...more },
    body: JSON.stringify(body),
  })
  const { accessToken } = await call('/staff/sign-in', sent(staff))
  const authorization = `Bearer ${String(accessToken)}`
  return {
    get: (path) => call(path, { headers: { authorization } }),
    post: (path, body) => call(path, sent(body, { authorization })),
  }
}

interface Packing {
  readonly lines: readonly { readonly parts: readonly { readonly lotId: string }[] }[]
}

/** Stops every lot that an order has pieces of. */
export const stopLotsOf = async (door: Door, orderId: string, how: 'hold' | 'recall'): Promise<void> => {
  const keeper = await staffAt(door)
  const { lines } = await keeper.get<Packing>(`/staff/packing/${orderId}`)
  for (const { lotId } of lines.flatMap((line) => line.parts))
    await keeper.post(`/staff/lots/${lotId}/${how}`, { reason: '抽检不合格' })
}
