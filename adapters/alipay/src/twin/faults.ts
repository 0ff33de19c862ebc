/** The ways in which the twin answers wrongly when told to, and how each is played on the wire. */
import type { ServerResponse } from 'node:http'
import type { KeyObject } from 'node:crypto'
import { COMMON_FAULTS, type PlannedFault } from '@tiantou/adapter-kit/twin'
import { seal } from './gate.ts'

export const FAULT_KINDS = COMMON_FAULTS

export type FaultKind = (typeof FAULT_KINDS)[number]

/** `on` is a method: `alipay.trade.close`. */
export interface Fault extends PlannedFault<FaultKind> {
  /** The sub code of `refuse`; ACQ.SELLER_BALANCE_NOT_ENOUGH when absent. */
  readonly code?: string
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
  if (kind === 'timeout' || kind === 'commit-timeout') return
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
