/**
 * The door of the twin: the location service on 127.0.0.1, written from the provider's documents. For tests
 * and the sandbox only.
 */
import { type AskedTwin, serveAsked } from '@tiantou/adapter-kit/twin'
import type { TencentMapSettings } from '../config.ts'
import { answerMap, Refusal, spokenFault } from './api.ts'

export interface TencentMapTwin extends AskedTwin {
  /** Settings for the adapter. */
  readonly config: TencentMapSettings & { readonly secretKey: string }
}

/** Starts a twin on 127.0.0.1. */
export async function startTencentMapTwin({
  random,
}: {
  readonly random: (bytes: number) => Buffer
}): Promise<TencentMapTwin> {
  const letters = random(15).toString('hex').toUpperCase()
  const key = (letters.match(/.{5}/g) ?? []).join('-')
  const secretKey = random(16).toString('hex')
  const twin = await serveAsked({
    answer: (url) => answerMap(url, { key, secretKey }),
    refuse: (error) =>
      error instanceof Refusal
        ? { status: error.status, message: error.message, request_id: random(8).toString('hex') }
        : null,
    fault: spokenFault,
  })
  return { ...twin, config: { key, secretKey, baseUrl: twin.url } }
}
