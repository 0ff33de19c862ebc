/**
 * The twin's key ring, drawn at run time: the merchant's pair, UnionPay's chain of root, middle and signing
 * certificate, and false ones to forge with. No key is ever stored in the repository.
 */
import { certificatePem, drawPair, type Name, type TwinPair } from '@tiantou/adapter-kit/twin'

export interface TwinKeys {
  readonly merchant: TwinPair
  readonly root: TwinPair
  readonly middle: TwinPair
  /** Signs answers and notices. */
  readonly unionpay: TwinPair
  /** A root that nobody trusts. */
  readonly stranger: TwinPair
}

export const KEY_NAMES = ['merchant', 'root', 'middle', 'unionpay', 'stranger'] as const

/** Draws a ring; some 0.5 s of computing, so suites share one. */
export async function generateTwinKeys(): Promise<TwinKeys> {
  const [merchant, root, middle, unionpay, stranger] = await Promise.all(
    Array.from({ length: 5 }, () => drawPair()),
  )
  return { merchant, root, middle, unionpay, stranger } as TwinKeys
}

const OWNER = '中国银联股份有限公司'
const named = (cn: string): Name => [
  ['C', 'CN'],
  ['O', 'Sandbox'],
  ['CN', cn],
]
const ROOT = named('Sandbox Root CA')
const MIDDLE = named('Sandbox Middle CA')
const signer = (owner: string): Name => named(`041@8310000000000000@${owner}@00000001`)

const YEAR_MS = 365 * 86_400_000
/** Serials begin with a digit, as all of them do. */
export const MERCHANT_SERIAL = '1046b2a807'

/** All certificates as PEM. @param at milliseconds UTC */
export function certificatesOf(keys: TwinKeys, at: number) {
  const life = { from: at - YEAR_MS, until: at + 5 * YEAR_MS }
  const middleMade = { issuer: MIDDLE, issuerKey: keys.middle.privateKey, ...life }
  const { publicKey } = keys.unionpay
  const unionpay = { subject: signer(OWNER), publicKey, serial: '03', ...middleMade }
  return {
    root: certificatePem({
      subject: ROOT,
      publicKey: keys.root.publicKey,
      issuer: ROOT,
      issuerKey: keys.root.privateKey,
      serial: '01',
      isAuthority: true,
      ...life,
    }),
    middle: certificatePem({
      subject: MIDDLE,
      publicKey: keys.middle.publicKey,
      issuer: ROOT,
      issuerKey: keys.root.privateKey,
      serial: '02',
      isAuthority: true,
      ...life,
    }),
    merchant: certificatePem({
      subject: named('041@Z12@sandbox@00000001'),
      publicKey: keys.merchant.publicKey,
      serial: MERCHANT_SERIAL,
      ...middleMade,
    }),
    unionpay: certificatePem(unionpay),
    /** Names UnionPay, and hangs on nothing. */
    foreign: certificatePem({ ...unionpay, issuerKey: keys.stranger.privateKey }),
    /** Hangs on the right chain, and names somebody else. */
    otherOwner: certificatePem({ ...unionpay, subject: signer('某某科技有限公司'), serial: '04' }),
    expired: certificatePem({ ...unionpay, until: at - 1, serial: '05' }),
  }
}

export type TwinCertificates = ReturnType<typeof certificatesOf>

/** As UnionPay sends it: lines end with CRLF, the last one too. */
export const onTheWire = (pem: string): string => pem.replaceAll('\n', '\r\n')

export const privatePem = ({ privateKey }: TwinPair): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
