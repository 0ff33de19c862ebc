/**
 * The twin's certificates: X.509 v3, written in DER by hand, because Node reads certificates but makes none;
 * and their serial as Alipay counts it, by the twin's own reading. Source: RFC 5280 §4.1.
 */
import { createHash, type KeyObject, sign } from 'node:crypto'

export interface TwinCertificate {
  readonly pem: string
  /** md5 of issuer and decimal serial number. */
  readonly serial: string
}

interface Wanted {
  readonly issuer: string
  readonly subject: string
  readonly publicKey: KeyObject
  readonly signer: { readonly privateKey: KeyObject }
  /** Hexadecimal, its first digit below 8. */
  readonly serial: string
  readonly from: number
}

const FIVE_YEARS_MS = 5 * 365 * 86_400_000

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body])
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...bytes]), body])
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

/** sha256WithRSAEncryption with its empty parameters, and ecdsa-with-SHA256. */
const BY_RSA = sequence(hex('06092a864886f70d01010b'), hex('0500'))
const BY_ECDSA = sequence(hex('06082a8648ce3d040302'))

/** Country, organisation, unit, name: the order in which Alipay's own certificates have them. */
const nameOf = (commonName: string): Buffer => {
  const part = (type: string, value: string): Buffer =>
    der(0x31, sequence(hex(`0603${type}`), der(0x0c, Buffer.from(value, 'utf8'))))
  return sequence(
    part('550406', 'CN'),
    part('55040a', 'Sandbox'),
    part('55040b', 'Certification Authority'),
    part('550403', commonName),
  )
}

/** `YYYYMMDDHHMMSSZ` */
const timeOf = (at: number): Buffer => {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })
  return der(0x18, Buffer.from(text.replaceAll(/[-:T]/g, '')))
}

/** A certificate for five years. */
export function issue(wanted: Wanted): TwinCertificate {
  const algorithm = wanted.signer.privateKey.asymmetricKeyType === 'ec' ? BY_ECDSA : BY_RSA
  const body = sequence(
    der(0xa0, hex('020102')),
    der(0x02, hex(wanted.serial)),
    algorithm,
    nameOf(wanted.issuer),
    sequence(timeOf(wanted.from), timeOf(wanted.from + FIVE_YEARS_MS)),
    nameOf(wanted.subject),
    wanted.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('SHA256', body, wanted.signer.privateKey)
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  const counted = `CN=${wanted.issuer},OU=Certification Authority,O=Sandbox,C=CN${BigInt(`0x${wanted.serial}`)}`
  return {
    pem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    serial: createHash('md5').update(counted).digest('hex'),
  }
}
