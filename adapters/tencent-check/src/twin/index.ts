/**
 * The door of the twin: both services on 127.0.0.1, written from the provider's documents. What it objects to
 * is told to it. For tests and the sandbox only.
 */
import { startWireTwin, WIRE_FAULT_KINDS } from '@tiantou/tencent-cloud/wire-twin'
import type { TencentCheckSettings } from '../config.ts'
import { answerCheck, type CheckFault, type Lists } from './api.ts'

export type { CheckFault, Hit, Lists } from './api.ts'
export { WIRE_FAULT_KINDS } from '@tiantou/tencent-cloud/wire-twin'

export interface TencentCheckTwinControl {
  /** What is objected to, to be written to. */
  readonly lists: Lists
  failNext(fault: CheckFault): void
  /** Forgets planned misbehaviour. */
  behave(): void
  /** How many calls of each action were answered. */
  checked(): Readonly<Record<string, number>>
}

export interface TencentCheckTwin {
  readonly url: string
  /** Settings for the adapter. */
  readonly config: TencentCheckSettings
  readonly control: TencentCheckTwinControl
  close(): Promise<void>
}

export interface TencentCheckTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** 0 (any free port) when absent. */
  readonly port?: number
}

/** Starts a twin on 127.0.0.1. It objects to nothing yet. */
export async function startTencentCheckTwin(options: TencentCheckTwinOptions): Promise<TencentCheckTwin> {
  const { now, random } = options
  const account = {
    secretId: `AKID${random(16).toString('hex')}`,
    secretKey: random(16).toString('hex'),
  }
  const lists: Lists = { words: new Map(), pictures: new Map() }
  const faults: CheckFault[] = []
  const checked: Record<string, number> = {}
  const { url, close } = await startWireTwin(
    {
      account,
      services: ['tms', 'ims'],
      bodyLimit_bytes: 15_728_640,
      faults,
      now,
      random,
      answer: (request, fault: CheckFault | undefined) => answerCheck(lists, checked, request, fault),
    },
    options.port,
  )
  const control: TencentCheckTwinControl = {
    lists,
    failNext: (fault) => {
      if (![...WIRE_FAULT_KINDS, 'error-code', 'suggestion'].includes(fault.kind))
        throw new RangeError('no such fault')
      faults.push({ ...fault })
    },
    behave: () => void (faults.length = 0),
    checked: () => ({ ...checked }),
  }
  return { url, config: { ...account, textUrl: url, pictureUrl: url }, control, close }
}
