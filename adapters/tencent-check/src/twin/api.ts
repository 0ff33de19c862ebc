/** The two actions as the provider answers them, over lists that are told what they hold. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal, type WireFault } from '@tiantou/tencent-cloud/wire-twin'

/** `block` before `review`; each with the label that is answered. */
export interface Lists {
  /** By word. */
  readonly words: Map<string, Hit>
  /** By the SHA-256 of the picture, in hex. */
  readonly pictures: Map<string, Hit>
}

export interface Hit {
  readonly suggestion: 'Block' | 'Review'
  readonly label: string
}

/** A failure of the wire, a no of the call (`error-code`), or a suggestion that is told (`suggestion`). */
export interface CheckFault extends WireFault {
  readonly code?: string
}

const VERSION = '2020-12-29'
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
/** UTF-8 of 10,000 characters, and ten megabytes, as base64. */
const MOST = { TextModeration: 40_000 * 1.4, ImageModeration: 10_485_760 * 1.4 }

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

const hitIn = (action: string, content: Buffer, { words, pictures }: Lists): Hit | undefined => {
  if (action === 'ImageModeration') return pictures.get(sha256(content))
  const text = content.toString('utf8')
  const hits = [...words].filter(([word]) => text.includes(word)).map(([, hit]) => hit)
  return hits.find((hit) => hit.suggestion === 'Block') ?? hits[0]
}

const fieldsOf = (action: string, body: Buffer): { readonly content: Buffer; readonly dataId: string } => {
  const json = JSON.parse(body.toString('utf8')) as Record<string, unknown>
  const name = action === 'TextModeration' ? 'Content' : 'FileContent'
  const sent = json[name]
  if (typeof sent !== 'string' || sent === '') throw new Refusal('MissingParameter', `缺少 ${name}`)
  if (!BASE64.test(sent)) throw new Refusal('InvalidParameterValue', `${name} 不是 base64`)
  const dataId = typeof json['DataId'] === 'string' ? json['DataId'] : ''
  if (dataId.length > 64) throw new Refusal('InvalidParameterValue', 'DataId 过长')
  return { content: Buffer.from(sent, 'base64'), dataId }
}

/** Answers the inside of `Response`. @throws Refusal in the provider's codes */
export function answerCheck(
  lists: Lists,
  checked: Record<string, number>,
  { headers, body }: { readonly headers: IncomingHttpHeaders; readonly body: Buffer },
  fault: CheckFault | undefined,
): object {
  const action = String(headers['x-tc-action'] ?? '')
  if (action !== 'TextModeration' && action !== 'ImageModeration')
    throw new Refusal('InvalidAction', '接口不存在')
  if (headers['x-tc-version'] !== VERSION) throw new Refusal('NoSuchVersion', '版本不存在')
  if (fault?.kind === 'error-code') throw new Refusal(fault.code ?? 'FailedOperation', '沙箱按要求拒绝')
  if (body.length > MOST[action]) throw new Refusal('InvalidParameterValue', '内容过长')
  const { content, dataId } = fieldsOf(action, body)
  checked[action] = (checked[action] ?? 0) + 1
  if (fault?.kind === 'suggestion') return { Suggestion: fault.code, Label: 'Normal', Score: 0 }
  const hit = hitIn(action, content, lists)
  return {
    Suggestion: hit?.suggestion ?? 'Pass',
    Label: hit?.label ?? 'Normal',
    SubLabel: '',
    Score: hit === undefined ? 0 : 99,
    Keywords: [],
    DataId: dataId,
  }
}
