/**
 * Opens the whole platform in one process: database, sandbox, adapters, house, HTTP. `main.ts` and the suites
 * start it here.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MediaPorts } from '@tiantou/media/port'
import {
  buildServer,
  buildWatchServer,
  type Clock,
  type Database,
  freePort,
  type House,
  type HouseOptions,
  type HttpServer,
  type Log,
  openAccessLog,
  openFiles,
  openGate,
  openHouse,
  openLimiter,
  openLog,
  openSessions,
  openSqlite,
  parseKeyRing,
  systemClock,
} from '@tiantou/platform'
import type { Sandbox } from '@tiantou/sandbox'
import { User } from '@tiantou/user/contract'
import { openAdapters } from './adapters.ts'
import type { Config } from './config.ts'
import { DEMO_STAFF, seedDemo } from './demo/seed.ts'
import { addShop } from './faces.ts'
import { formTargetsOf } from './config-banks.ts'
import { addInvoiceFiles } from './invoice-files.ts'
import { addLabels } from './labels.ts'
import { type Adapters, houseParts } from './house.ts'
import { openOwnTrades } from './own-trades.ts'
import { declarePermissions } from './permissions.ts'
import { pageWriter } from './open-graph.ts'
import { addPictures, openMedia } from './pictures.ts'
import { addReports } from './reconcile-report.ts'
import { trialSecrets, type TrialSecrets } from './trial-keys.ts'

export interface Platform {
  readonly house: House
  readonly sandbox: Sandbox | undefined
  readonly secrets: TrialSecrets | undefined
  readonly port: number
  /** Stops taking requests, finishes what is at work, closes everything. */
  close(): Promise<void>
}

export interface OpenOptions {
  readonly clock?: Clock
  readonly log?: Log
  /** Folder of the built shop; no shop is served without it. */
  readonly shopFolder?: string
  readonly tell?: (line: string) => void
  /** Adapters of the suite's own instead of configured ones. */
  readonly adapters?: Adapters
  readonly fuse?: boolean
}

const DRAIN_MS = 25_000
/** Bodies of uploads that are held in memory at a time, 12 MB each at most. */
const BODIES_AT_ONCE = 4

/** The driver of MySQL is loaded where it is wanted: it is a tenth of the start. */
const openDatabase = async (config: Config): Promise<Database> => {
  if (config.databaseUrl === undefined) return openSqlite(join(config.dataDir, 'tiantou.sqlite'))
  const { databaseUrl: url, replicaUrl, databaseConnections: connections } = config
  const { openMysql } = await import('@tiantou/platform/mysql')
  return openMysql({ url, connections, ...(replicaUrl === undefined ? {} : { replicaUrl }) })
}

/** The account that may change the schema, where there is one beside the application's. */
const openMigrator = async ({ migrateUrl: url }: Config): Promise<{ migrator?: Database }> => {
  if (url === undefined) return {}
  const { openMysql } = await import('@tiantou/platform/mysql')
  return { migrator: openMysql({ url, connections: 2 }) }
}

/** PORT=0 is a free one: the twins must know where to send their notices before we listen. */
const withPort = async (config: Config): Promise<Config> => {
  if (config.port !== 0) return config
  const port = await freePort()
  return { ...config, port, publicOrigin: config.publicOrigin.replace(/:0$/, `:${port}`) }
}

/** The sandbox is loaded only where it may exist. */
const openSandbox = async (config: Config, clock: Clock): Promise<Sandbox | undefined> => {
  if (!config.sandbox) return undefined
  const { createSandbox } = await import('@tiantou/sandbox')
  const dataFile = join(config.dataDir, 'sandbox.json')
  const { publicOrigin } = config
  return createSandbox({
    now: clock.now,
    random: clock.random,
    publicOrigin,
    staffAccount: DEMO_STAFF,
    dataFile,
  }).start()
}

const authenticateBy = (house: House) => (accessToken: string) =>
  house.ask(User.queries.authenticate, { accessToken }, { kind: 'system', id: 'http' })

