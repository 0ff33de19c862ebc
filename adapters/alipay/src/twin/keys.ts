/**
 * The twin's key ring, drawn at run time: the merchant's pair, Alipay's pair, and a root that signs a
 * certificate for each. No key is ever stored in the repository.
 */
import { drawPair, type TwinPair } from '@tiantou/adapter-kit/twin'

export interface TwinKeys {
  /** Half of it goes to the adapter: it signs requests. */
  readonly merchant: TwinPair
  /** Signs answers and notices. */
  readonly alipay: TwinPair
  /** Signs the certificates of certificate mode. */
  readonly root: TwinPair
}

export const KEY_NAMES = ['merchant', 'alipay', 'root'] as const

/** Draws a ring; some 0.3 s of computing, so suites share one. */
export async function generateTwinKeys(): Promise<TwinKeys> {
  const [merchant, alipay, root] = await Promise.all([drawPair(), drawPair(), drawPair()])
  return { merchant, alipay, root }
}

export function publicPem({ publicKey }: TwinPair): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** Bare base64 of PKCS#8, as Alipay's own key tool writes it. */
export function barePrivateKey({ privateKey }: TwinPair): string {
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}
