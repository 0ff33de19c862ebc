/**
 * Puts a house together from explicit lists: modules, what stands between them, ports filled by adapters.
 * Opens the database, migrates, builds the corridor, and gives one object to run, ask, listen, drain and
 * close.
 */
import {
  type Actor,
  type Command,
  type EventType,
  type InputOf,
  type Operation,
  type OutputOf,
  type PayloadOf,
  type Query,
  type ResultOf,
  system,
} from '@tiantou/kernel'
import type { CrossJob, Door, Feed, FlowDefinition, PageDefinition, Reaction } from './between.ts'
import { type ByteCache, openCache } from './cache.ts'
import { type Clock, newId } from './clock.ts'
import { ask, runCommand } from './command.ts'
import { runPage } from './pages.ts'
import type { Corridor } from './corridor.ts'
import { corridorMigrations, type OutboxRow } from './corridor-tables.ts'
import type { Database } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { openRelay, type Relay, type RelayOptions } from './events/relay.ts'
import { callEffect } from './execute.ts'
import { checkFeeds, type Feeds, openFeeds } from './feeds.ts'
import { runFlow } from './flow.ts'
import { housekeeping } from './housekeeping.ts'
import { httpSettings } from './http/rate-limit.ts'
import { openIndexes } from './indexes.ts'
import { type Jobs, openJobs } from './jobs.ts'
import type { Log } from './log.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import type { Module } from './module.ts'
import { buildRegistry, type Registry } from './registry.ts'
import { fieldSecrets, type KeyRing } from './secrets.ts'
import { settingMigrations } from './setting-rows.ts'
import { PlatformContract } from './settings-contract.ts'
import { settingsModule } from './settings-module.ts'
import { openSettings, type Settings } from './settings.ts'
import { drainFlows, flowTimer, openUpkeep } from './upkeep.ts'

