/**
 * The token endpoint for partner systems, in the words of RFC 6749: a form in, its own JSON out, errors of
 * §5.2. OAuth libraries know no other, so this one door answers no problem+json.
 */
import type { Door, DoorAnswer, RawRequest } from '@tiantou/platform'
import { User } from '@tiantou/user/contract'

const BODY_LIMIT = 8 * 1024
/** §5.1: nobody in between may keep a token. */
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' }
const BASIC = /^basic ([A-Za-z0-9+/]+={0,2})$/i
/** §2.3.1: id and secret are written like form values before they are joined. */
const unform = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

type ErrorCode = 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type'

const refused = (status: number, error: ErrorCode, description: string): DoorAnswer => ({
  status,
  body: { error, error_description: description },
  headers: {
    ...NO_STORE,
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="tiantou", charset="UTF-8"' } : {}),
  },
})

const notClient = () => refused(401, 'invalid_client', 'Unknown or disabled client, or not its secret.')

interface Client {
  readonly clientId: string
  readonly clientSecret: string
}

const fromBasic = (header: string): Client | null => {
  const encoded = BASIC.exec(header)?.[1]
  if (encoded === undefined) return null
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  try {
    return { clientId: unform(id), clientSecret: unform(rest.join(':')) }
  } catch {
    return null
  }
}

/** Once each, or the request is malformed (§3.2). */
const single = (form: URLSearchParams): boolean => {
  const names = [...form.keys()]
  return new Set(names).size === names.length
}

const contentType = ({ headers }: RawRequest): string =>
  String(headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim()
    .toLowerCase() ?? ''

/** Who asks: by header or in the form, never both (§2.3). */
const clientOf = (request: RawRequest, form: URLSearchParams): Client | 'both' | null => {
  const { authorization } = request.headers
  const inForm = form.has('client_secret')
  if (typeof authorization === 'string') return inForm ? 'both' : fromBasic(authorization)
  const clientId = form.get('client_id')
  return clientId === null || !inForm ? null : { clientId, clientSecret: form.get('client_secret') ?? '' }
}

export const oauthToken: Door = {
  path: '/oauth/token',
  bodyLimit: BODY_LIMIT,
  limit: 'token',
  handle: async (request, { run }) => {
    if (contentType(request) !== 'application/x-www-form-urlencoded') {
      return refused(400, 'invalid_request', 'Send application/x-www-form-urlencoded.')
    }
    const form = new URLSearchParams(request.body.toString('utf8'))
    if (!single(form)) return refused(400, 'invalid_request', 'A parameter is repeated.')
    const grant = form.get('grant_type')
    if (grant === null) return refused(400, 'invalid_request', 'grant_type is missing.')
    if (grant !== 'client_credentials') {
      return refused(400, 'unsupported_grant_type', 'Only client_credentials.')
    }
    const client = clientOf(request, form)
    if (client === 'both') return refused(400, 'invalid_request', 'Name the client once: header or form.')
    if (client === null || client.clientId.length > 200 || client.clientSecret.length > 400)
      return notClient()
    const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '')
    if (scopes.length > 100 || scopes.some((scope) => scope.length > 100)) {
      return refused(400, 'invalid_scope', 'No scope is that long.')
    }
    const asked = scopes.length === 0 ? {} : { scopes: [...new Set(scopes)] }
    const answer = await run(User.commands.issuePartnerToken, { ...client, ...asked })
    if (!answer.ok) {
      return answer.code === 'user.invalid_client'
        ? notClient()
        : refused(400, 'invalid_scope', 'A scope that the client does not hold.')
    }
    const { accessToken, expiresIn_s, scopes: granted } = answer.value
    const body = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresIn_s,
      scope: granted.join(' '),
    }
    return { status: 200, body, headers: NO_STORE }
  },
}
