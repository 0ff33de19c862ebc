/**
 * Whose signatures are UnionPay's. Each answer brings the certificate that it was signed by, which proves
 * nothing by itself: it must hang on the certificates that the merchant was given, and name UnionPay.
 */
import { type KeyObject, X509Certificate } from 'node:crypto'
import { holds, type Params } from './sign.ts'

/** The certificates that the merchant was given. */
export interface Chain {
  readonly root: X509Certificate
  readonly middle: X509Certificate
  /** Whose the signing certificate must be, the third word of its common name. */
  readonly owner: string
}

/** The key, or why it is not believed. */
type Belief = { readonly key: KeyObject } | { readonly doubt: string }

export interface Trust {
  /** The fields carry a signature of UnionPay's; else why not. */
  doubtOf(params: Params): string | undefined
}

/** Certificates change once in years; what is refused is never kept. */
const KEPT = 8
const PEM_LIMIT = 8_192

/** @param now milliseconds UTC */
export function createTrust(chain: Chain, now: () => number): Trust {
  const known = new Map<string, X509Certificate>()
  const believe = (pem: string): Belief => {
    const certificate = known.get(pem) ?? read(pem)
    if (certificate === undefined) return { doubt: 'certificate_unreadable' }
    const doubt = known.has(pem) ? undefined : doubtOfChain(certificate, chain)
    if (doubt !== undefined) return { doubt }
    if (known.size >= KEPT) known.clear()
    known.set(pem, certificate)
    return isValid(certificate, now()) && isValid(chain.middle, now())
      ? { key: certificate.publicKey }
      : { doubt: 'certificate_expired' }
  }
  return {
    doubtOf: (params) => {
      const { version, signMethod, signature = '', signPubKeyCert = '' } = params
      if (signature === '') return 'signature_missing'
      if (version !== '5.1.0' || signMethod !== '01') return 'sign_method'
      const belief = believe(signPubKeyCert)
      if ('doubt' in belief) return belief.doubt
      return holds(params, belief.key) ? undefined : 'signature_wrong'
    },
  }
}

function read(pem: string): X509Certificate | undefined {
  if (pem.length > PEM_LIMIT) return undefined
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function doubtOfChain(certificate: X509Certificate, { root, middle, owner }: Chain): string | undefined {
  if (!isSignedBy(certificate, middle) || !isSignedBy(middle, root)) return 'certificate_foreign'
  return ownerOf(certificate) === owner ? undefined : 'certificate_of_another'
}

/** Issued by name and signed by key; node's own check looks at the names alone. */
export function isSignedBy(one: X509Certificate, by: X509Certificate): boolean {
  return one.checkIssued(by) && one.verify(by.publicKey)
}

/** `CN=041@8310000000083040@<owner>@00016495`: the third word. */
export function ownerOf({ subject }: X509Certificate): string | undefined {
  const [, name] = /^CN=(.*)$/m.exec(subject) ?? []
  return name?.split('@')[2]
}

function isValid(certificate: X509Certificate, at: number): boolean {
  return at >= certificate.validFromDate.getTime() && at <= certificate.validToDate.getTime()
}
