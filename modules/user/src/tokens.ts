/** Pairs of opaque tokens: 256 random bits each, handed out once, kept as SHA-256 only. */
import { hash } from 'node:crypto'
import type { PartnerSecretRow } from './account-tables.ts'
import type { TokenRow } from './tables.ts'

/** A pair as its owner gets it. */
export interface TokenPair {
  readonly accessToken: string
  readonly accessExpiresAt: number
  readonly refreshToken?: string
}

interface Maker {
  readonly now: number
  id(prefix: string): string
  random(bytes: number): Buffer
}

interface Lives {
  readonly access_s: number
  /** Absent: no refresh token. */
  readonly refresh_s?: number
}

/** What is kept of a token. It has 256 random bits, so a bare hash cannot be tried out. */
export const tokenHash = (token: string): string => hash('sha256', token, 'base64url')

const draw = (maker: Maker): string => maker.random(32).toString('base64url')

/** A fresh pair for a session, and the row that is kept of it. */
export const drawTokens = (
  maker: Maker,
  sessionId: string,
  { access_s, refresh_s }: Lives,
): { pair: TokenPair; row: TokenRow } => {
  const accessToken = draw(maker)
  const accessExpiresAt = maker.now + access_s * 1_000
  const refreshToken = refresh_s === undefined ? undefined : draw(maker)
  const pair = { accessToken, accessExpiresAt, ...(refreshToken === undefined ? {} : { refreshToken }) }
  const row: TokenRow = {
    id: maker.id('tok'),
    session_id: sessionId,
    access_hash: tokenHash(accessToken),
    access_expires_at: accessExpiresAt,
    refresh_hash: refreshToken === undefined ? null : tokenHash(refreshToken),
    refresh_expires_at: refresh_s === undefined ? accessExpiresAt : maker.now + refresh_s * 1_000,
    state: 'current',
    rotated_at: null,
    child_sealed: null,
  }
  return { pair, row }
}

/** A fresh secret for a partner, and the row that is kept of it. */
export const drawSecret = (maker: Maker, partnerId: string): { secret: string; row: PartnerSecretRow } => {
  const secret = draw(maker)
  const row = {
    id: maker.id('pse'),
    partner_id: partnerId,
    secret_hash: tokenHash(secret),
    created_at: maker.now,
    expires_at: null,
  }
  return { secret, row }
}
