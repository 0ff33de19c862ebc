/**
 * The door of the SMS twin: a Tencent Cloud SMS of one's own on 127.0.0.1, with an inbox that a person or a
 * test can read. For tests and the sandbox only: it shows one-time codes to whoever asks.
 */
import { startWireTwin } from '@tiantou/tencent-cloud/wire-twin'
import type { TencentSmsSettings } from '../config.ts'
import { answerSms } from './api.ts'
import { SMS_FAULT_KINDS, type SmsFault } from './faults.ts'
import type { Inbox, TwinSms } from './inbox.ts'

export type { TwinSms } from './inbox.ts'
export { SMS_FAULT_KINDS, type SmsFault, type SmsFaultKind } from './faults.ts'

export interface TencentSmsTwinControl {
  /** Newest first; of one phone where named. */
  messages(phone?: string): readonly TwinSms[]
  clear(): void
  /** The provider's frequency limits; off at first. */
  limit(isOn: boolean): void
  blacklist(phone: string): void
  failNext(fault: SmsFault): void
  /** Forgets planned misbehaviour and the blacklist. */
  behave(): void
}

export interface TencentSmsTwin {
  readonly url: string
  /** Settings for the adapter. */
  readonly config: TencentSmsSettings
  readonly control: TencentSmsTwinControl
  close(): Promise<void>
}

export interface TencentSmsTwinOptions {
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** 0 (any free port) when absent. */
  readonly port?: number
  /** 田头 when absent. */
  readonly signName?: string
}

interface Twin {
  readonly inbox: Inbox
  readonly faults: SmsFault[]
}

/** Starts a twin on 127.0.0.1. */
export async function startTencentSmsTwin(options: TencentSmsTwinOptions): Promise<TencentSmsTwin> {
  const { now, random } = options
  const account = {
    secretId: `AKID${random(16).toString('hex')}`,
    secretKey: random(16).toString('hex'),
    sdkAppId: '1400006666',
    templateId: '449739',
    signName: options.signName ?? '田头',
    paramCount: 2,
  }
  const inbox: Inbox = { messages: [], blacklist: new Set(), areLimitsOn: false, now, random }
  const faults: SmsFault[] = []
  const services = ['sms']
  const answer = (request: Parameters<typeof answerSms>[2], fault: SmsFault | undefined) =>
    answerSms(account, inbox, request, fault)
  const { url, close } = await startWireTwin({ account, services, faults, now, random, answer }, options.port)
  const { secretId, secretKey, sdkAppId, templateId, signName } = account
  const config = { secretId, secretKey, sdkAppId, templateId, signName, baseUrl: url }
  return { url, config, control: createControl({ inbox, faults }), close }
}

function createControl(twin: Twin): TencentSmsTwinControl {
  const { inbox, faults } = twin
  return {
    messages: (phone) =>
      inbox.messages.filter((each) => phone === undefined || each.phone === phone).toReversed(),
    clear: () => void (inbox.messages.length = 0),
    limit: (isOn) => void (inbox.areLimitsOn = isOn),
    blacklist: (phone) => void inbox.blacklist.add(phone),
    failNext: (fault) => {
      if (!SMS_FAULT_KINDS.includes(fault.kind)) throw new RangeError('no such fault')
      faults.push({ ...fault })
    },
    behave: () => {
      faults.length = 0
      inbox.blacklist.clear()
    },
  }
}
