/** The ways in which the twin answers wrongly when told to, and how each is played on the wire. */
import type { ServerResponse } from 'node:http'
import type { KeyObject } from 'node:crypto'
import { seal } from './gate.ts'

/**
 * `timeout`, `error-500` and `system-error` leave the books alone; the `commit-…` three do the work first.
 * The rest does the work and spoils the answer, but for `refuse` and `drop`, which do nothing.
 */
export const FAULT_KINDS = [
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

export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  readonly kind: FaultKind
  /** How many answers it spoils. */
  times: number
  /** Spoils only this method, `alipay.trade.close`; all when absent. */
  readonly method?: string
  /** The sub code of `refuse`; ACQ.SELLER_BALANCE_NOT_ENOUGH when absent. */
  readonly code?: string
}

const SILENT = new Set<FaultKind>(['timeout', 'commit-timeout'])
const WITHOUT_WORK = new Set<FaultKind>([
  'timeout',
  'error-500',
  'system-error',
  'drop',
  'refuse',
  'redirect',
])

/** Takes the fault that this request meets, if any. */
export function takeFault(faults: Fault[], method: string): Fault | undefined {
  const index = faults.findIndex((fault) => fault.method === undefined || fault.method === method)
  const fault = faults[index]
  if (fault === undefined) return undefined
  fault.times -= 1
  if (fault.times <= 0) faults.splice(index, 1)
  return fault
}

export function doesWork(fault: Fault | undefined): boolean {
  return fault === undefined || !WITHOUT_WORK.has(fault.kind)
}

export type Answer = Readonly<Record<string, unknown>>

export interface Seal {
  readonly key: KeyObject
  /** Named beside the signature in certificate mode. */
  readonly certificateSerial?: string
}

/**
 * Sends the answer to one method, spoiled by the fault. A silent fault leaves the connection open for the
 * caller to give up on.
 */
export function respond(
  response: ServerResponse,
  method: string,
  answer: Answer,
  fault: Fault | undefined,
  { key, certificateSerial }: Seal,
): void {
  const kind = fault?.kind
  if (kind !== undefined && SILENT.has(kind)) return
  if (kind === 'drop') return void response.destroy()
  if (kind === 'redirect')
    return void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()
  if (kind === 'error-500' || kind === 'commit-error-500') return void response.writeHead(500).end('error')
  const inner = JSON.stringify(spoken(answer, fault))
  const sign = kind === 'wrong-signature' ? Buffer.alloc(256, 7).toString('base64') : seal(key, inner)
  const serial = certificateSerial === undefined ? '' : `,"alipay_cert_sn":"${certificateSerial}"`
  const tail = kind === 'unsigned' ? '' : `${serial},"sign":"${sign}"`
  const said = kind === 'tampered-body' ? tamper(inner) : inner
  response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' })
  response.end(`{"${method.replaceAll('.', '_')}_response":${said}${tail}}`)
}

function spoken(answer: Answer, fault: Fault | undefined): Answer {
  if (fault?.kind === 'refuse') {
    const sub_code = fault.code ?? 'ACQ.SELLER_BALANCE_NOT_ENOUGH'
    return { code: '40004', msg: 'Business Failed', sub_code, sub_msg: '沙箱按要求拒绝' }
  }
  if (fault?.kind === 'system-error' || fault?.kind === 'commit-system-error')
    return {
      code: '20000',
      msg: 'Service Currently Unavailable',
      sub_code: 'aop.ACQ.SYSTEM_ERROR',
      sub_msg: '系统错误',
    }
  return answer
}

/** Other bytes of the same shape: the last digit changes. */
function tamper(body: string): string {
  return body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))
}
