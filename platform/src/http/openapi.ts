/** The OpenAPI 3.1 document of the house, made from the contracts: nothing in it is written twice. */
import type { AnyOperation, NoSpec, Route, TSchema, Who } from '@tiantou/kernel'
import { qualify } from '@tiantou/kernel'
import type { Registry } from '../registry.ts'
import { API_PREFIX } from './routes.ts'

type Json = Record<string, unknown>

const PROBLEM = { $ref: '#/components/schemas/Problem' }

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem; `code` is stable and never renamed.',
  required: ['type', 'title', 'status', 'code', 'data', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    data: {},
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: { pointer: { type: 'string', description: 'JSON pointer' }, message: { type: 'string' } },
      },
    },
  },
}

const problemResponse = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: PROBLEM } },
})

const whoWords = (who: Who): string => {
  if (who === 'anyone') return 'anyone'
  if (who === 'user') return 'a signed-in shopper'
  if (who === 'visitor') return 'a signed-in shopper, or a guest named by the header tt-guest'
  return typeof who === 'object' ? `staff with \`${who.permission}\`` : 'the system'
}

const properties = (schema: TSchema): Record<string, TSchema> =>
  ((schema as { properties?: Record<string, TSchema> }).properties ?? {}) satisfies Record<string, TSchema>

const requiredOf = (schema: TSchema): readonly string[] => (schema as { required?: string[] }).required ?? []

const parameters = (op: AnyOperation, route: Route): { list: Json[]; body: Json | undefined } => {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] as string)
  const all = properties(op.input)
  const required = requiredOf(op.input)
  const list: Json[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: all[name] }))
  const rest = Object.keys(all).filter((name) => !inPath.includes(name))
  const { upload } = route
  if (upload !== undefined) {
    for (const name of rest.filter((one) => one !== upload.field))
      list.push({ name, in: 'query', required: required.includes(name), schema: all[name] })
    const content = Object.fromEntries(upload.types.map((type) => [type, {}]))
    return { list, body: { required: true, content } }
  }
  if (route.method === 'GET' || route.method === 'DELETE') {
    for (const name of rest)
      list.push({ name, in: 'query', required: required.includes(name), schema: all[name] })
    return { list, body: undefined }
  }
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: required.filter((name) => !inPath.includes(name)),
    properties: Object.fromEntries(rest.map((name) => [name, all[name]])),
  }
  return { list, body: { required: schema.required.length > 0, content: { 'application/json': { schema } } } }
}

const KEY_HEADER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 8, maxLength: 120 },
  description: 'One key per intention; a repeated call with it is answered like the first.',
}

const GUEST_HEADER = {
  name: 'tt-guest',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
  description: 'What a device calls itself while nobody is signed in: drawn at random once, and kept.',
}

const noResponses = (op: AnyOperation): Json => {
  const nos = Object.entries<NoSpec>({ ...op.refusals, ...op.outcomes })
  const byStatus = Map.groupBy(nos, ([, spec]) => spec.status)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => {
      const lines = group.map(([code, spec]) => `\`${qualify(op.module, code)}\`: ${spec.doc}`)
      return [String(status), problemResponse(lines.join('\n\n'))]
    }),
  )
}

/** What lets a caller in: a bearer token of ours, or a partner's with that scope where it is offered. */
const securityOf = ({ who }: AnyOperation, scopes: ReadonlyMap<string, string>): Json => {
  if (who === 'anyone') return {}
  const offered = typeof who === 'object' && scopes.has(who.permission)
  const partner = offered ? [{ partner: [who.permission] }] : []
  return { security: [{ bearer: [] }, ...partner, ...(who === 'visitor' ? [{}] : [])] }
}

/** The permissions that contracts offer to partners, with their meanings. */
const scopesOf = (registry: Registry): ReadonlyMap<string, string> =>
  new Map(
    [...registry.modules.values()].flatMap(({ contract }) =>
      contract.partnerScopes.map((scope) => [scope, contract.permissions[scope] ?? ''] as const),
    ),
  )

const operationOf = (op: AnyOperation, route: Route, scopes: ReadonlyMap<string, string>): Json => {
  const { list, body } = parameters(op, route)
  const keyed = route.method === 'POST' && (op.kind === 'command' || op.kind === 'flow')
  return {
    operationId: op.name,
    tags: [route.path.split('/')[1]],
    summary: op.doc,
    description: `For ${whoWords(op.who)}.`,
    parameters: [...list, ...(keyed ? [KEY_HEADER] : []), ...(op.who === 'visitor' ? [GUEST_HEADER] : [])],
    ...(body === undefined ? {} : { requestBody: body }),
    ...securityOf(op, scopes),
    responses: {
      '200': { description: 'Done', content: { 'application/json': { schema: op.output } } },
      '400': problemResponse('`platform.bad_input`, `platform.bad_json`, `platform.key_missing`'),
      ...noResponses(op),
      default: problemResponse('Any other no of the platform'),
    },
  }
}

/** Builds the document. Stable order: path, then method. */
export const openApiOf = (registry: Registry): Json => {
  const paths: Record<string, Json> = {}
  const scopes = scopesOf(registry)
  const routed = [...registry.entries.values()].flatMap(({ op }) =>
    op.route === undefined ? [] : [{ op, route: op.route }],
  )
  const place = (route: Route) => `${API_PREFIX}${route.path}`.replaceAll(/:(\w+)/g, '{$1}')
  const sorted = routed.toSorted((a, b) =>
    `${place(a.route)} ${a.route.method}`.localeCompare(`${place(b.route)} ${b.route.method}`, 'en'),
  )
  for (const { op, route } of sorted) {
    paths[place(route)] = {
      ...paths[place(route)],
      [route.method.toLowerCase()]: operationOf(op, route, scopes),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tiantou',
      version: '1',
      description: 'Commerce for fresh farm produce. Money is fen, weight grams, time milliseconds UTC.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        partner: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: `${API_PREFIX}/oauth/token`,
              scopes: Object.fromEntries(scopes),
            },
          },
        },
      },
    },
  }
}
