/**
 * The twin's key ring, drawn at run time: the merchant's pair, and two of the "provider" — one under a
 * PUB_KEY_ID_…, one under a certificate serial. No key is ever stored in the repository.
 */
import { drawPair, type TwinPair } from '@tiantou/adapter-kit/twin'

export interface TwinKey extends TwinPair {
  readonly serial: string
}

export interface TwinKeys {
  /** Half of it goes to the adapter: it signs requests. */
  readonly merchant: TwinKey
  /** 微信支付公钥. */
  readonly publicKey: TwinKey
  /** The platform certificate's pair. */
  readonly certificate: TwinKey
  /** 32 ASCII characters. */
  readonly apiV3Key: string
}

export const KEY_NAMES = ['merchant', 'publicKey', 'certificate', 'apiV3Key'] as const

/** A fresh platform certificate's pair. */
export const drawCertificateKey = async (random: (bytes: number) => Buffer): Promise<TwinKey> => ({
  serial: `5${random(20).toString('hex').toUpperCase()}`.slice(0, 40),
  ...(await drawPair()),
})

/** Draws a ring; some 0.3 s of computing, so suites share one. */
export async function generateTwinKeys(random: (bytes: number) => Buffer): Promise<TwinKeys> {
  const hex = (bytes: number): string => random(bytes).toString('hex').toUpperCase()
  const [merchant, publicKey, certificate] = await Promise.all([drawPair(), drawPair(), drawPair()])
  const digits = BigInt(`0x${hex(16)}`)
    .toString()
    .padStart(39, '0')
    .slice(0, 32)
  return {
    merchant: { serial: `4${hex(19)}`.slice(0, 39) + '0', ...merchant },
    publicKey: { serial: `PUB_KEY_ID_${digits}`, ...publicKey },
    certificate: { serial: `5${hex(19)}`.slice(0, 39) + '0', ...certificate },
    apiV3Key: hex(16),
  }
}

export function publicPem(key: TwinKey): string {
  return key.publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

export function privatePem(key: TwinKey): string {
  return key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
