/**
 * Operator settings and feature flags: typed, with defaults in code, overridable by a checked YAML file and
 * at run time with their history kept. Handlers read a snapshot; nothing here knows a module.
 */
import { Type, type Static, type TSchema } from '@tiantou/kernel'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import type { Database } from './db/database.ts'
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

const flatten = (file: unknown): [string, unknown][] => {
  if (file === null || file === undefined) return []
  if (typeof file !== 'object' || Array.isArray(file))
    throw new SettingError('The settings file must be a map.')
  return Object.entries(file).flatMap(([module, values]) => {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw new SettingError(`Settings of ${module} must be a map.`)
    }
    return Object.entries(values as object).map(([key, value]): [string, unknown] => [
      `${module}.${key}`,
      value,
    ])
  })
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
  const known = new Map<string, { spec: SettingSpec; check: (value: unknown) => boolean }>()
  for (const [module, ofModule] of Object.entries(specs)) {
    for (const [key, spec] of Object.entries(ofModule)) {
      const compiled = Compile(spec.schema)
      known.set(`${module}.${key}`, { spec, check: (value) => compiled.Check(value) })
    }
  }
  const checked = (name: string, value: unknown): unknown => {
    const entry = known.get(name)
    if (entry === undefined) throw new SettingError(`There is no setting ${name}.`)
    if (!entry.check(value))
      throw new SettingError(`${JSON.stringify(value)} is not a value for ${name}: ${entry.spec.doc}`)
    return value
  }
  const fromFile = new Map(flatten(parse(yamlText)).map(([name, value]) => [name, checked(name, value)]))
  let current = new Map<string, Record<string, unknown>>()

  const build = (overrides: ReadonlyMap<string, unknown>) => {
    const next = new Map<string, Record<string, unknown>>()
    for (const [name, { spec }] of known) {
      const dot = name.indexOf('.')
      const ofModule = next.get(name.slice(0, dot)) ?? {}
      ofModule[name.slice(dot + 1)] = overrides.get(name) ?? fromFile.get(name) ?? spec.default
      next.set(name.slice(0, dot), ofModule)
    }
    current = next
  }

  const reload = async () => {
    const db = database.reader('platform', true)
    const rows = await db.selectFrom('platform_setting').select(['name', 'value']).orderBy('seq').execute()
    const overrides = new Map<string, unknown>()
    for (const row of rows) {
      const value: unknown = JSON.parse(String(row['value']))
      // An override that a newer release no longer knows is left out, not obeyed.
      if (known.get(String(row['name']))?.check(value) === true) overrides.set(String(row['name']), value)
    }
    build(overrides)
  }

  await reload()
  return {
    of: (module) => current.get(module) ?? {},
    reload,
    set: async (name, value, by, now) => {
      checked(name, value)
      await database.transact(async (unit) => {
        const tx = unit.handle('platform')
        const last = await tx
          .selectFrom('platform_setting')
          .select('seq')
          .orderBy('seq', 'desc')
          .limit(1)
          .execute()
        const seq = Number(last[0]?.['seq'] ?? 0) + 1
        const row = { seq, name, value: JSON.stringify(value), set_by: by, set_at: now }
        await tx.insertInto('platform_setting').values(row).execute()
        return { keep: true, value: undefined }
      })
      await reload()
    },
    history: async (name) => {
      const rows = await database
        .reader('platform', true)
        .selectFrom('platform_setting')
        .select(['set_at', 'set_by', 'value'])
        .where('name', '=', name)
        .orderBy('seq', 'desc')
        .execute()
      return rows.map((row) => ({
        at: Number(row['set_at']),
        by: String(row['set_by']),
        value: JSON.parse(String(row['value'])) as unknown,
      }))
    },
  }
}
