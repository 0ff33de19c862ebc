/**
 * Somebody who calls the platform, whatever its life is doing: shopper, supplier or staff. A call is answered
 * or is not; repeating it with the same key is the caller's business.
 */
import { randomUUID } from 'node:crypto'
import type { TencentSmsTwin } from '@tiantou/tencent-sms/twin'

export interface Answer {
  /** `DOES_NOT_ANSWER` where nobody did. */
  readonly status: number
  readonly body: Record<string, unknown>
}

/** Where the platform is, and who reads its messages. */
export interface Town {
  readonly origin: string
  readonly sms: TencentSmsTwin
}

/** Members of staff who are made at the machine itself, and their password. */
export const STAFF = ['maker', 'checker'] as const
export const PASSWORD = 'correct horse battery'

export const DOES_NOT_ANSWER = 0
const CALL_MS = 5_000

export const pause = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

export class Person {
  protected readonly town: Town
  private accessToken = ''
  private refreshToken = ''

  constructor(town: Town) {
    this.town = town
  }

  /** A shopper, by the code that the SMS twin got. */
  async signInAs(phone: string): Promise<void> {
    const { requestId } = await this.must('POST', '/user/codes', { phone })
    const [message] = this.town.sms.control.messages(`+86${phone}`)
    const code = /\d{6}/.exec(JSON.stringify(message?.params))?.[0] ?? ''
    this.enter(await this.must('POST', '/user/sign-in', { requestId, phone, code }))
  }

  async signInAsStaff(account: string, password: string): Promise<void> {
    this.enter(await this.must('POST', '/staff/sign-in', { account, password }))
  }

  /** Another access token; false where there is none to be had now. */
  async renew(): Promise<boolean> {
    const { refreshToken } = this
    this.accessToken = ''
    const answer = await this.call('POST', '/user/refresh', { refreshToken })
    if (answer.status === 200) this.enter(answer.body)
    return answer.status === 200
  }

  /** The answer's body; throws where it is no yes. */
  async must(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.call(method, path, body)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  async call(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Answer> {
    const isBytes = body instanceof Uint8Array
    try {
      const response = await fetch(`${this.town.origin}/api/v1${path}`, {
        method,
        headers: {
          'content-type': isBytes ? 'image/jpeg' : 'application/json',
          'idempotency-key': key,
          ...(this.accessToken === '' ? {} : { authorization: `Bearer ${this.accessToken}` }),
        },
        ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
        signal: AbortSignal.timeout(CALL_MS),
      })
      return { status: response.status, body: (await response.json()) as Answer['body'] }
    } catch {
      return { status: DOES_NOT_ANSWER, body: {} }
    }
  }

  private enter({ accessToken, refreshToken }: Record<string, unknown>): void {
    this.accessToken = String(accessToken)
    this.refreshToken = String(refreshToken)
  }
}