/** What serves shoppers and staff. */
const buildFaces = (
  config: Config,
  house: House,
  media: MediaPorts,
  sandbox: Sandbox | undefined,
  shopFolder?: string,
): Promise<HttpServer> => {
  const { corridor } = house
  const sessions = openSessions(corridor.clock, authenticateBy(house))
  const limits = () => corridor.settings.of('http')['limits'] as Readonly<Record<string, number>>
  return buildServer({
    ...watching(config, house),
    cache: house.cache,
    doors: house.doors,
    sessions,
    limiter: openLimiter(corridor.clock, limits),
    secureCookies: config.production,
    uploads: { files: media.incoming, gate: openGate(BODIES_AT_ONCE) },
    extend: async (app) => {
      addPictures(app, media, house)
      addReports(app, house, sessions)
      addLabels(app, house, sessions, config.publicOrigin)
      addInvoiceFiles(app, house)
      sandbox?.routes(app)
      if (shopFolder !== undefined) {
        const write = await pageWriter(shopFolder, config.publicOrigin, house)
        await addShop(app, shopFolder, write, formTargetsOf(config.unionpay))
      }
    },
  })
}

const watching = ({ logLevel, trustedProxies, metricsToken }: Config, { corridor }: House) => ({
  corridor,
  accessLog: openAccessLog(logLevel, corridor.clock),
  trustedProxies,
  metricsToken,
})

/** What the configuration says of the house itself. */
const houseOptions = async (
  config: Config,
  secrets: TrialSecrets | undefined,
  clock: Clock,
  log: Log,
): Promise<HouseOptions> => ({
  database: await openDatabase(config),
  ...(await openMigrator(config)),
  clock,
  log,
  keys: parseKeyRing(config.keys ?? secrets?.keys ?? ''),
  settingsYaml: config.settingsFile === undefined ? '' : readFileSync(config.settingsFile, 'utf8'),
  alone: config.databaseUrl === undefined,
  indexFolder: join(config.dataDir, 'index'),
})

/** Where bills lie, and what they are compared with. */
const openEvidence = async ({ dataDir }: Config, clock: Clock) => ({
  files: await openFiles(join(dataDir, 'bills'), clock),
  books: openOwnTrades(),
})

/**
 * Opens the house alone, for what an operator does beside a running platform: nothing listens, no timer
 * fires, no third party can be reached but for bills, where those are asked for.
 */
export const openQuietHouse = async (
  config: Config,
  clock: Clock = systemClock,
  openBills?: (config: Config, clock: Clock) => NonNullable<Adapters['bills']>,
): Promise<House> => {
  mkdirSync(config.dataDir, { recursive: true })
  const secrets = config.production ? undefined : trialSecrets(config.dataDir, clock)
  const options = await houseOptions(config, secrets, clock, openLog(config.logLevel, clock))
  const adapters = (openBills === undefined ? {} : { bills: openBills(config, clock) }) as Adapters
  const evidence = await openEvidence(config, clock)
  const media = await openMedia(config.dataDir, clock)
  const house = await openHouse(houseParts(adapters, media, config.publicOrigin, evidence), options)
  evidence.books.of(house)
  return house
}

/** Opens everything and listens. */
export const openPlatform = async (given: Config, options: OpenOptions = {}): Promise<Platform> => {
  const config = await withPort(given)
  const { clock = systemClock, tell = () => undefined } = options
  const log = options.log ?? openLog(config.logLevel, clock)
  mkdirSync(config.dataDir, { recursive: true })
  const secrets = config.production ? undefined : trialSecrets(config.dataDir, clock)
  const media = await openMedia(config.dataDir, clock)
  const sandbox = await openSandbox(config, clock)
  const adapters = options.adapters ?? openAdapters(config, clock, sandbox)
  const evidence = await openEvidence(config, clock)
  const house = await openHouse(houseParts(adapters, media, config.publicOrigin, evidence), {
    ...(await houseOptions(config, secrets, clock, log)),
    ...(options.fuse === undefined ? {} : { fuse: options.fuse }),
  })
  evidence.books.of(house)
  await declarePermissions(house)
  if (config.demo && secrets !== undefined) await seedDemo(house, media.shown, secrets.staffPassword, tell)
  const server = config.roles.includes('web')
    ? await buildFaces(config, house, media, sandbox, options.shopFolder)
    : buildWatchServer(watching(config, house))
  if (config.roles.includes('worker')) await house.start()
  let closing: Promise<void> | undefined
  const closeAll = async () => {
    server.startDrain()
    const patience = setTimeout(() => server.app.server.closeAllConnections(), DRAIN_MS)
    await server.app.close()
    clearTimeout(patience)
    await house.close()
    await sandbox?.close()
  }
  try {
    await server.app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await closeAll()
    throw error
  }
  // Behind the opening of the doors: what a filling loads and reads must not keep them closed.
  house.feeds.start()
  return {
    house,
    sandbox,
    secrets,
    port: config.port,
    close: () => {
      closing ??= closeAll()
      return closing
    },
  }
}
