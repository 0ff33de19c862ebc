/** The twin as a real HTTP server on this machine, both hosts of the provider in one. */
import {
  type CarrierControl,
  createDesk,
  type DeskOptions,
  doesWork,
  respondJson,
  serveTwin,
  takeFault,
} from '@tiantou/adapter-kit/twin'
import type { Kuaidi100Settings } from '../config.ts'
import { answerApi, spokenFault, type World } from './api.ts'
import { type ForgeKind, speech } from './speech.ts'

export interface Kuaidi100Twin {
  readonly url: string
  /** Settings for the adapter, all but where its own door stands. */
  readonly config: Omit<Kuaidi100Settings, 'callbackUrl'>
  readonly control: CarrierControl<ForgeKind>
  close(): Promise<void>
}

const PARTNERS = { zhongtong: { partnerId: 'SANDBOX' }, jd: { partnerId: '010K000000' } }

/** Always the same, so that parcels of yesterday are believed today. */
const SALT = 'SaltOfASandbox2026'

/** Starts a twin on 127.0.0.1. Close it, or its timers and sockets live on. */
export async function startKuaidi100Twin(options: DeskOptions): Promise<Kuaidi100Twin> {
  const { now, random } = options
  const word = (bytes: number): string => random(bytes).toString('hex')
  const account = { key: word(8), customer: word(16).toUpperCase(), secret: word(16) }
  const desk = createDesk(options, speech)
  const world: World = { account, desk, now, random }
  const server = await serveTwin(({ url, body }, response) => {
    const fault = takeFault(desk.faults, url.pathname)
    const form = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
    const answer = doesWork(fault) ? answerApi(world, url.pathname, form) : {}
    if (answer === undefined) return void response.writeHead(404).end()
    respondJson(response, spokenFault(url.pathname, fault) ?? answer, fault)
  })
  return {
    url: server.url,
    config: { ...account, salt: SALT, partners: PARTNERS, pollUrl: server.url, apiUrl: server.url },
    control: desk.control,
    close: async () => {
      await desk.close()
      await server.close()
    },
  }
}
