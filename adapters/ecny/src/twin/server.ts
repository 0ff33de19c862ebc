/**
 * The twin as a real HTTP server on this machine. For tests and the sandbox only; the house refuses to start
 * it in production.
 */
import {
  closeNotifier,
  createNotifier,
  doesWork,
  realTimer,
  serveTwin,
  takeFault,
} from '@tiantou/adapter-kit/twin'
import type { EcnySettings } from '../config.ts'
import { sm2PublicHex } from '../sm2.ts'
import { answerApi } from './api.ts'
import { createBook, type TwinOrder } from './book.ts'
import { createControl, type EcnyTwinControl } from './control.ts'
import { type Answer, no, respond, yes } from './faults.ts'
import { admit, isYes, Refusal } from './gate.ts'
import { generateTwinKeys, type TwinKeys } from './keys.ts'
import type { TwinState } from './twin-state.ts'

export interface EcnyTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** Timers; real ones that do not keep the process alive when absent. */
  readonly schedule?: (delay_ms: number, task: () => void) => () => void
  /** Drawn when absent. */
  readonly keys?: TwinKeys
  /** Factor on the bank's retry ladder; 1 when absent. */
  readonly retryScale?: number
  /** How long a notice waits for the merchant's answer; 5000 when absent. */
  readonly answerTimeout_ms?: number
  /** From taking a refund on to its end; 0 when absent. */
  readonly refundDelay_ms?: number
  /** The page that a code or a link leads to; a page of nobody when absent. */
  readonly cashierUrl?: string
  /** Orders that an earlier twin kept, and who keeps them now. */
  readonly saved?: readonly TwinOrder[]
  readonly changed?: (orders: () => readonly TwinOrder[]) => void
}

/** Settings for the adapter, all but where its own webhook stands. */
export type TwinSettings = Omit<EcnySettings, 'notifyUrl'>

export interface EcnyTwin {
  readonly url: string
  readonly config: TwinSettings
  readonly control: EcnyTwinControl
  close(): Promise<void>
}

const IDENTITY = {
  merId: '308999170120001',
  userId: 'N003525155',
  appId: '8ab74856-8772-45c9-96db-54cb30ab9f74',
  appSecret: 'secret-of-a-sandbox',
} as const
/** Waits between attempts in seconds. */
export const RETRY_LADDER_S = [15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600] as const

/** Starts a twin on 127.0.0.1. Close it, or its timers and sockets live on. */
export async function startEcnyTwin(options: EcnyTwinOptions): Promise<EcnyTwin> {
  const twin = assemble(options, options.keys ?? generateTwinKeys(options.random))
  const server = await serveTwin(({ message, url, body }, response) => {
    const fault = takeFault(twin.faults, url.pathname)
    const answer = doesWork(fault) ? work(twin, url.pathname, message.headers, body) : yes({})
    respond(response, answer, fault, twin.keys.bank)
  })
  const { merchant, bank } = twin.keys
  return {
    url: server.url,
    config: {
      ...IDENTITY,
      privateKey: merchant.hex,
      bankPublicKey: sm2PublicHex(bank.publicKey),
      baseUrl: server.url,
    },
    control: createControl(twin),
    close: async () => {
      await closeNotifier(twin.notifier)
      await server.close()
    },
  }
}

function assemble(options: EcnyTwinOptions, keys: TwinKeys): TwinState {
  const { now, random, refundDelay_ms = 0 } = options
  const changed = (): void => options.changed?.(() => [...book.orders.values()])
  const cashierUrl = options.cashierUrl ?? 'http://127.0.0.1/sandbox/ecny'
  const book = createBook({ now, random, changed, refundDelay_ms, cashierUrl }, options.saved)
  const notifier = createNotifier({
    schedule: options.schedule ?? realTimer,
    ladder_s: RETRY_LADDER_S,
    retryScale: options.retryScale ?? 1,
    answerTimeout_ms: options.answerTimeout_ms ?? 5000,
    headersOf: () => ({ 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }),
    isTaken: (status, body) => status === 200 && isYes(body, keys.merchant.key.publicKey),
  })
  return { ...IDENTITY, keys, book, notifier, faults: [], refundPlans: [] }
}

function work(
  twin: TwinState,
  path: string,
  headers: Readonly<Record<string, unknown>>,
  body: Buffer,
): Answer {
  try {
    const { merId, appId, appSecret, keys, book } = twin
    const merchant = { merId, appId, appSecret, key: keys.merchant.key.publicKey }
    return yes(answerApi(twin, path, admit(body.toString('utf8'), headers, merchant, book.now())))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return no(error.code, error.message)
  }
}
