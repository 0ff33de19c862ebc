/**
 * The corridor's own tables: done (idempotency), outbox, audit, flow, job, life. Present once in every
 * database the house uses.
 */
import type { Migration } from './db/migrate.ts'

export interface DoneRow {
  op: string
  actor: string
  key: string
  input_hash: string
  /** JSON of the answer; null while a stored flow is still under way; sealed for secret operations. */
  output: string | null
  flow_id: string | null
  created_at: number
  /** Null: kept for good. */
  expires_at: number | null
}

export interface OutboxRow {
  id: string
  name: string
  version: number
  payload: string
  trace: string
  occurred_at: number
  state: 'ready' | 'sent' | 'stuck'
  claimed_until: number
  /** The life that claimed it last: freed when that life has ended. */
  claimed_by: string | null
  attempts: number
  next_at: number
  error: string | null
}

export interface AuditRow {
  id: string
  at: number
  actor: string
  op: string
  verdict: string
  input: string | null
  trace: string
}

export interface FlowRow {
  id: string
  flow: string
  actor: string
  key: string
  input: string
  state: 'running' | 'undoing' | 'done' | 'refused'
  /** Outputs of committed steps and effects by name: what a re-run replays. */
  memo: string
  /** Undos of committed steps, oldest first. */
  undos: string
  started_at: number
  claimed_until: number
  claimed_by: string | null
  /** Grows with every claim, and so tells who holds it now from who held it once. */
  attempts: number
  error: string | null
  trace: string
}

export interface JobRow {
  name: string
  next_at: number
  claimed_until: number
  claimed_by: string | null
  last_error: string | null
}

/** A process that has claims of its own, from its start until it is found dead. */
export interface LifeRow {
  id: string
  began_at: number
}

export interface CorridorTables {
  platform_done: DoneRow
  platform_outbox: OutboxRow
  platform_audit: AuditRow
  platform_flow: FlowRow
  platform_job: JobRow
  platform_life: LifeRow
}

export const corridorMigrations: readonly Migration[] = [
  {
    name: '0001-corridor',
    up: async ({ table, types, index }) => {
      await table('platform_done')
        .addColumn('op', types.code(100), (column) => column.notNull())
        .addColumn('actor', types.code(80), (column) => column.notNull())
        .addColumn('key', types.code(200), (column) => column.notNull())
        .addColumn('input_hash', types.code(44), (column) => column.notNull())
        .addColumn('output', types.long)
        .addColumn('flow_id', types.id)
        .addColumn('created_at', types.int, (column) => column.notNull())
        .addColumn('expires_at', types.int)
        .addPrimaryKeyConstraint('platform_done_pk', ['op', 'actor', 'key'])
        .execute()
      await index('platform_done_expiry', 'platform_done', ['expires_at'])
      await table('platform_outbox')
        .addColumn('id', types.id, (column) => column.primaryKey().notNull())
        .addColumn('name', types.code(100), (column) => column.notNull())
        .addColumn('version', types.int, (column) => column.notNull())
        .addColumn('payload', types.long, (column) => column.notNull())
        .addColumn('trace', types.code(64), (column) => column.notNull())
        .addColumn('occurred_at', types.int, (column) => column.notNull())
        .addColumn('state', types.code(10), (column) => column.notNull())
        .addColumn('claimed_until', types.int, (column) => column.notNull())
        .addColumn('attempts', types.int, (column) => column.notNull())
        .addColumn('next_at', types.int, (column) => column.notNull())
        .addColumn('error', types.long)
        .execute()
      await index('platform_outbox_due', 'platform_outbox', ['state', 'next_at'])
      await table('platform_audit')
        .addColumn('id', types.id, (column) => column.primaryKey().notNull())
        .addColumn('at', types.int, (column) => column.notNull())
        .addColumn('actor', types.code(80), (column) => column.notNull())
        .addColumn('op', types.code(100), (column) => column.notNull())
        .addColumn('verdict', types.code(100), (column) => column.notNull())
        .addColumn('input', types.long)
        .addColumn('trace', types.code(64), (column) => column.notNull())
        .execute()
      await index('platform_audit_actor', 'platform_audit', ['actor', 'at'])
    },
  },
  {
    name: '0002-flow-job',
    up: async ({ table, types, index }) => {
      await table('platform_flow')
        .addColumn('id', types.id, (column) => column.primaryKey().notNull())
        .addColumn('flow', types.code(100), (column) => column.notNull())
        .addColumn('actor', types.long, (column) => column.notNull())
        .addColumn('key', types.code(200), (column) => column.notNull())
        .addColumn('input', types.long, (column) => column.notNull())
        .addColumn('state', types.code(10), (column) => column.notNull())
        .addColumn('memo', types.long, (column) => column.notNull())
        .addColumn('undos', types.long, (column) => column.notNull())
        .addColumn('started_at', types.int, (column) => column.notNull())
        .addColumn('claimed_until', types.int, (column) => column.notNull())
        .addColumn('attempts', types.int, (column) => column.notNull())
        .addColumn('error', types.long)
        .addColumn('trace', types.code(64), (column) => column.notNull())
        .execute()
      await index('platform_flow_due', 'platform_flow', ['state', 'claimed_until'])
      await table('platform_job')
        .addColumn('name', types.code(100), (column) => column.primaryKey().notNull())
        .addColumn('next_at', types.int, (column) => column.notNull())
        .addColumn('claimed_until', types.int, (column) => column.notNull())
        .addColumn('last_error', types.long)
        .execute()
    },
  },
  {
    name: '0003-life',
    up: async ({ table, types, column }) => {
      await table('platform_life')
        .addColumn('id', types.id, (one) => one.primaryKey().notNull())
        .addColumn('began_at', types.int, (one) => one.notNull())
        .execute()
      for (const claimed of ['platform_outbox', 'platform_flow', 'platform_job'])
        await column(claimed, 'claimed_by', types.id)
    },
  },
]
