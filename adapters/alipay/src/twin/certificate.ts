/**
 * The twin's certificates and their serials: X.509 v3, written in DER by hand, because Node reads
 * certificates but makes none. Source: RFC 5280 §4.1; serials as the gateway's SDKs reckon them.
 */
import { createHash, sign } from 'node:crypto'
import type { TwinKeys, TwinPair } from './keys.ts'

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body])
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...bytes]), body])
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

/** sha256WithRSAEncryption, with its empty parameters. */
const ALGORITHM = sequence(hex('06092a864886f70d01010b'), hex('0500'))
const OIDS = { C: '0603550406', O: '060355040a', OU: '060355040b', CN: '0603550403' } as const

type Name = readonly (readonly [keyof typeof OIDS, string])[]

const ROOT: Name = [
  ['C', 'CN'],
  ['O', 'Sandbox'],
  ['OU', 'Certification Authority'],
  ['CN', 'Sandbox Root CA'],
]

const nameOf = (name: Name): Buffer =>
  sequence(
    ...name.map(([kind, text]) =>
      der(0x31, sequence(hex(OIDS[kind]), der(kind === 'C' ? 0x13 : 0x0c, Buffer.from(text)))),
    ),
  )

const timeOf = (at: number): Buffer => {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })
  return der(0x18, Buffer.from(text.replaceAll(/[-:T]/g, '')))
}

const YEAR_MS = 365 * 86_400_000

const certify = (pair: TwinPair, cn: string, number: number, root: TwinPair, at: number): string => {
  const subject = cn === 'Sandbox Root CA' ? ROOT : [...ROOT.slice(0, 2), ['CN', cn] as const]
  const body = sequence(
    der(0xa0, hex('020102')),
    der(0x02, Buffer.from([number])),
    ALGORITHM,
    nameOf(ROOT),
    sequence(timeOf(at - YEAR_MS), timeOf(at + 5 * YEAR_MS)),
    nameOf(subject),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('RSA-SHA256', body, root.privateKey)
  const whole = sequence(body, ALGORITHM, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

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
