/** The ways in which the twin answers wrongly when told to, and how each is played on the wire. */
import type { ServerResponse } from 'node:http'
import { COMMON_FAULTS, type PlannedFault } from '@tiantou/adapter-kit/twin'
import type { Sm2PrivateKey } from '../sm2.ts'
import { seal } from './gate.ts'

export const FAULT_KINDS = COMMON_FAULTS

export type FaultKind = (typeof FAULT_KINDS)[number]

/** `on` is a piece of the path: `/refund`. */
export interface Fault extends PlannedFault<FaultKind> {
  /** The code of `refuse`; BALANCE_NOT_ENOUGH when absent. */
  readonly code?: string
}

export type Answer = Readonly<Record<string, string>>

/**
 * Sends an answer, spoiled by the fault. A silent fault leaves the connection open for the caller to give up
 * on.
 */
export function respond(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  key: Sm2PrivateKey,
): void {
  const kind = fault?.kind
  if (kind === 'timeout' || kind === 'commit-timeout') return
  if (kind === 'drop') return void response.destroy()
  if (kind === 'redirect')
    return void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()
  if (kind === 'error-500' || kind === 'commit-error-500') return void response.writeHead(500).end('error')
  const fields = seal(spoken(answer, fault), key)
  if (kind === 'wrong-signature') fields['sign'] = seal({}, key)['sign'] ?? ''
  if (kind === 'unsigned') delete fields['sign']
  if (kind === 'tampered-body') fields['respMsg'] = 'x'
  response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(fields))
}

/** A yes of the bank's with its contents. */
export const yes = (contents: object): Answer => ({
  returnCode: 'SUCCESS',
  respCode: 'SUCCESS',
  biz_content: JSON.stringify(contents),
})

/** A no of the bank's. */
export const no = (errCode: string, respMsg: string): Answer => ({
  returnCode: 'SUCCESS',
  respCode: 'FAIL',
  errCode,
  respMsg,
})

function spoken(answer: Answer, fault: Fault | undefined): Answer {
  if (fault?.kind === 'refuse') return no(fault.code ?? 'BALANCE_NOT_ENOUGH', '沙箱按要求拒绝')
  if (fault?.kind === 'system-error' || fault?.kind === 'commit-system-error')
    return no('SYSTERM_ERROR', '系统错误')
  return answer
}
