/**
 * The twin's platform certificates: X.509 v3, signed by themselves, written in DER by hand, because Node
 * reads certificates but makes none. Source: RFC 5280 §4.1.
 */
import { sign } from 'node:crypto'
import type { TwinKey } from './keys.ts'

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

/** `CN=<name>` */
const nameOf = (name: string): Buffer =>
  sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(name, 'utf8')))))

/** `YYYYMMDDHHMMSSZ` */
const timeOf = (at: number): Buffer => {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })
  return der(0x18, Buffer.from(text.replaceAll(/[-:T]/g, '')))
}

/** A certificate of the key under its own serial, valid between two moments (milliseconds UTC), as PEM. */
export const certificatePem = (key: TwinKey, from: number, until: number): string => {
  const name = nameOf('Tenpay.com Root CA of a sandbox')
  const body = sequence(
    der(0xa0, hex('020102')),
    der(0x02, hex(key.serial)),
    ALGORITHM,
    name,
    sequence(timeOf(from), timeOf(until)),
    name,
    key.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('RSA-SHA256', body, key.privateKey)
  const whole = sequence(body, ALGORITHM, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
