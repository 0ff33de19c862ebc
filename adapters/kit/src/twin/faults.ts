/** The queue of answers that a twin was told to spoil, and how those are played that any wire can play. */
import type { ServerResponse } from 'node:http'

export interface PlannedFault<Kind extends string> {
  readonly kind: Kind
  /** How many answers it spoils. */
  times: number
  /** Spoils only what holds this; all when absent. */
  readonly on?: string
}

/**
 * What any twin can be told: `timeout`, `error-500` and `system-error` leave the books alone; the `commit-…`
 * three do the work first. The rest does the work and spoils the answer, but for `refuse`, `drop` and
 * `redirect`, which do nothing.
 */
export const COMMON_FAULTS = [
  'timeout',
  'commit-timeout',
  'error-500',
  'commit-error-500',
  'system-error',
  'commit-system-error',
  'drop',
  'refuse',
  'wrong-signature',
  'tampered-body',
  'unsigned',
  'redirect',
] as const

const WITHOUT_WORK = new Set(['timeout', 'error-500', 'system-error', 'drop', 'refuse', 'redirect', 'quota'])

/** Whether a request is carried out, whatever becomes of its answer. */
export function doesWork(fault: PlannedFault<string> | undefined): boolean {
  return fault === undefined || !WITHOUT_WORK.has(fault.kind)
}

/** Takes the fault that a request meets, if any. */
export function takeFault<Fault extends PlannedFault<string>>(
  faults: Fault[],
  what: string,
): Fault | undefined {
  const index = faults.findIndex(({ on }) => on === undefined || what.includes(on))
  const fault = faults[index]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.splice(index, 1)
  return fault
}

/**
 * What a twin can be told whose answers carry no signature. `system-error`, `quota` and `refuse` are the
 * provider's own words; `not-json` does the work and answers nonsense.
 */
export const PLAIN_FAULTS = [
  'timeout',
  'commit-timeout',
  'error-500',
  'commit-error-500',
  'drop',
  'redirect',
  'not-json',
  'system-error',
  'quota',
  'refuse',
] as const
export type PlainFaultKind = (typeof PLAIN_FAULTS)[number]

/** `code` is that of `refuse`, in the provider's words. */
export interface PlainFault extends PlannedFault<PlainFaultKind> {
  readonly code?: string
}

/** Sends JSON, spoiled by a fault of the wire; a silent one leaves the connection open. */
export function respondJson(response: ServerResponse, answer: object, fault: PlainFault | undefined): void {
  const kind = fault?.kind
  if (kind === 'timeout' || kind === 'commit-timeout') return
  if (kind === 'drop') return void response.destroy()
  if (kind === 'redirect')
    return void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()
  if (kind === 'error-500' || kind === 'commit-error-500') return void response.writeHead(500).end('error')
  response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' })
  response.end(kind === 'not-json' ? '<html>busy</html>' : JSON.stringify(answer))
}
