/** Which agreements there are, and which of them hold. Pure. */

/**
 * Without the first two there is no account; the others are asked for by themselves and are off by default.
 */
export const consentKinds = ['privacy', 'terms', 'marketing', 'recommendation'] as const
export type OneConsent = (typeof consentKinds)[number]

const required = ['privacy', 'terms'] as const
export const isRequired = (kind: OneConsent): kind is (typeof required)[number] =>
  required.some((one) => one === kind)

interface Versions {
  readonly privacyVersion: string
  readonly termsVersion: string
}

/** The version of a document as it stands today; what the optional ones mean stands in the privacy policy. */
export const versionOf = (kind: OneConsent, settings: Versions): string =>
  kind === 'terms' ? settings.termsVersion : settings.privacyVersion

interface Said {
  readonly kind: OneConsent
  readonly version: string
  readonly given: number
  readonly at: number
}

/**
 * What holds of each kind. A new version of the privacy policy asks for the required ones again; a yes to an
 * optional one lasts until it is taken back.
 * @param newestFirst all that somebody has ever said
 */
export const standingOf = (newestFirst: readonly Said[], settings: Versions) =>
  consentKinds.map((kind) => {
    const last = newestFirst.find((one) => one.kind === kind)
    const version = versionOf(kind, settings)
    const fits = !isRequired(kind) || last?.version === version
    const given = last?.given === 1 && fits
    return { kind, required: isRequired(kind), version, given, at: last?.at ?? null }
  })

/** The required documents that somebody has not agreed to as they stand today. */
export const dueOf = (newestFirst: readonly Said[], settings: Versions) => {
  const standing = standingOf(newestFirst, settings)
  return required.filter((kind) => !standing.some((one) => one.kind === kind && one.given))
}
