/**
 * Puts a house together from explicit lists: modules, what stands between them, ports filled by adapters.
 * Opens the database, migrates, builds the corridor, and gives one object to run, ask, listen, drain and
 * close.
 */
import type {
  Actor,
  Command,
  EventType,
  InputOf,
  Operation,
  OutputOf,
  PayloadOf,
  Query,
  ResultOf,
} from '@tiantou/kernel'
import type { CrossJob, Door, FlowDefinition, PageDefinition, Reaction } from './between.ts'
import { type ByteCache, openCache } from './cache.ts'
import type { Clock } from './clock.ts'
import { ask, runCommand } from './command.ts'
import type { Corridor } from './corridor.ts'
import { corridorMigrations, type OutboxRow } from './corridor-tables.ts'
import type { Database } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { freeClaims, openRelay, type Relay, type RelayOptions } from './events/relay.ts'
import { executeEffect } from './execute.ts'
import { runFlow } from './flow.ts'
import { flowsAlive, resumeFlows } from './flow-resume.ts'
import { housekeeping } from './housekeeping.ts'
import { httpSettings } from './http/rate-limit.ts'
import { freeLeases, type Jobs, openJobs } from './jobs.ts'
import type { Log } from './log.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import type { Module } from './module.ts'
import { buildRegistry } from './registry.ts'
import { fieldSecrets, type KeyRing } from './secrets.ts'
import { openSettings, settingMigrations } from './settings.ts'

export interface HouseParts {
  readonly modules: readonly Module[]
  readonly flows?: readonly FlowDefinition[]
  readonly pages?: readonly PageDefinition[]
  readonly reactions?: readonly Reaction[]
  readonly jobs?: readonly CrossJob[]
  readonly doors?: readonly Door[]
  /** Module name → its filled ports. */
  readonly ports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface HouseOptions {
  readonly database: Database
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
}

interface By {
  readonly actor: Actor
  readonly key?: string
  readonly trace?: string
  readonly clientIp?: string
}

export interface House {
  readonly corridor: Corridor
  readonly cache: ByteCache
  readonly relay: Relay
  readonly jobs: Jobs
  readonly doors: readonly Door[]
  /** Runs a command or flow from inside. */
  run<Op extends Command | Operation<'flow'>>(op: Op, input: InputOf<Op>, by: By): Promise<ResultOf<Op>>
  /** Asks a query from inside. */
  ask<Op extends Query>(op: Op, input: InputOf<Op>, actor: Actor): Promise<OutputOf<Op>>
  /** Calls an effect from inside. */
  effect<Op extends Operation<'effect'>>(op: Op, input: InputOf<Op>): Promise<OutputOf<Op>>
  /** Listens to committed events of this process; for caches and tests, never for business. */
  listen<E extends EventType>(event: E, heard: (payload: PayloadOf<E>) => void): void
  /** Resumes interrupted flows, starts relay and timers. */
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

/** Everything the modules and the corridor need of the schema. */
const migrateAll = (parts: HouseParts, database: Database, now: number): Promise<void> =>
  database.exclusively(async () => {
    await migrate(database, 'platform', [...corridorMigrations, ...settingMigrations], now)
    for (const { contract, migrations } of parts.modules)
      await migrate(database, contract.module, migrations, now)
  })

type Listeners = Map<string, ((payload: never) => void)[]>

const tell = (listeners: Listeners, events: readonly OutboxRow[]): void => {
  for (const event of events) {
    const heard = listeners.get(event.name)
    if (heard === undefined) continue
    const payload = JSON.parse(event.payload) as never
    for (const listener of heard) listener(payload)
  }
}

const listenForStaleness = (parts: HouseParts, listeners: Listeners, cache: ByteCache): void => {
  for (const page of parts.pages ?? []) {
    for (const { event, tags } of page.cache?.staleness ?? []) {
      listeners.set(event, [...(listeners.get(event) ?? []), (payload: never) => cache.drop(tags(payload))])
    }
  }
}

const flowTimer = (corridor: Corridor): CrossJob => ({
  name: 'platform.resume-flows',
  every_s: 5,
  run: async () => {
    await resumeFlows(corridor)
  },
})

const drainFlows = async (): Promise<void> => {
  for (let waits = 0; flowsAlive() > 0 && waits < 250; waits += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
}

const settingsOf = (parts: HouseParts) => ({
  http: httpSettings,
  ...Object.fromEntries(parts.modules.map((module) => [module.contract.module, module.settings])),
})

const buildCorridor = async (
  parts: HouseParts,
  options: HouseOptions,
): Promise<Omit<Corridor, 'announce'>> => {
  const { database, clock, log, keys } = options
  return {
    clock,
    log,
    database,
    metrics: options.metrics ?? openMetrics(),
    registry: buildRegistry(parts.modules, parts.flows ?? [], parts.pages ?? []),
    secrets: fieldSecrets(keys, clock),
    settings: await openSettings(settingsOf(parts), options.settingsYaml ?? '', database),
    ports: new Map(Object.entries(parts.ports ?? {})),
    fuse: options.fuse ?? true,
  }
}

/** Opens a house: migrates, then builds everything. Nothing moves until `start`. */
export const openHouse = async (parts: HouseParts, options: HouseOptions): Promise<House> => {
  checkPorts(parts)
  await migrateAll(parts, options.database, options.clock.now())
  const listeners: Listeners = new Map()
  const cache = openCache(options.clock)
  const corridor: Corridor = {
    ...(await buildCorridor(parts, options)),
    announce: (events) => {
      if (events.length === 0) return
      tell(listeners, events)
      relay.announce(events)
    },
  }
  const relay = openRelay(corridor, parts.reactions ?? [], options.relay)
  listenForStaleness(parts, listeners, cache)
  const ownJobs = parts.modules.flatMap((module) => module.jobs)
  const jobs = openJobs(corridor, ownJobs, [
    ...(parts.jobs ?? []),
    flowTimer(corridor),
    housekeeping(corridor),
  ])
  const metaOf = (by: By) => ({ key: '', trace: 'inside', ...by, inside: true })
  return {
    corridor,
    cache,
    relay,
    jobs,
    doors: parts.doors ?? [],
    run: ((op: Command | Operation<'flow'>, input: never, by: By) =>
      op.kind === 'flow'
        ? runFlow(corridor, op.name, input, metaOf(by))
        : runCommand(corridor, op.name, input, metaOf(by))) as House['run'],
    ask: (op, input, actor) => ask(corridor, op, input, { actor, trace: 'inside', inside: true }),
    effect: (async (op, input) => {
      const entry = corridor.registry.entry(op.name)
      const result = await executeEffect(corridor, entry, input, { kind: 'system', id: 'house' })
      if (!result.ok) throw new Error(`${op.name} refused ${result.code}.`)
      return result.value
    }) as House['effect'],
    listen: (event, heard) => {
      listeners.set(event.name, [...(listeners.get(event.name) ?? []), heard as (payload: never) => void])
    },
    start: async () => {
      if (options.alone) {
        await freeClaims(corridor)
        await freeLeases(corridor)
        await resumeFlows(corridor, true)
      }
      relay.start()
      jobs.start()
    },
    close: async () => {
      await jobs.stop()
      await drainFlows()
      await relay.stop()
      await options.database.close()
    },
  }
}
