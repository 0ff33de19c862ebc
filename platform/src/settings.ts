/**
 * Operator settings and feature flags: typed, with defaults in code, overridable by a checked YAML file and
 * at run time with their history kept. Handlers read a snapshot; nothing here knows a module.
 */
import { Type, type Static, type TSchema } from '@tiantou/kernel'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { type Database, UniqueConflict } from './db/database.ts'
import type { Migration } from './db/migrate.ts'

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

export interface Settings {
  /** The current values of one module; the object is replaced, never changed. */
  of(module: string): Readonly<Record<string, unknown>>
  /** Overrides one setting at run time. Throws SettingError on a bad name or value. */
  set(name: string, value: unknown, by: string, now: number): Promise<void>
  /** Who set what, newest first. */
  history(name: string): Promise<readonly { at: number; by: string; value: unknown }[]>
  /** Reads run-time overrides again (other processes may have written them). */
  reload(): Promise<void>
}

export const settingMigrations: readonly Migration[] = [
  {
    name: '0001-setting',
    up: async ({ table, types, index }) => {
      await table('platform_setting')
        .addColumn('seq', types.int, (column) => column.primaryKey().notNull())
        .addColumn('name', types.code(120), (column) => column.notNull())
        .addColumn('value', types.long, (column) => column.notNull())
        .addColumn('set_by', types.code(80), (column) => column.notNull())
        .addColumn('set_at', types.int, (column) => column.notNull())
        .execute()
      await index('platform_setting_name', 'platform_setting', ['name', 'seq'])
    },
  },
]

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

interface Known {
  readonly module: string
  readonly key: string
  readonly spec: SettingSpec
  readonly fits: (value: unknown) => boolean
}

const knownOf = (specs: Readonly<Record<string, SettingSpecs>>): ReadonlyMap<string, Known> =>
  new Map(
    Object.entries(specs).flatMap(([module, ofModule]) =>
      Object.entries(ofModule).map(([key, spec]): [string, Known] => {
        const schema = Compile(spec.schema)
        return [`${module}.${key}`, { module, key, spec, fits: (value) => schema.Check(value) }]
      }),
    ),
  )

/** The table of run-time overrides: what was set, never changed, the newest counts. */
const overridesIn = (database: Database) => {
  const insertNext = (row: { name: string; value: string; set_by: string; set_at: number }) =>
    database.transact(async (unit) => {
      const tx = unit.handle('platform')
      const [last] = await tx
        .selectFrom('platform_setting')
        .select('seq')
        .orderBy('seq', 'desc')
        .limit(1)
        .execute()
      const seq = Number(last?.['seq'] ?? 0) + 1
      await tx
        .insertInto('platform_setting')
        .values({ seq, ...row })
        .execute()
      return { keep: true, value: undefined }
    })
  const select = () =>
    database
      .reader('platform', true)
      .selectFrom('platform_setting')
      .select(['name', 'value', 'set_by', 'set_at'])
      .orderBy('seq')
  const toEntry = (row: Record<string, unknown>) => ({
    name: String(row['name']),
    value: JSON.parse(String(row['value'])) as unknown,
    by: String(row['set_by']),
    at: Number(row['set_at']),
  })
  return {
    all: async () => (await select().execute()).map(toEntry),
    of: async (name: string) => (await select().where('name', '=', name).execute()).map(toEntry),
    add: async (name: string, value: unknown, by: string, now: number): Promise<void> => {
      const row = { name, value: JSON.stringify(value), set_by: by, set_at: now }
      for (let tries = 1; ; tries += 1) {
        try {
          await insertNext(row)
          return
        } catch (error) {
          // Somebody set something at the same time and has the number now.
          if (!(error instanceof UniqueConflict) || tries >= 10) throw error
        }
      }
    },
  }
}

/**
 * Settings of all modules. `yamlText` is the operator's file; a name or value that does not fit stops the
 * start.
 */
export const openSettings = async (
  specs: Readonly<Record<string, SettingSpecs>>,
  yamlText: string,
  database: Database,
): Promise<Settings> => {
  const known = knownOf(specs)
  const checked = (name: string, value: unknown): unknown => {
    const entry = known.get(name)
    if (entry === undefined) throw new SettingError(`There is no setting ${name}.`)
    if (entry.fits(value)) return value
    throw new SettingError(`${JSON.stringify(value)} is not a value for ${name}: ${entry.spec.doc}`)
  }
  const values = valuesIn(yamlText, (name) => Object.hasOwn(specs, name))
  const fromFile = new Map(values.map(([name, value]) => [name, checked(name, value)]))
  const table = overridesIn(database)
  let current: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map()

  const reload = async () => {
    const overrides = new Map(fromFile)
    for (const { name, value } of await table.all()) {
      // An override that a newer release no longer knows is left out, not obeyed.
      if (known.get(name)?.fits(value) === true) overrides.set(name, value)
    }
    const ofModules = Map.groupBy(known.values(), ({ module }) => module)
    current = new Map(
      [...ofModules].map(([module, entries]) => {
        const pairs = entries.map(({ key, spec }) => {
          const name = `${module}.${key}`
          return [key, overrides.has(name) ? overrides.get(name) : spec.default]
        })
        return [module, Object.freeze(Object.fromEntries(pairs) as Record<string, unknown>)]
      }),
    )
  }

  await reload()
  return {
    of: (module) => current.get(module) ?? NONE,
    reload,
    set: async (name, value, by, now) => {
      await table.add(name, checked(name, value), by, now)
      await reload()
    },
    history: async (name) =>
      (await table.of(name)).toReversed().map(({ at, by, value }) => ({ at, by, value })),
  }
}

const NONE: Readonly<Record<string, unknown>> = Object.freeze({})
