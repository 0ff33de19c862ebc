/**
 * The serials by which Alipay names certificates in certificate mode: the MD5 of issuer and number. Source:
 * the official SDKs of the gateway.
 */
import { createHash, X509Certificate } from 'node:crypto'

/** Certificates whose own signature is RSA; the root file also carries others (SM2), which do not count. */
const RSA_SIGNATURES = '1.2.840.113549.1.1.'

/** `CN=…,OU=…,O=…,C=…` (the issuer from its end) and the decimal number, hashed. */
export function serialOf(certificate: X509Certificate): string {
  const issuer = certificate.issuer.trim().split('\n').toReversed().join(',')
  return md5(`${issuer}${BigInt(`0x${certificate.serialNumber}`)}`)
}

/** The serials of all RSA certificates of a chain, joined by `_`. */
export function rootSerialOf(pem: string): string {
  return certificatesOf(pem)
    .filter((one) => one.signatureAlgorithmOid?.startsWith(RSA_SIGNATURES) === true)
    .map(serialOf)
    .join('_')
}

/** @throws where a certificate cannot be read */
function certificatesOf(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return found.map((one) => new X509Certificate(one))
}

export const md5 = (message: string): string => createHash('md5').update(message, 'utf8').digest('hex')
