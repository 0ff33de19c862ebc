/**
 * Arbitrary requests out of an OpenAPI document: what fits its schemas, what nearly fits, and plain rubbish.
 */
import fc from 'fast-check'

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: Schema
}

export interface Operation {
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: Schema | undefined
}

interface Described {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** Every operation of a document. */
export const operationsOf = (document: unknown): Operation[] => {
  const { paths } = document as { paths: Record<string, Record<string, Described>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json']?.schema,
    })),
  )
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

const idLike = (pattern: string): fc.Arbitrary<string> => {
  const prefix = /^\^([a-z]+_)/.exec(pattern)?.[1] ?? ''
  const tail = fc.array(fc.constantFrom(...Array.from(ALPHABET)), { minLength: 26, maxLength: 26 })
  return tail.map((letters) => prefix + letters.join(''))
}

const textOf = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.pattern?.includes('{26}')) return idLike(schema.pattern)
  if (schema.pattern === '^1[3-9][0-9]{9}$') return fc.constantFrom('13900000001', '18888888888')
  if (schema.pattern === '^[0-9]{6}$') return fc.constantFrom('000000', '123456')
  return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 30, 60) })
}

const RUBBISH: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    0,
    1.5,
    1e300,
    '',
    '2',
    '\u0000',
    '<script>',
    '__proto__',
    [],
    {},
    '../../etc/passwd',
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ maxLength: 300 }),
)

const fitting = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(fitting))
  switch (schema.type) {
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1_000, 2_000_000_000) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fitting(schema.items ?? {}), { minLength: 1, maxLength: 3 })
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, inner]) => [name, fitting(inner)] as const,
      )
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] })
    }
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

/** One field of a fitting object spoilt: another type, missing, or one too many. */
const nearly = (schema: Schema): fc.Arbitrary<unknown> => {
  const names = Object.keys(schema.properties ?? {})
  return fc
    .tuple(fitting(schema), fc.constantFrom('extra', ...names), RUBBISH)
    .map(([value, name, rubbish]) => ({ ...(value as object), [name]: rubbish }))
}

const TEXTS = [
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '{"a":1,"a":2}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":1}',
]

/** A body as text. */
export const bodyOf = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fitting(schema).map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: nearly(schema).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: fc.constant(JSON.stringify({ x: 'y'.repeat(70_000) })) },
  )

const word = (schema: Schema): fc.Arbitrary<string> =>
  fc
    .oneof(fitting(schema), RUBBISH)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))

/** The path with its parameters filled in, rightly or wrongly. */
export const pathOf = ({ path, parameters }: Operation): fc.Arbitrary<string> => {
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  return fc
    .tuple(...inPath.map((parameter) => word(parameter.schema)))
    .map((words) =>
      inPath.reduce(
        (text, { name }, at) => text.replace(`{${name}}`, encodeURIComponent(words[at] || 'x')),
        path,
      ),
    )
}

/** A query string, rightly or wrongly filled. */
export const queryOf = ({ parameters }: Operation): fc.Arbitrary<string> => {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  if (inQuery.length === 0) return fc.constantFrom('', '', '?x=1', '?%00')
  return fc
    .tuple(...inQuery.map((parameter) => fc.option(word(parameter.schema), { nil: undefined })))
    .map((words) => {
      const pairs = words.flatMap((value, at) =>
        value === undefined ? [] : [`${inQuery[at]?.name}=${encodeURIComponent(value)}`],
      )
      return pairs.length === 0 ? '' : `?${pairs.join('&')}`
    })
}
