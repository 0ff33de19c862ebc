/** The door of the server for suites and benchmarks: open a whole platform in process. */
export { auditOf } from './audit.ts'
export { type Config, ConfigError, readConfig } from './config.ts'
export { DEMO_STAFF } from './demo/seed.ts'
export { grantsFor } from './grants.ts'
export { type Adapters, houseParts } from './house.ts'
export { type OpenOptions, openPlatform, openQuietHouse, type Platform } from './platform.ts'
export { doForStaff } from './staff.ts'
