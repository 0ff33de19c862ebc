/**
 * An answer of the gateway: found in the raw text, because the signature stands over these very bytes. A
 * parsed and rewritten object would have another one.
 */
import { parseObject, text, type Wire } from '@tiantou/adapter-kit'
import type { KeyObject } from 'node:crypto'
import { holdsRsa2 } from './sign.ts'

/** The answer, or why it is not believed. */
export type Read = { readonly wire: Wire; readonly isSigned: boolean } | { readonly doubt: string }

/**
 * Reads the answer of one method. One that carries a signature must be signed rightly; whether it must carry
 * one is the caller's to say, for the gateway does not sign all refusals.
 */
export function readAnswer(raw: string, method: string, key: KeyObject): Read {
  const whole = parseObject(raw)
  if (whole === undefined) return { doubt: 'no JSON object' }
  const name = `${method.replaceAll('.', '_')}_response`
  const node = Object.hasOwn(whole, name) ? name : 'error_response'
  const inner = innerText(raw, node)
  const wire = inner === undefined ? undefined : parseObject(inner)
  if (inner === undefined || wire === undefined) return { doubt: 'no answer of that method in it' }
  const sign = text(whole, 'sign')
  if (sign === undefined) return { wire, isSigned: false }
  return holdsRsa2(inner, sign, key) ? { wire, isSigned: true } : { doubt: 'the signature does not fit' }
}

/** The object behind `"name":` as it was written, from its first brace to the matching one. */
function innerText(raw: string, name: string): string | undefined {
  const at = raw.indexOf(`"${name}"`)
  const from = at < 0 ? -1 : raw.indexOf('{', at + name.length + 2)
  if (from < 0 || raw.slice(at + name.length + 2, from).trim() !== ':') return undefined
  let depth = 0
  let isQuoted = false
  for (let index = from; index < raw.length; index += 1) {
    const character = raw[index]
    if (isQuoted) {
      if (character === '\\') index += 1
      else if (character === '"') isQuoted = false
    } else if (character === '"') isQuoted = true
    else if (character === '{') depth += 1
    else if (character === '}') {
      depth -= 1
      if (depth === 0) return raw.slice(from, index + 1)
    }
  }
  return undefined
}
