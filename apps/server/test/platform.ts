/**
 * A whole platform for suites, over real HTTP on a free port with the sandbox's twins, and a caller that
 * speaks to it.
 */
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DATABASES, type DatabaseName } from '@tiantou/platform/testing'
import { doForStaff, type OpenOptions, openPlatform, type Platform, readConfig } from '@tiantou/server'
import type { Sandbox } from '@tiantou/sandbox'
import { afterAll, beforeAll, describe } from 'vitest'
import { copyFilled, emptyData, fillOnce } from './filled.ts'

/** An answer of the API: status and body, whatever they are. */
export interface Answer {
  readonly status: number
  readonly body: any
  readonly headers: Headers
}

export interface Caller {
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown, key?: string): Promise<Answer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export interface TestPlatform {
  readonly platform: Platform
  readonly sandbox: Sandbox
  readonly origin: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  /** A caller with this access token, or a guest. */
  as(accessToken?: string): Caller
  /** Signs a shopper in through the SMS twin. */
  shopper(phone?: string): Promise<Caller & { readonly userId: string; readonly addressId: string }>
  staff(): Promise<Caller>
  /** Another of the staff, for what takes two people. */
  colleague(): Promise<Caller>
  close(): Promise<void>
}

const isRaw = (body: unknown) => typeof body === 'string' || body instanceof Uint8Array

const callerOf = (origin: string, accessToken?: string): Caller => {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
  }
  return {
    get: (path) => send('GET', path),
    post: (path, body = {}, key = randomUUID()) => send('POST', path, body, { 'idempotency-key': key }),
    send,
  }
}

/** The answer's body, if it was a yes. */
export const must = (answer: Answer): Answer['body'] => {
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

let phones = 0
/** A phone number nobody had before in this run. */
export const freshPhone = (): string =>
  `139${String((phones += 1) + (process.pid % 1_000) * 10_000).padStart(8, '0')}`

const signIn = async (test: Pick<TestPlatform, 'as' | 'sandbox' | 'origin'>, phone: string) => {
  const guest = test.as()
  const { requestId } = must(await guest.post('/user/codes', { phone }))
  const [message] = test.sandbox.sms.control.messages(`+86${phone}`)
  const code = /\d{6}/.exec(JSON.stringify(message?.params ?? message))?.[0] ?? ''
  const { accessToken, userId } = must(await guest.post('/user/sign-in', { requestId, phone, code }))
  const caller = test.as(accessToken)
  const address = { name: '张三', phone, regionCode: '110101', detail: '东华门街道一号', isDefault: true }
  const { addressId } = must(await caller.post('/user/addresses', address))
  return { ...caller, userId: userId as string, addressId: addressId as string }
}

export interface TestPlatformOptions extends Omit<OpenOptions, 'tell'> {
  readonly env?: Readonly<Record<string, string>>
  readonly dataDir?: string
  readonly databaseUrl?: string
  /** Lines of YAML for the file of settings, of other modules than http and user. */
  readonly settings?: string
}

const LOOSE_LIMITS =
  'http:\n  limits: { default: 1000000, read: 1000000, signIn: 1000000, code: 1000000, token: 1000000, ' +
  'door: 1000000 }\nuser: { codeWait_s: 0 }\n'

/** What is given; else a copy of what was filled once, but for a clock of its own: the demo goes by it. */
const dataFor = (name: DatabaseName, { dataDir, databaseUrl, clock }: TestPlatformOptions) => {
  if (dataDir !== undefined) return { dataDir, databaseUrl }
  return clock === undefined ? copyFilled(name) : emptyData(name)
}

/** Opens a platform on one kind of database; on data of its own where none is given. */
export const openTestPlatform = async (
  name: DatabaseName,
  options: TestPlatformOptions = {},
): Promise<TestPlatform> => {
  const { env = {}, settings = '', ...open } = options
  const { dataDir, databaseUrl } = await dataFor(name, options)
  const settingsFile = join(dataDir, 'settings.yaml')
  await writeFile(settingsFile, LOOSE_LIMITS + settings)
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    SETTINGS_FILE: settingsFile,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...env,
  })
  const platform = await openPlatform(config, open)
  const { sandbox } = platform
  if (sandbox === undefined) throw new Error('The suite needs the sandbox.')
  const origin = `http://127.0.0.1:${platform.port}`
  const as = (token?: string) => callerOf(origin, token)
  const signInStaff = async (account: string, password: string) =>
    as(must(await as().post('/staff/sign-in', { account, password })).accessToken)
  let closed = false
  return {
    platform,
    sandbox,
    origin,
    dataDir,
    databaseUrl,
    as,
    shopper: (phone = freshPhone()) => signIn({ as, sandbox, origin }, phone),
    staff: () => signInStaff('demo', platform.secrets?.staffPassword ?? ''),
    colleague: async () => {
      const account = `colleague.${randomUUID().slice(0, 8)}`
      const args = ['add', account, '同事', '--password-stdin']
      await doForStaff(platform.house, args, () => Promise.resolve(account))
      return signInStaff(account, account)
    },
    close: async () => {
      if (closed) return
      closed = true
      await platform.close()
    },
  }
}

/**
 * Describes the same suite on every database of this run; everything opened is closed and removed at its end.
 */
export const eachPlatform = (
  suite: (name: DatabaseName, open: (options?: TestPlatformOptions) => Promise<TestPlatform>) => void,
): void => {
  describe.each(DATABASES)('on %s', (name) => {
    const opened: TestPlatform[] = []
    beforeAll(() => fillOnce(name))
    afterAll(async () => {
      for (const one of opened) await one.close()
      for (const one of opened) await rm(one.dataDir, { recursive: true, force: true })
    })
    suite(name, async (options) => {
      const one = await openTestPlatform(name, options)
      opened.push(one)
      return one
    })
  })
}

/** Waits until something is so; fails with the last thing seen. */
export const until = async <T>(
  look: () => Promise<T>,
  so: (seen: T) => boolean,
  patience_ms = 10_000,
): Promise<T> => {
  const began = performance.now()
  for (;;) {
    const seen = await look()
    if (so(seen)) return seen
    if (performance.now() - began > patience_ms) throw new Error(`It never came: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
  }
}
