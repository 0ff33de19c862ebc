/** The twin's certificates, and their serials as the gateway's SDKs reckon them. */
import { createHash } from 'node:crypto'
import { certificatePem, type Name, type TwinPair } from '@tiantou/adapter-kit/twin'
import type { TwinKeys } from './keys.ts'

const ROOT: Name = [
  ['C', 'CN'],
  ['O', 'Sandbox'],
  ['OU', 'Certification Authority'],
  ['CN', 'Sandbox Root CA'],
]

const YEAR_MS = 365 * 86_400_000

const certify = (pair: TwinPair, cn: string, number: number, root: TwinPair, at: number): string =>
  certificatePem({
    subject: cn === 'Sandbox Root CA' ? ROOT : [...ROOT.slice(0, 2), ['CN', cn]],
    publicKey: pair.publicKey,
    issuer: ROOT,
    issuerKey: root.privateKey,
    serial: number.toString(16).padStart(2, '0'),
    from: at - YEAR_MS,
    until: at + 5 * YEAR_MS,
  })

const NUMBERS = { root: 1, app: 2, alipay: 3 } as const

/** The three certificates as PEM. @param at milliseconds UTC */
export const certificatesOf = (keys: TwinKeys, at: number) => ({
  root: certify(keys.root, 'Sandbox Root CA', NUMBERS.root, keys.root, at),
  app: certify(keys.merchant, 'Sandbox App', NUMBERS.app, keys.root, at),
  alipay: certify(keys.alipay, 'Sandbox Alipay', NUMBERS.alipay, keys.root, at),
})

const serial = (number: number): string => {
  const issuer = ROOT.map(([kind, text]) => `${kind}=${text}`)
    .toReversed()
    .join(',')
  return createHash('md5').update(`${issuer}${number}`).digest('hex')
}

/** By what name each certificate goes on the wire. */
export const SERIALS = {
  root: serial(NUMBERS.root),
  app: serial(NUMBERS.app),
  alipay: serial(NUMBERS.alipay),
} as const
