/**
 * What suites use: a house on a scratch database of every kind, a clock that tests move, callers of every
 * sort.
 */
export * from './clock.ts'
export * from './house.ts'
export * from './mariadb.ts'
export * from './packages.ts'
export { migrate } from '../db/migrate.ts'
export { platformMigrations } from '../house.ts'
export { type RunStatement, statements } from '../db/statements.ts'
export { validatorOf } from '../validators.ts'