export interface HouseParts {
  readonly modules: readonly Module[]
  readonly flows?: readonly FlowDefinition[]
  readonly pages?: readonly PageDefinition[]
  readonly reactions?: readonly Reaction[]
  readonly feeds?: readonly Feed[]
  readonly jobs?: readonly CrossJob[]
  readonly doors?: readonly Door[]
  /** Module name → its filled ports. */
  readonly ports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface HouseOptions {
  readonly database: Database
  /** The same database by an account that may change its schema; closed when it is migrated. */
  readonly migrator?: Database
  readonly clock: Clock
  readonly log: Log
  readonly keys: KeyRing
  /** The operator's settings file; empty when there is none. */
  readonly settingsYaml?: string
  /** False makes every step of a flow a keyed command of its own, as when modules are lifted out. */
  readonly fuse?: boolean
  /** True where no other process uses this database: claims and leases found at the start are of the dead. */
  readonly alone: boolean
  readonly relay?: Partial<RelayOptions>
  readonly metrics?: Metrics
  /** Where indexes lie; without it they live in a passing folder and go with the process. */
  readonly indexFolder?: string
}

interface By {
  readonly actor: Actor
  readonly key?: string
  readonly trace?: string
  readonly clientIp?: string
  /** The key names something that happens once, whatever is said under it later. */
  readonly firstIsFact?: boolean
}

export interface House {
  readonly corridor: Corridor
  readonly cache: ByteCache
  readonly relay: Relay
  readonly jobs: Jobs
  /** Started apart from relay and timers: a process without these fills its indexes too. */
  readonly feeds: Feeds
  readonly doors: readonly Door[]
  /** Runs a command or flow from inside. */
  run<Op extends Command | Operation<'flow'>>(op: Op, input: InputOf<Op>, by: By): Promise<ResultOf<Op>>
  /** Asks a query from inside. */
  ask<Op extends Query>(op: Op, input: InputOf<Op>, actor: Actor): Promise<OutputOf<Op>>
  /** Reads a page from inside. */
  page<Op extends Operation<'page'>>(op: Op, input: InputOf<Op>, actor: Actor): Promise<ResultOf<Op>>
  /** Calls an effect from inside. */
  effect<Op extends Operation<'effect'>>(op: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
  /** Listens to committed events of this process; for caches and tests, never for business. */
  listen<E extends EventType>(event: E, heard: (payload: PayloadOf<E>) => void): void
  /** Starts relay and timers, and begins to resume interrupted flows. */
  start(): Promise<void>
  /** Stops timers and relay after what is at work; then closes the database. */
  close(): Promise<void>
}

const checkPorts = (parts: HouseParts): void => {
  for (const module of parts.modules) {
    const filled = parts.ports?.[module.contract.module] ?? {}
    for (const port of module.ports) {
      if (!(port in filled)) throw new Error(`Nothing fills the port ${port} of ${module.contract.module}.`)
    }
  }
}

/** The platform's own tables. */
export const platformMigrations = [...corridorMigrations, ...settingMigrations]

/** Everything the modules and the corridor need of the schema. */
const migrateAll = async (parts: HouseParts, { migrator, database, clock }: HouseOptions) => {
  const by = migrator ?? database
  try {
    await by.exclusively(async () => {
      await migrate(by, 'platform', platformMigrations, clock.now())
      for (const { contract, migrations } of parts.modules)
        await migrate(by, contract.module, migrations, clock.now())
    })
  } finally {
    await migrator?.close()
  }
}

type Listeners = Map<string, ((payload: never) => void)[]>

/** The events are facts already: a listener that fails is our defect and nobody else's business. */
const tell = (listeners: Listeners, events: readonly OutboxRow[], log: Log): void => {
  for (const event of events) {
    for (const listener of listeners.get(event.name) ?? []) {
      try {
        listener(JSON.parse(event.payload) as never)
      } catch (error) {
        log.error({ err: error, event: event.name }, 'a listener failed')
      }
    }
  }
}

const listenForStaleness = (parts: HouseParts, listeners: Listeners, cache: ByteCache): void => {
  for (const page of parts.pages ?? []) {
    for (const { event, tags } of page.cache?.staleness ?? []) {
      listeners.set(event, [...(listeners.get(event) ?? []), (payload: never) => cache.drop(tags(payload))])
    }
  }
}

const settingsOf = (parts: HouseParts) => ({
  http: httpSettings,
  ...Object.fromEntries(parts.modules.map((module) => [module.contract.module, module.settings])),
})

const registryOver = (parts: HouseParts, settings: () => Settings): Registry =>
  buildRegistry([settingsModule(settings), ...parts.modules], parts.flows ?? [], parts.pages ?? [])

/** Every operation of a house that is not opened: for documents about it. */
export const registryOf = (parts: HouseParts): Registry =>
  registryOver(parts, () => {
    throw new Error('This house is not open.')
  })

const buildCorridor = async (
  parts: HouseParts,
  options: HouseOptions,
): Promise<Omit<Corridor, 'announce'>> => {
  const { database, clock, log, keys } = options
  const settings = await openSettings(settingsOf(parts), options.settingsYaml ?? '', database)
  return {
    clock,
    log,
    database,
    metrics: options.metrics ?? openMetrics(),
    registry: registryOver(parts, () => settings),
    secrets: fieldSecrets(keys, clock),
    settings,
    ports: new Map(Object.entries(parts.ports ?? {})),
    indexes: openIndexes(parts.modules, options.indexFolder),
    fuse: options.fuse ?? true,
    life: newId(clock, 'lif'),
    flowsAlive: new Map(),
  }
}

/** Opens a house: migrates, then builds everything. Nothing moves until `start`. */
export const openHouse = async (parts: HouseParts, options: HouseOptions): Promise<House> => {
  checkPorts(parts)
  checkFeeds(parts.feeds ?? [], (name) =>
    parts.modules.some(({ contract, index }) => contract.module === name && index !== undefined),
  )
  await migrateAll(parts, options)
  const listeners: Listeners = new Map()
  const cache = openCache(options.clock)
  const corridor: Corridor = {
    ...(await buildCorridor(parts, options)),
    announce: (events) => {
      if (events.length === 0) return
      tell(listeners, events, options.log)
      relay.announce(events)
    },
  }
  const renew = () =>
    void corridor.settings.reload().catch((error: unknown) => {
      options.log.error({ err: error }, 'settings could not be read again')
    })
  listeners.set(PlatformContract.events.setting_changed.name, [renew])
  const relay = openRelay(corridor, parts.reactions ?? [], options.relay)
  listenForStaleness(parts, listeners, cache)
  const listenTo = (event: string, heard: (payload: never) => void) =>
    void listeners.set(event, [...(listeners.get(event) ?? []), heard])
  const feeds = openFeeds(corridor, parts.feeds ?? [], listenTo)
  const ownJobs = parts.modules.flatMap((module) => module.jobs)
  const jobs = openJobs(corridor, ownJobs, [
    ...(parts.jobs ?? []),
    flowTimer(corridor),
    housekeeping(corridor),
  ])
  const upkeep = openUpkeep(corridor, options.alone)
  await upkeep.begin()
  const metaOf = (by: By) => ({ key: newId(options.clock, 'key'), trace: 'inside', ...by, inside: true })
  return {
    corridor,
    cache,
    relay,
    jobs,
    feeds,
    doors: parts.doors ?? [],
    run: ((op: Command | Operation<'flow'>, input: never, by: By) =>
      op.kind === 'flow'
        ? runFlow(corridor, op.name, input, metaOf(by))
        : runCommand(corridor, op.name, input, metaOf(by))) as House['run'],
    ask: (op, input, actor) => ask(corridor, op, input, { actor, trace: 'inside', inside: true }),
    page: ((op, input, actor) =>
      runPage(corridor, op.name, input, { actor, trace: 'inside', inside: true })) as House['page'],
    effect: ((op, input) => callEffect(corridor, op.name, input, system('house'))) as House['effect'],
    listen: (event, heard) => listenTo(event.name, heard as (payload: never) => void),
    start: async () => {
      await upkeep.start()
      relay.start()
      jobs.start()
    },
    close: async () => {
      await feeds.stop()
      await jobs.stop()
      await upkeep.stop()
      await drainFlows(corridor)
      await relay.stop()
      await upkeep.end()
      corridor.indexes.close()
      await options.database.close()
    },
  }
}
