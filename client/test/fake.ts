/**
 * A server of a few lines for the client's tests: it answers from a script, remembers what it was sent and
 * never sleeps.
 */
import { createClient, type Notes, type WireAnswer, type WireRequest } from '../src/index.ts'
import { routeTable } from '../src/table.ts'

export const routes = routeTable()

export const answer = (status: number, body?: unknown, date: number | null = null): WireAnswer => ({
  kind: 'answer',
  status,
  body,
  date,
})

export const problem = (status: number, code: string, data?: unknown): WireAnswer =>
  answer(status, { type: 'about:blank', title: code, status, code, data, traceId: 'trace-1' })

export const memoryNotes = (): Notes & { all: Map<string, string> } => {
  const all = new Map<string, string>()
  return {
    all,
    get: (name) => all.get(name) ?? null,
    set: (name, value) => void (value === null ? all.delete(name) : all.set(name, value)),
  }
}

type Reply = WireAnswer | ((request: WireRequest) => WireAnswer)

/** A client on a scripted server; the last reply of the script repeats. */
export const scripted = (script: Reply[], web = true) => {
  const sent: WireRequest[] = []
  const waits: number[] = []
  const changes: boolean[] = []
  const notes = memoryNotes()
  const clock = { now: 1_000_000 }
  let keys = 0
  const client = createClient({
    routes,
    notes,
    web,
    newKey: () => `key-${(keys += 1)}`,
    now: () => clock.now,
    wait: async (time_ms) => void waits.push(time_ms),
    random: () => 0.5,
    onSession: (signedIn) => changes.push(signedIn),
    send: async (request) => {
      sent.push(request)
      const reply = script.length > 1 ? script.shift() : script[0]
      if (!reply) throw new Error('the script is empty')
      return typeof reply === 'function' ? reply(request) : reply
    },
  })
  return { client, sent, waits, notes, clock, changes }
}

export const tokens = (name: string, expiresAt = 1_600_000) => ({
  accessToken: name,
  accessExpiresAt: expiresAt,
})
