/** Shapes that several operations of the contract share. Pure. */
import { Time, Type } from '@tiantou/kernel'

/** A session as its owner gets it. */
export const tokenFields = {
  /** Opaque bearer token for `Authorization`. */
  accessToken: Type.String(),
  accessExpiresAt: Time,
  /** Single-use; browsers get it as an HttpOnly cookie instead. */
  refreshToken: Type.Optional(Type.String()),
}

/**
 * How the refresh token travels to and from browsers. The cookie lives as long as any setting lets a token
 * live; when one ends, only the server says.
 */
export const REFRESH_COOKIE = { field: 'refreshToken', name: 'tt_refresh', maxAge_s: 90 * 86_400 }
