/**
 * Operator settings and feature flags: typed, with defaults in code, overridable by a checked YAML file and
 * at run time (settings-module.ts). Handlers read a snapshot; nothing here knows a module.
 */
import { Type, type Static, type TSchema } from '@tiantou/kernel'
import { parse } from 'yaml'
import type { Database } from './db/database.ts'
import { type Override, overridesIn } from './setting-rows.ts'
import { validatorOf } from './validators.ts'

export interface SettingSpec<S extends TSchema = TSchema> {
  readonly schema: S
  readonly default: Static<S>
  /** One sentence for the operator who changes it. */
  readonly doc: string
}

export type SettingSpecs = Readonly<Record<string, SettingSpec>>
export type SettingsOf<S extends SettingSpecs> = { readonly [K in keyof S]: Static<S[K]['schema']> }

/** Declares one setting with its schema and default. */
export const setting = <S extends TSchema>(schema: S, value: Static<S>, doc: string): SettingSpec<S> => ({
  schema,
  default: value,
  doc,
})

/** Declares a feature flag: a boolean setting. */
export const flag = (value: boolean, doc: string) => setting(Type.Boolean(), value, doc)

/** A setting was given a value that its schema refuses, or does not exist. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}

/** One setting of the house: what the code says of it, and the file. */
export interface KnownSetting {
  readonly spec: SettingSpec
  /** What holds while nobody has set it at run time. */
  readonly base: unknown
  /** Whether the operator's file gave that value. */
  readonly fromFile: boolean
}

export interface Settings {
  /** The current values of one module; the object is replaced, never changed. */
  of(module: string): Readonly<Record<string, unknown>>
  /** Every setting by its full name, `order.payWithinMinutes`. */
  readonly known: ReadonlyMap<string, KnownSetting>
  /** Reads run-time overrides again: they were written by a command, perhaps in another process. */
  reload(): Promise<void>
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readYaml = (text: string): unknown => {
  try {
    return parse(text) as unknown
  } catch (error) {
    throw new SettingError(`The settings file cannot be read: ${String(error)}`, { cause: error })
  }
}

/** The operator's file as `module.key` → value. */
const valuesIn = (yamlText: string, isModule: (name: string) => boolean): [string, unknown][] => {
  const file = readYaml(yamlText) ?? {}
  if (!isMap(file)) throw new SettingError('The settings file must be a map.')
  return Object.entries(file).flatMap(([module, values]) => {
    if (!isModule(module)) throw new SettingError(`There are no settings of ${module}.`)
    if (!isMap(values)) throw new SettingError(`Settings of ${module} must be a map.`)
    return Object.entries(values).map(([key, value]): [string, unknown] => [`${module}.${key}`, value])
  })
}

/** Every setting with what the file says of it; a name or value that does not fit throws. */
const knownOf = (
  specs: Readonly<Record<string, SettingSpecs>>,
  yamlText: string,
): ReadonlyMap<string, KnownSetting> => {
  const known = new Map(
    Object.entries(specs).flatMap(([module, ofModule]) =>
      Object.entries(ofModule).map(([key, spec]): [string, KnownSetting] => {
        return [`${module}.${key}`, { spec, base: spec.default, fromFile: false }]
      }),
    ),
  )
  for (const [name, value] of valuesIn(yamlText, (module) => Object.hasOwn(specs, module))) {
    const entry = known.get(name)
    if (entry === undefined) throw new SettingError(`There is no setting ${name}.`)
    if (!validatorOf(entry.spec.schema).Check(value))
      throw new SettingError(`${JSON.stringify(value)} is not a value for ${name}: ${entry.spec.doc}`)
    known.set(name, { ...entry, base: value, fromFile: true })
  }
  return known
}

/** What holds now. An override that a newer release no longer knows or takes is left out, not obeyed. */
export const valueOf = (entry: KnownSetting, override: Override | undefined): unknown =>
  override !== undefined && !override.isReset && validatorOf(entry.spec.schema).Check(override.value)
    ? override.value
    : entry.base

const NONE: Readonly<Record<string, unknown>> = Object.freeze({})

/**
 * Settings of all modules. `yamlText` is the operator's file; a name or value that does not fit stops the
 * start.
 */
export const openSettings = async (
  specs: Readonly<Record<string, SettingSpecs>>,
  yamlText: string,
  database: Database,
): Promise<Settings> => {
  const known = knownOf(specs, yamlText)
  let current: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map()
  let begun = 0
  let shown = 0
  const reload = async () => {
    const turn = (begun += 1)
    const overrides = await overridesIn(database.reader('platform', true))
    // Somebody who began later and was quicker has seen at least as much.
    if (turn < shown) return
    shown = turn
    current = new Map(
      Object.entries(specs).map(([module, ofModule]) => {
        const pairs = Object.keys(ofModule).map((key) => {
          const name = `${module}.${key}`
          return [key, valueOf(known.get(name) as KnownSetting, overrides.get(name))]
        })
        return [module, Object.freeze(Object.fromEntries(pairs) as Record<string, unknown>)]
      }),
    )
  }
  await reload()
  return { of: (module) => current.get(module) ?? NONE, known, reload }
}
