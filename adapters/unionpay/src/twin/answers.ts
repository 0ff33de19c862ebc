/** What the twin says, signed by UnionPay's certificate, and how each planned fault spoils it on the wire. */
import type { ServerResponse } from 'node:http'
import type { Fault } from './faults.ts'
import { seal } from './gate.ts'
import { onTheWire } from './keys.ts'
import type { TwinState } from './twin-state.ts'

export type Answer = Readonly<Record<string, string>>

/**
 * Sends an answer, spoiled by the fault. A silent fault leaves the connection open for the caller to give up
 * on.
 */
export function respond(
  response: ServerResponse,
  twin: TwinState,
  answer: Answer,
  fault: Fault | undefined,
): void {
  const kind = fault?.kind
  if (kind === 'timeout' || kind === 'commit-timeout') return
  if (kind === 'drop') return void response.destroy()
  if (kind === 'redirect')
    return void response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()
  if (kind === 'error-500' || kind === 'commit-error-500') return void response.writeHead(500).end('error')
  const fields = signed(twin, spoken(answer, fault), kind === 'foreign-certificate' ? 'foreign' : 'unionpay')
  if (kind === 'wrong-signature') fields['signature'] = Buffer.alloc(256, 7).toString('base64')
  if (kind === 'unsigned') fields['signature'] = ''
  if (kind === 'tampered-body') fields['respMsg'] = `${fields['respMsg']}.`
  response.writeHead(200, { 'content-type': 'text/html;charset=UTF-8' })
  response.end(
    Object.entries(fields)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  )
}

/** The fields with a certificate of the ring and UnionPay's signature. */
export function signed(
  { merId, keys, certificates }: TwinState,
  fields: Answer,
  by: 'unionpay' | 'foreign' | 'otherOwner' | 'expired' = 'unionpay',
): Record<string, string> {
  const whole = {
    version: '5.1.0',
    encoding: 'UTF-8',
    signMethod: '01',
    merId,
    ...fields,
    signPubKeyCert: onTheWire(certificates[by]),
  }
  return seal(whole, keys.unionpay.privateKey)
}

function spoken(answer: Answer, fault: Fault | undefined): Answer {
  if (fault?.kind === 'refuse') return { ...answer, respCode: fault.code ?? '60', respMsg: '沙箱按要求拒绝' }
  if (fault?.kind === 'system-error' || fault?.kind === 'commit-system-error')
    return { ...answer, respCode: '02', respMsg: '系统未开放或暂时关闭，请稍后再试' }
  return answer
}
