/**
 * The platform's own module: staff read and change settings through the corridor like anything else, so that
 * every change has its key, its audit and its history.
 */
import { actorKey } from '@tiantou/kernel'
import { type CommandHandler, defineModule, type Module, type QueryHandler } from './module.ts'
import { fieldProblems } from './registry.ts'
import { historyIn, insertOverride, overridesIn, type SettingTables } from './setting-rows.ts'
import { PlatformContract } from './settings-contract.ts'
import { type Settings, valueOf } from './settings.ts'
import { validatorOf } from './validators.ts'

type Commands = typeof PlatformContract.commands
type Queries = typeof PlatformContract.queries
type Changes<N extends keyof Commands> = CommandHandler<Commands[N], SettingTables>
type Reads<N extends keyof Queries> = QueryHandler<Queries[N], SettingTables>

const DEFAULT_LIMIT = 20

const commandsOver = (settings: () => Settings) => {
  const setSetting: Changes<'setSetting'> = async ({ name, value }, { tx, now, actor, refuse, emit }) => {
    const entry = settings().known.get(name)
    if (entry === undefined) return refuse('no_such_setting')
    const validator = validatorOf(entry.spec.schema)
    if (!validator.Check(value))
      return refuse('bad_value', { doc: entry.spec.doc, errors: fieldProblems(validator, value) })
    await insertOverride(tx, { name, value, by: actorKey(actor), at: now })
    emit(PlatformContract.events.setting_changed, { name })
    return {}
  }
  const resetSetting: Changes<'resetSetting'> = async ({ name }, { tx, now, actor, refuse, emit }) => {
    if (!settings().known.has(name)) return refuse('no_such_setting')
    await insertOverride(tx, { name, value: undefined, by: actorKey(actor), at: now })
    emit(PlatformContract.events.setting_changed, { name })
    return {}
  }
  return { setSetting, resetSetting }
}

const queriesOver = (settings: () => Settings) => {
  const list: Reads<'settings'> = async (_input, { db }) => {
    const overrides = await overridesIn(db)
    const items = [...settings().known].map(([name, entry]) => {
      const override = overrides.get(name)
      const value = valueOf(entry, override)
      const isSet = override !== undefined && !override.isReset && value === override.value
      return {
        name,
        doc: entry.spec.doc,
        schema: JSON.parse(JSON.stringify(entry.spec.schema)) as unknown,
        value,
        base: entry.base,
        source: isSet ? ('staff' as const) : entry.fromFile ? ('file' as const) : ('code' as const),
        setBy: override?.by ?? null,
        setAt: override?.at ?? null,
      }
    })
    return { items }
  }
  const history: Reads<'settingHistory'> = async ({ name, limit, cursor }, { db, refuse }) => {
    if (!settings().known.has(name)) return refuse('no_such_setting')
    const most = limit ?? DEFAULT_LIMIT
    const before = cursor === undefined ? undefined : Number(cursor)
    const rows = await historyIn(db, name, most + 1, before)
    const shown = rows.slice(0, most)
    const last = shown.at(-1)
    return {
      items: shown.map(({ at, by, value, isReset }) => ({ at, by, value, isReset })),
      next: rows.length > most && last !== undefined ? String(last.seq) : null,
    }
  }
  return { settings: list, settingHistory: history }
}

/** The module over the settings of a house; they are asked for when somebody calls, not before. */
export const settingsModule = (settings: () => Settings): Module =>
  defineModule<SettingTables>()(PlatformContract, {
    commands: commandsOver(settings),
    queries: queriesOver(settings),
    effects: {},
    // Its table is the platform's and comes with the corridor's.
    migrations: [],
    settings: {},
  })
