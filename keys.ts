/**
 * The twin's key ring, drawn at run time: the application's pair and Alipay's, with certificates of both and
 * roots above them. No key is ever stored in the repository.
 */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { issue, type TwinCertificate } from './certificate.ts'

export interface TwinPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

export interface TwinKeys {
  /** Half of it goes to the adapter: it signs requests. */
  readonly app: TwinPair
  readonly alipay: TwinPair
  /** What certificate mode needs beside the keys. */
  readonly appCertificate: TwinCertificate
  readonly alipayCertificate: TwinCertificate
  /** Two roots in one text: one by RSA, and one by ECDSA that does not count. */
  readonly rootPem: string
  readonly rootSerial: string
}

const generate = promisify(generateKeyPair)

/** Draws a ring; some 0.3 s of computing, so suites share one. `now` is when its certificates begin. */
export async function generateTwinKeys(
  random: (bytes: number) => Buffer,
  now: number,
): Promise<TwinKeys> {
  const rsa = { modulusLength: 2048 }
  const [app, alipay, root] = await Promise.all([
    generate('rsa', rsa),
    generate('rsa', rsa),
    generate('rsa', rsa),
  ])
  const other = await generate('ec', { namedCurve: 'prime256v1' })
  const issuer = (name: string, signer: TwinPair) => (subject: string, publicKey: KeyObject) =>
    issue({ issuer: name, subject, publicKey, signer, serial: serialHex(random), from: now - 86_400_000 })
  const byRoot = issuer('Sandbox Certification Authority R1', root)
  const rootCertificate = byRoot('Sandbox Certification Authority R1', root.publicKey)
  const otherRoot = issuer('Sandbox ECC Root', other)('Sandbox ECC Root', other.publicKey)
  return {
    app,
    alipay,
    appCertificate: byRoot('2021000000000000-sandbox', app.publicKey),
    alipayCertificate: byRoot('Sandbox Alipay', alipay.publicKey),
    rootPem: otherRoot.pem + rootCertificate.pem,
    rootSerial: rootCertificate.serial,
  }
}

/** Sixteen bytes, positive and without a leading zero. */
function serialHex(random: (bytes: number) => Buffer): string {
  return `4${random(16).toString('hex')}`.slice(0, 32)
}

export function publicPem(pair: TwinPair): string {
  return pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

export function privatePem(pair: TwinPair): string {
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
