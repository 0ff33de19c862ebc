/**
 * Whether a new OpenAPI document breaks callers of an old one: what is gone, what is asked for besides, what
 * is answered no more. Additions are fine. Pure; what it is given, others read.
 */

type Schema = Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, Schema>>

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

interface Action {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content
  readonly security?: readonly unknown[]
  readonly responses?: Readonly<Record<string, Content>>
}

/** As much of a document as is compared. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Action>>>>
}

/** Says what broke, below the place where it stands. */
type Compare = (before: Schema, after: Schema, at: string) => string[]

const fieldsOf = (schema: Schema): Fields => (schema['properties'] ?? {}) as Fields
const requiredOf = (schema: Schema): readonly string[] => (schema['required'] ?? []) as readonly string[]
const wordsOf = (schema: Schema): readonly unknown[] | undefined =>
  (schema['enum'] ?? ('const' in schema ? [schema['const']] : undefined)) as readonly unknown[] | undefined
const alternativesOf = (schema: Schema): readonly Schema[] => (schema['anyOf'] ?? [schema]) as Schema[]
const kindOf = (schema: Schema): string => JSON.stringify(schema['type'] ?? null)

const floors = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems']
const ceilings = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems']

/** A limit that lets less through than before. */
const tightened = (before: Schema, after: Schema, at: string): string[] => {
  const number = (schema: Schema, name: string, free: number) => (schema[name] as number | undefined) ?? free
  const raised = floors.filter(
    (name) => number(after, name, Number.NEGATIVE_INFINITY) > number(before, name, Number.NEGATIVE_INFINITY),
  )
  const lowered = ceilings.filter(
    (name) => number(after, name, Number.POSITIVE_INFINITY) < number(before, name, Number.POSITIVE_INFINITY),
  )
  const other = after['pattern'] !== undefined && after['pattern'] !== before['pattern'] ? ['pattern'] : []
  return [...raised, ...lowered, ...other].map((name) => `input ${at} has a tighter ${name}`)
}

const itemsOf = (compare: Compare, before: Schema, after: Schema, at: string): string[] => {
  const [one, other] = [before['items'], after['items']]
  return one === undefined || other === undefined ? [] : compare(one as Schema, other as Schema, `${at}/*`)
}

/** What was sent before must still be taken. */
const asInput: Compare = (before, after, at) => {
  const olds = alternativesOf(before)
  const news = alternativesOf(after)
  if (olds.length === 1 && news.length === 1) return inputShape(before, after, at)
  const lost = olds.some((old) => news.every((one) => inputShape(old, one, at).length > 0))
  return lost ? [`input ${at} takes less than before`] : []
}

const inputShape: Compare = (before, after, at) => {
  if (kindOf(before) !== kindOf(after)) return [`input ${at} has another type`]
  const taken = wordsOf(after)
  const given = wordsOf(before)
  const refused = taken === undefined ? [] : (given ?? ['any word']).filter((word) => !taken.includes(word))
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)]
  const asked = requiredOf(after).filter((name) => !requiredOf(before).includes(name))
  return [
    ...refused.map((word) => `input ${at} no longer takes ${JSON.stringify(word)}`),
    ...tightened(before, after, at),
    ...asked.map((name) => `input ${at}/${name} is required now`),
    ...Object.keys(old).flatMap((name) => {
      const [one, other] = [old[name] as Schema, fresh[name]]
      return other === undefined
        ? [`input ${at}/${name} is gone, and unknown fields are refused`]
        : asInput(one, other, `${at}/${name}`)
    }),
    ...itemsOf(asInput, before, after, at),
  ]
}

/** What may come now must be what could come before; a new word or a new field is no surprise. */
const asOutput: Compare = (before, after, at) => {
  const olds = alternativesOf(before)
  const news = alternativesOf(after)
  if (olds.length === 1 && news.length === 1) return outputShape(before, after, at)
  const strange = news.some((one) => olds.every((old) => outputShape(old, one, at).length > 0))
  return strange ? [`output ${at} may be what it never was`] : []
}

const outputShape: Compare = (before, after, at) => {
  if (kindOf(before) !== kindOf(after)) return [`output ${at} has another type`]
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)]
  const loose = requiredOf(before).filter((name) => name in fresh && !requiredOf(after).includes(name))
  return [
    ...loose.map((name) => `output ${at}/${name} may be missing now`),
    ...Object.keys(old).flatMap((name) => {
      const [one, other] = [old[name] as Schema, fresh[name]]
      return other === undefined ? [`output ${at}/${name} is gone`] : asOutput(one, other, `${at}/${name}`)
    }),
    ...itemsOf(asOutput, before, after, at),
  ]
}

const NO_BODY: Schema = { type: 'object' }

const schemaIn = (content: Content | undefined): Schema =>
  content?.content?.['application/json']?.schema ?? NO_BODY

const parametersBroken = (before: Action, after: Action): string[] => {
  const keyOf = ({ in: place, name }: Parameter) => `${place}:${name}`
  const olds = new Map((before.parameters ?? []).map((one) => [keyOf(one), one]))
  const news = new Map((after.parameters ?? []).map((one) => [keyOf(one), one]))
  const asked = [...news].filter(([key, one]) => one.required === true && olds.get(key)?.required !== true)
  const gone = [...olds.keys()].filter((key) => !news.has(key))
  return [
    ...asked.map(([key]) => `input ${key} is required now`),
    ...gone.map((key) => `input ${key} is gone`),
    ...[...olds].flatMap(([key, old]) => {
      const one = news.get(key)
      return one === undefined ? [] : asInput(old.schema ?? {}, one.schema ?? {}, key)
    }),
  ]
}

const actionBroken = (before: Action, after: Action): string[] => [
  ...parametersBroken(before, after),
  ...(before.security === undefined && after.security !== undefined ? ['asks for a session now'] : []),
  ...asInput(schemaIn(before.requestBody), schemaIn(after.requestBody), 'body'),
  ...asOutput(schemaIn(before.responses?.['200']), schemaIn(after.responses?.['200']), 'body'),
]

/**
 * Everything that a caller of `before` would stumble over in `after`; each in one line that stays the same.
 */
export const breaksBetween = (before: OpenApi, after: OpenApi): string[] =>
  Object.entries(before.paths).flatMap(([path, actions]) =>
    Object.entries(actions).flatMap(([method, old]) => {
      const place = `${method.toUpperCase()} ${path}`
      const fresh = after.paths[path]?.[method]
      if (fresh === undefined) return [`${place}: is gone`]
      return actionBroken(old, fresh).map((fault) => `${place}: ${fault}`)
    }),
  )

/** The breaks that no decision record names, word for word. */
export const unexplained = (breaks: readonly string[], records: readonly string[]): string[] =>
  breaks.filter((line) => !records.some((record) => record.includes(line)))
