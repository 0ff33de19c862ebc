/**
 * The query executor under every handle: compiles with the dialect's compiler and hands SQL text and values
 * straight to a function. No connection provider, no plugins: this is what makes Kysely cheap on the hot path
 * (architecture §12).
 */
import {
  type CompiledQuery,
  type ConnectionProvider,
  type DialectAdapter,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyPlugin,
  type QueryCompiler,
  type QueryExecutor,
  type QueryResult,
  type RootOperationNode,
  Transaction,
} from 'kysely'
import type { AnyTables } from './database.ts'

type QueryId = Parameters<QueryExecutor['compileQuery']>[1]

export interface DialectParts {
  readonly adapter: DialectAdapter
  readonly compiler: QueryCompiler
  readonly dialect: Dialect
  readonly driver: Driver
}

export type Execute = <R>(sql: string, parameters: readonly unknown[]) => Promise<QueryResult<R>>

const NO_PLUGINS: readonly KyselyPlugin[] = []

const unsupported = (): never => {
  throw new Error('This handle runs single statements only: no plugins, streams or nested connections.')
}

/** Builds an executor that runs every statement through `execute`. */
export const executorOf = (parts: DialectParts, execute: Execute): QueryExecutor => ({
  adapter: parts.adapter,
  plugins: NO_PLUGINS,
  transformQuery: <T extends RootOperationNode>(node: T): T => node,
  compileQuery: <R>(node: RootOperationNode, id: QueryId): CompiledQuery<R> =>
    parts.compiler.compileQuery(node, id) as CompiledQuery<R>,
  executeQuery: <R>(query: CompiledQuery<R>) => execute<R>(query.sql, query.parameters),
  provideConnection: unsupported as ConnectionProvider['provideConnection'],
  stream: unsupported,
  withConnectionProvider: unsupported,
  withPlugin: unsupported,
  withPlugins: unsupported,
  withPluginAtFront: unsupported,
  withoutPlugins: unsupported,
})

/** A transaction handle over an executor. */
export const transactionOver = (parts: DialectParts, executor: QueryExecutor): Transaction<AnyTables> =>
  new Transaction<AnyTables>({
    config: { dialect: parts.dialect },
    dialect: parts.dialect,
    driver: parts.driver,
    executor,
  })

/** A plain handle over an executor. */
export const kyselyOver = (parts: DialectParts, executor: QueryExecutor): Kysely<AnyTables> =>
  new Kysely<AnyTables>({
    config: { dialect: parts.dialect },
    dialect: parts.dialect,
    driver: parts.driver,
    executor,
  })
