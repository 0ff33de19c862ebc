/** Extension fields of products, held to what the settings declare. Pure. */
import type { Static } from '@tiantou/kernel'
import type { ExtraField } from './settings.ts'
import type { ExtraValue } from './shapes.ts'

export type Extra = Readonly<Record<string, Static<typeof ExtraValue>>>
export interface ExtraFault {
  readonly field: string
  readonly why: 'unknown' | 'type' | 'choice' | 'limit'
}

const DEFAULT_TEXT_LIMIT = 500

const faultOf = (field: ExtraField, value: Static<typeof ExtraValue>): ExtraFault['why'] | undefined => {
  const type = field.type === 'choice' || field.type === 'text' ? 'string' : field.type
  if (typeof value !== type) return 'type'
  if (field.type === 'choice') return field.choices?.includes(String(value)) === true ? undefined : 'choice'
  if (typeof value === 'string' && Array.from(value).length > (field.limit ?? DEFAULT_TEXT_LIMIT))
    return 'limit'
  if (typeof value === 'number' && Math.abs(value) > (field.limit ?? Number.MAX_SAFE_INTEGER)) return 'limit'
  return undefined
}

/** The first value that no declaration allows. */
export const unfitExtra = (fields: readonly ExtraField[], extra: Extra): ExtraFault | undefined => {
  const declared = new Map(fields.map((field) => [field.name, field]))
  for (const [name, value] of Object.entries(extra)) {
    const field = declared.get(name)
    const why = field === undefined ? 'unknown' : faultOf(field, value)
    if (why !== undefined) return { field: name.slice(0, 40), why }
  }
  return undefined
}

/** Kept values with their labels, in the order of declaration; what is no longer declared is not shown. */
export const shownExtra = (fields: readonly ExtraField[], kept: string | null) => {
  const values = new Map(Object.entries(kept === null ? {} : (JSON.parse(kept) as Extra)))
  return fields.flatMap(({ name, label }) => {
    const value = values.get(name)
    return value === undefined ? [] : [{ name, label, value }]
  })
}
