/**
 * Mistakes of a caller, refused before anything starts, and the table of the corridor's own codes. Expected
 * refusals of the business are declared in contracts, not here.
 */

export interface FieldProblem {
  /** JSON pointer (RFC 6901) to the field in the input. */
  readonly pointer: string
  readonly message: string
}

/** The corridor's own codes and their HTTP status. Never renamed. */
export const CORRIDOR_CODES = {
  'platform.bad_input': 400,
  'platform.bad_json': 400,
  'platform.key_missing': 400,
  'platform.key_malformed': 400,
  'platform.not_signed_in': 401,
  'platform.not_allowed': 403,
  'platform.not_found': 404,
  'platform.in_progress': 409,
  'platform.gone': 410,
  'platform.too_large': 413,
  'platform.wrong_content_type': 415,
  'platform.key_reused': 422,
  'platform.too_many_requests': 429,
  'platform.defect': 500,
  'platform.away': 503,
} as const

export type CorridorCode = keyof typeof CORRIDOR_CODES

/** Refused by the corridor itself, with a stable code. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: CorridorCode
  readonly fields: readonly FieldProblem[]
  readonly data: unknown
  constructor(code: CorridorCode, message: string, fields: readonly FieldProblem[] = [], data?: unknown) {
    super(message)
    this.code = code
    this.fields = fields
    this.data = data
  }
  get status(): number {
    return CORRIDOR_CODES[this.code]
  }
}

/** A handler, flow or page did what no contract names: a defect of ours, never the caller's mistake. */
export class BrokenContract extends Error {
  override readonly name = 'BrokenContract'
}
