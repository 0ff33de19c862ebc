/**
 * The door of the twin: the registers of one's own on 127.0.0.1, written from the provider's documents. What
 * it knows is told to it; in the sandbox everybody is who he says. For tests and the sandbox only.
 */
import { type Refusal, startWireTwin, WIRE_FAULT_KINDS } from '@tiantou/tencent-cloud/wire-twin'
import type { TencentVerifySettings } from '../config.ts'
import { answerVerify, type Register, type VerifyFault } from './api.ts'

export type { Card, Company, Register, VerifyFault } from './api.ts'
export { WIRE_FAULT_KINDS } from '@tiantou/tencent-cloud/wire-twin'
export type { Refusal }

export interface TencentVerifyTwinControl {
  /** What the registers hold, to be written to. */
  readonly register: Register
  failNext(fault: VerifyFault): void
  /** Forgets planned misbehaviour. */
  behave(): void
  /** How many calls of each action were paid for. */
  charged(): Readonly<Record<string, number>>
}

export interface TencentVerifyTwin {
  readonly url: string
  /** Settings for the adapter. */
  readonly config: TencentVerifySettings
  readonly control: TencentVerifyTwinControl
  close(): Promise<void>
}

export interface TencentVerifyTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** 0 (any free port) when absent. */
  readonly port?: number
  /** Whoever is in no register is who he says; else he is unknown. */
  readonly believes?: boolean
}

/** Starts a twin on 127.0.0.1. */
export async function startTencentVerifyTwin(options: TencentVerifyTwinOptions): Promise<TencentVerifyTwin> {
  const { now, random, believes = false } = options
  const account = {
    secretId: `AKID${random(16).toString('hex')}`,
    secretKey: random(16).toString('hex'),
  }
  const register: Register = { people: new Map(), companies: new Map(), cards: new Map(), believes }
  const faults: VerifyFault[] = []
  const charged: Record<string, number> = {}
  const { url, close } = await startWireTwin(
    {
      account,
      services: ['faceid', 'ocr'],
      faults,
      now,
      random,
      answer: (request, fault: VerifyFault | undefined) => answerVerify(register, charged, request, fault),
    },
    options.port,
  )
  const control: TencentVerifyTwinControl = {
    register,
    failNext: (fault) => {
      if (![...WIRE_FAULT_KINDS, 'error-code', 'result'].includes(fault.kind))
        throw new RangeError('no such fault')
      faults.push({ ...fault })
    },
    behave: () => void (faults.length = 0),
    charged: () => ({ ...charged }),
  }
  return { url, config: { ...account, faceidUrl: url, ocrUrl: url }, control, close }
}
