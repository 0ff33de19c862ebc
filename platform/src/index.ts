/** The door of platform: what modules, between, adapters and apps may use of the corridor. */
export * from './between.ts'
export { openCache, type ByteCache } from './cache.ts'
export { type Clock, newId, systemClock } from './clock.ts'
export type { CallMeta, Corridor } from './corridor.ts'
export { hotChange, hotInsert, hotRows } from './db/compiled.ts'
export {
  type Database,
  DatabaseAway,
  HandleMisuse,
  type ReadDb,
  type Tx,
  UniqueConflict,
  unlessTaken,
} from './db/database.ts'
export { insertOrHold } from './db/hold.ts'
export type { Migration, MigrationTools } from './db/migrate.ts'
export { openSqlite } from './db/sqlite.ts'
export { BadFileName, type FileStore, openFiles } from './files.ts'
export type { Feeds } from './feeds.ts'
export { openGate } from './gate.ts'
export { type House, type HouseOptions, type HouseParts, openHouse, registryOf } from './house.ts'
export { freePort } from './http/free-port.ts'
export { pageHeaders } from './http/headers.ts'
export { openApiOf } from './http/openapi.ts'
export { openLimiter } from './http/rate-limit.ts'
export { buildServer, buildWatchServer, type HttpServer, type ServerOptions } from './http/server.ts'
export { type Authenticate, type Authenticated, openSessions } from './http/session.ts'
export { pageOf, type Place, readCursor, writeCursor } from './lists.ts'
export { type AccessLog, type Log, openAccessLog, openLog } from './log.ts'
export { type Metrics, openMetrics } from './metrics.ts'
export * from './module.ts'
export { CallError } from './problem.ts'
export { fieldSecrets, type FieldSecrets, type KeyRing, parseKeyRing } from './secrets.ts'
export { flag, setting, SettingError, type SettingSpecs, type SettingsOf } from './settings.ts'
export { PlatformContract } from './settings-contract.ts'
export { type HistoryRow, move, type MoveContext, recordHistory } from './transition.ts'
