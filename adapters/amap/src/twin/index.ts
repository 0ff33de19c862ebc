/**
 * The door of the twin: 高德 on 127.0.0.1, written from the provider's documents. For tests and the sandbox.
 */
import { type AskedTwin, serveAsked } from '@tiantou/adapter-kit/twin'
import type { AmapSettings } from '../config.ts'
import { answerMap, Refusal, spokenFault } from './api.ts'

export interface AmapTwin extends AskedTwin {
  /** Settings for the adapter. */
  readonly config: AmapSettings & { readonly secretKey: string }
}

/** Starts a twin on 127.0.0.1. */
export async function startAmapTwin({
  random,
}: {
  readonly random: (bytes: number) => Buffer
}): Promise<AmapTwin> {
  const key = random(16).toString('hex')
  const secretKey = random(16).toString('hex')
  const twin = await serveAsked({
    answer: (url) => ({ status: '1', info: 'OK', infocode: '10000', ...answerMap(url, { key, secretKey }) }),
    refuse: (error) =>
      error instanceof Refusal ? { status: '0', info: error.message, infocode: error.infocode } : null,
    fault: spokenFault,
  })
  return { ...twin, config: { key, secretKey, baseUrl: twin.url } }
}
