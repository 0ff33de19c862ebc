/**
 * Certificates for the twins: X.509 v3, written in DER by hand, because Node reads certificates but makes
 * none. Source: RFC 5280 §4.1.
 */
import { generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'

export interface TwinPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const generate = promisify(generateKeyPair)

/** Draws a pair of 2048 bits; some 0.1 s of computing, so suites share what they drew. */
export const drawPair = (): Promise<TwinPair> => generate('rsa', { modulusLength: 2048 })

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
/** basicConstraints, critical: a certification authority. */
const AUTHORITY = der(
  0xa3,
  sequence(sequence(hex('0603551d13'), hex('0101ff'), der(0x04, sequence(hex('0101ff'))))),
)
const OIDS = { C: '0603550406', O: '060355040a', OU: '060355040b', CN: '0603550403' } as const

export type Name = readonly (readonly [keyof typeof OIDS, string])[]

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

export interface CertificateWish {
  readonly subject: Name
  readonly publicKey: KeyObject
  readonly issuer: Name
  readonly issuerKey: KeyObject
  /** Hexadecimal, its first digit below 8. */
  readonly serial: string
  /** Milliseconds UTC. */
  readonly from: number
  readonly until: number
  /** May sign other certificates. */
  readonly isAuthority?: boolean
}

/** The certificate as PEM. */
export const certificatePem = (wish: CertificateWish): string => {
  const body = sequence(
    der(0xa0, hex('020102')),
    der(0x02, hex(wish.serial)),
    ALGORITHM,
    nameOf(wish.issuer),
    sequence(timeOf(wish.from), timeOf(wish.until)),
    nameOf(wish.subject),
    wish.publicKey.export({ type: 'spki', format: 'der' }),
    ...(wish.isAuthority === true ? [AUTHORITY] : []),
  )
  const signature = sign('RSA-SHA256', body, wish.issuerKey)
  const whole = sequence(body, ALGORITHM, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
