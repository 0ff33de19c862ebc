/** The twin as a real HTTP server on this machine. */
import {
  type CarrierControl,
  createDesk,
  type DeskOptions,
  doesWork,
  respondJson,
  serveTwin,
  takeFault,
} from '@tiantou/adapter-kit/twin'
import type { SfExpressSettings } from '../config.ts'
import { answerApi, spokenFault, type World } from './api.ts'
import { type ForgeKind, speechTo } from './speech.ts'

export interface SfExpressTwin {
  readonly url: string
  /** Settings for the adapter. */
  readonly config: SfExpressSettings
  readonly control: CarrierControl<ForgeKind>
  /** What a person sets up at the platform: where pushes go. */
  pushTo(url: string): void
  close(): Promise<void>
}

/** Starts a twin on 127.0.0.1. Close it, or its timers and sockets live on. */
export async function startSfExpressTwin(options: DeskOptions): Promise<SfExpressTwin> {
  const { now, random } = options
  let pushUrl: string | undefined
  const account = {
    partnerId: 'TIANTOU_SANDBOX',
    checkWord: random(16).toString('hex'),
    monthlyCard: '7551234567',
  }
  const desk = createDesk(
    options,
    speechTo(() => pushUrl),
  )
  const world: World = { ...account, desk, now, random }
  const server = await serveTwin(({ url, body }, response) => {
    if (url.pathname !== '/std/service') return void response.writeHead(404).end()
    const form = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
    const fault = takeFault(desk.faults, form['serviceCode'] ?? '')
    respondJson(response, spokenFault(fault) ?? (doesWork(fault) ? answerApi(world, form) : {}), fault)
  })
  return {
    url: server.url,
    config: { ...account, serviceUrl: `${server.url}/std/service` },
    control: desk.control,
    pushTo: (url) => void (pushUrl = url),
    close: async () => {
      await desk.close()
      await server.close()
    },
  }
}
