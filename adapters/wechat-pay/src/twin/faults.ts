/** The ways in which the twin answers wrongly when told to, and how each is played on the wire. */
import type { ServerResponse } from 'node:http'
import { seal } from './gate.ts'
import type { TwinKey } from './keys.ts'

/**
 * `timeout` and `error-500` leave the books alone; the `commit-…` pair does the work first. The rest does
 * the work and spoils the answer, but for `refuse` and `throttle`, which do nothing and say so.
 */
export const FAULT_KINDS = [
  'timeout',
  'commit-timeout',
  'error-500',
  'commit-error-500',
  'drop',
  'refuse',
  'throttle',
  'wrong-signature',
  'tampered-body',
  'unknown-serial',
  'old-timestamp',
  'probe',
  'unsigned',
  'redirect',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  readonly kind: FaultKind
  /** How many answers it spoils. */
  times: number
  /** Spoils only requests whose path holds this; all when absent. */
  readonly path?: string
  /** The code of `refuse`; NOT_ENOUGH when absent. */
  readonly code?: string
}

export interface TwinAnswer {
  readonly status: number
  readonly body: string
}

const SILENT = new Set<FaultKind>(['timeout', 'commit-timeout'])
const WITHOUT_WORK = new Set<FaultKind>(['timeout', 'error-500', 'drop', 'refuse', 'throttle', 'redirect'])

/** Takes the fault that this request meets, if any. */
export function takeFault(faults: Fault[], path: string): Fault | undefined {
  const index = faults.findIndex((fault) => fault.path === undefined || path.includes(fault.path))
  const fault = faults[index]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.splice(index, 1)
  return fault
}

export function doesWork(fault: Fault | undefined): boolean {
  return fault === undefined || !WITHOUT_WORK.has(fault.kind)
}

/**
 * Sends an answer, spoiled by the fault. A silent fault leaves the connection open for the caller to give
 * up on.
 */
export function respond(
  response: ServerResponse,
  answer: TwinAnswer,
  fault: Fault | undefined,
  signer: { readonly key: TwinKey; readonly now: number; readonly nonce: string },
): void {
  if (fault !== undefined && SILENT.has(fault.kind)) return
  if (fault?.kind === 'drop') {
    response.destroy()
    return
  }
  const said = spoken(answer, fault)
  const at = fault?.kind === 'old-timestamp' ? signer.now - 301_000 : signer.now
  const headers: Record<string, string> = {
    ...(said.body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(said.status === 302 ? { location: 'https://elsewhere.invalid/' } : {}),
    'request-id': `${signer.nonce}-268435456`,
    ...seal(signer.key, said.body, at, signer.nonce),
  }
  spoil(headers, fault)
  response.writeHead(said.status, headers)
  response.end(fault?.kind === 'tampered-body' ? tamper(said.body) : said.body)
}

function spoken(answer: TwinAnswer, fault: Fault | undefined): TwinAnswer {
  const say = (status: number, code: string, message: string): TwinAnswer => ({
    status,
    body: JSON.stringify({ code, message }),
  })
  if (fault?.kind === 'error-500' || fault?.kind === 'commit-error-500')
    return say(500, 'SYSTEM_ERROR', '系统错误')
  if (fault?.kind === 'refuse') return say(403, fault.code ?? 'NOT_ENOUGH', '沙箱按要求拒绝')
  if (fault?.kind === 'throttle') return say(429, 'FREQUENCY_LIMITED', '频率限制')
  if (fault?.kind === 'redirect') return { status: 302, body: '' }
  return answer
}

function spoil(headers: Record<string, string>, fault: Fault | undefined): void {
  if (fault?.kind === 'unknown-serial')
    headers['Wechatpay-Serial'] = 'PUB_KEY_ID_0000000000000000000000000000000'
  if (fault?.kind === 'probe')
    headers['Wechatpay-Signature'] = `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature'] ?? ''}`
  if (fault?.kind === 'wrong-signature')
    headers['Wechatpay-Signature'] = Buffer.alloc(256, 7).toString('base64')
  if (fault?.kind !== 'unsigned') return
  for (const name of Object.keys(headers)) if (name.startsWith('Wechatpay-')) delete headers[name]
}

/** Other bytes of the same meaning to a careless reader: a digit changes, or a space appears. */
function tamper(body: string): string {
  return /\d/.test(body) ? body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) : `${body} `
}
