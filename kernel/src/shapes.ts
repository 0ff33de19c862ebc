/** Schemas that every contract shares: ids, money, weights, times, pages of a list. Pure. */
import { Obj, Type, type TSchema } from './contract.ts'

/** A prefixed id such as `ord_01j…`; see ids.ts. */
export const Id = (prefix: string) =>
  Type.String({ pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`, maxLength: 32 })
/** Integer fen, zero or more. */
export const Fen = Type.Integer({ minimum: 0, maximum: 99_999_999_999, description: 'fen' })
/** Integer grams, zero or more. */
export const Grams = Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'grams' })
/** Integer pieces in one order line. */
export const Pieces = Type.Integer({ minimum: 1, maximum: 9_999, description: 'pieces' })
/** Milliseconds since the epoch, UTC. */
export const Time = Type.Integer({
  minimum: 0,
  maximum: 9_007_199_254_740_991,
  description: 'milliseconds UTC',
})
/** A short text of a person, trimmed of nothing, bounded. */
export const Text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength })
/** A text with something to read in it, on one line: no blanks alone, no control characters. */
export const Readable = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\x00-\\x1f\\x7f]*[^\\s\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]*$',
  })
/** A mainland mobile number, 11 digits. */
export const Phone = Type.String({ pattern: '^1[3-9][0-9]{9}$', description: 'mainland mobile number' })
/** A closed set of words. */
export const OneOf = <const W extends readonly [string, ...string[]]>(...words: W) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: [...words] })
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/**
 * A file that was the body of a request and waits among the incoming files to be worked on. Made by the
 * platform, never by a caller.
 */
export const Incoming = Obj({
  file: Type.String({ pattern: '^in-[0-9a-f]{40}$', maxLength: 43 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  bytes: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
})

/** Input of a list: how many, and where the last page ended. */
export const PageInput = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
}
/** Output of a list: the items and the cursor of the next page, null at the end. */
export const PageOf = <S extends TSchema>(item: S) =>
  Obj({ items: Type.Array(item), next: Nullable(Type.String()) })
/** The answer of a command that has nothing to say. */
export const Nothing = Obj({})
