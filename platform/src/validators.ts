/**
 * Schemas made into code: when something is first held against one, and once for every house of the process.
 * All of them at the start took a third of a second.
 */
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

const compiled = new WeakMap<TSchema, Validator>()

/** The validator of a schema. */
export const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const fresh = Compile(schema)
  compiled.set(schema, fresh)
  return fresh
}
