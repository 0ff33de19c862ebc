/**
 * Delivers committed events to their reactions: at least once, in no promised order, exactly one effect by
 * keys. Events of this process are delivered from memory; what was left behind is claimed by compare-and-set,
 * backed off, and set aside when poisoned.
 */
import { type Result, system } from '@tiantou/kernel'
import type { Reaction, Sending } from '../between.ts'
import { ask, runCommand } from '../command.ts'
import { type CallMeta, CLAIM_MS, type Corridor, corridorTx } from '../corridor.ts'
import type { CorridorTables, OutboxRow } from '../corridor-tables.ts'
import type { ReadDb } from '../db/database.ts'
import { runFlow } from '../flow.ts'

export interface RelayOptions {
  /** How often the outbox is looked through for what was left behind. */
  readonly poll_ms: number
  /** Tries before an event is set aside. */
  readonly maxAttempts: number
  /** Deliveries at one time. */
  readonly parallel: number
}

export const RELAY_DEFAULTS: RelayOptions = { poll_ms: 1_000, maxAttempts: 10, parallel: 16 }

/** Beyond this many waiting in memory the rest stays in the outbox and is claimed later. */
const MEMORY_MAX = 20_000
const MARK_BATCH = 500
const CLAIM_BATCH = 200
const BACKOFF_MAX_MS = 10 * 60_000

export interface Relay {
  /** Takes events that were just committed by this process. */
  announce(events: readonly OutboxRow[]): void
  /** Claims and delivers what is due now; resolves when nothing is left at work. For tests and drains. */
  settle(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** Runs one operation that a reaction, job or webhook sends. */
export const dispatch = (corridor: Corridor, sending: Sending, meta: CallMeta): Promise<Result<unknown>> =>
  sending.operation.kind === 'flow'
    ? runFlow(corridor, sending.operation.name, sending.input, meta)
    : runCommand(corridor, sending.operation.name, sending.input, meta)

const deliverTo = async (corridor: Corridor, reaction: Reaction, row: OutboxRow): Promise<void> => {
  const actor = system(reaction.name)
  const context = {
    now: corridor.clock.now(),
    ask: ((op, input) => ask(corridor, op, input, { actor, trace: row.trace, inside: true })) as Parameters<
      Reaction['react']
    >[1]['ask'],
  }
  const sending = await reaction.react(JSON.parse(row.payload) as never, context)
  if (sending === null) return
  const key = `${reaction.name}:${row.id}`
  const meta = { actor, key, trace: row.trace, inside: true, firstIsFact: true }
  const result = await dispatch(corridor, sending, meta)
  if (result.ok || result.committed || reaction.tolerates.includes(result.code)) return
  throw new Error(`${reaction.name} was refused: ${result.code}`)
}

class OutboxRelay implements Relay {
  private readonly corridor: Corridor
  private readonly byEvent: ReadonlyMap<string, readonly Reaction[]>
  private readonly options: RelayOptions
  private readonly waiting: OutboxRow[] = []
  private readonly sent: string[] = []
  private working = 0
  private stopped = false
  private timer: NodeJS.Timeout | undefined
  private polling: Promise<void> = Promise.resolve()
  private marking: Promise<void> | undefined
  private markSoon: NodeJS.Immediate | undefined
  private readonly quiet: (() => void)[] = []

  constructor(corridor: Corridor, reactions: readonly Reaction[], options: RelayOptions) {
    this.corridor = corridor
    this.options = options
    this.byEvent = Map.groupBy(reactions, (reaction) => reaction.event)
  }

  announce(events: readonly OutboxRow[]): void {
    if (this.stopped) return
    for (const event of events) if (this.waiting.length < MEMORY_MAX) this.waiting.push(event)
    this.pump()
  }

  start(): void {
    const tick = async () => {
      try {
        await this.claimDue()
      } catch (error) {
        this.corridor.log.warn({ err: error }, 'the outbox could not be read')
      }
      if (this.stopped) return
      this.timer = setTimeout(() => {
        this.polling = tick()
      }, this.options.poll_ms)
    }
    this.polling = tick()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.polling
    await this.whenQuiet()
  }

  async settle(): Promise<void> {
    for (;;) {
      await this.whenQuiet()
      const claimed = await this.claimDue()
      if (claimed === 0 && this.waiting.length === 0 && this.working === 0) return
    }
  }

  private async whenQuiet(): Promise<void> {
    this.pump()
    if (this.working > 0 || this.waiting.length > 0 || this.sent.length > 0 || this.marking !== undefined) {
      await new Promise<void>((resolve) => {
        this.quiet.push(resolve)
      })
    }
  }

  private pump(): void {
    while (this.working < this.options.parallel && this.waiting.length > 0) {
      const row = this.waiting.shift() as OutboxRow
      const reactions = this.byEvent.get(row.name)
      if (reactions === undefined) {
        this.noteSent(row.id)
        continue
      }
      this.working += 1
      void this.deliver(row, reactions).finally(() => {
        this.working -= 1
        this.pump()
        this.tellQuiet()
      })
    }
  }

  private tellQuiet(): void {
    if (this.working > 0 || this.waiting.length > 0 || this.sent.length > 0 || this.marking !== undefined)
      return
    for (const resolve of this.quiet.splice(0)) resolve()
  }

  /** Every reaction hears it, whatever becomes of the others; those that heard it already replay. */
  private async deliver(row: OutboxRow, reactions: readonly Reaction[]): Promise<void> {
    const failures: unknown[] = []
    for (const reaction of reactions) {
      await deliverTo(this.corridor, reaction, row).catch((error: unknown) => failures.push(error))
    }
    if (failures.length === 0) this.noteSent(row.id)
    else await this.postpone(row, failures[0])
  }

  private noteSent(id: string): void {
    this.sent.push(id)
    this.corridor.metrics.count('tiantou_events_sent_total')
    this.markSoon ??= setImmediate(() => {
      this.markSoon = undefined
      this.marking ??= this.mark().finally(() => {
        this.marking = undefined
        this.tellQuiet()
      })
    })
  }

  /**
   * Marks what was delivered, many in one statement. Failing is harmless: it is delivered again and
   * recognised by its keys.
   */
  private async mark(): Promise<void> {
    while (this.sent.length > 0) {
      const ids = this.sent.splice(0, MARK_BATCH)
      try {
        await this.corridor.database.transact(async (unit) => {
          await corridorTx(unit)
            .updateTable('platform_outbox')
            .set({ state: 'sent', error: null })
            .where('id', 'in', ids)
            .execute()
          return { keep: true, value: undefined }
        })
      } catch (error) {
        this.corridor.log.warn({ err: error, events: ids.length }, 'delivered events could not be marked')
      }
    }
  }

  private async postpone(row: OutboxRow, error: unknown): Promise<void> {
    const attempts = row.attempts + 1
    const stuck = attempts >= this.options.maxAttempts
    const wait = Math.min(500 * 2 ** attempts, BACKOFF_MAX_MS)
    const { log, metrics, database, clock } = this.corridor
    log[stuck ? 'error' : 'warn'](
      { err: error, event: row.id, name: row.name, attempts },
      'an event was not delivered',
    )
    if (stuck) metrics.count('tiantou_events_stuck_total', `name="${row.name}"`)
    try {
      await database.transact(async (unit) => {
        await corridorTx(unit)
          .updateTable('platform_outbox')
          .set({
            state: stuck ? 'stuck' : 'ready',
            attempts,
            next_at: clock.now() + wait,
            claimed_until: 0,
            error: String(error).slice(0, 2_000),
          })
          .where('id', '=', row.id)
          // Somebody else may have delivered it meanwhile.
          .where('state', '=', 'ready')
          .execute()
        return { keep: true, value: undefined }
      })
    } catch (failure) {
      log.warn(
        { err: failure, event: row.id },
        'a failed delivery could not be noted; its claim will run out',
      )
    }
  }

  /** Claims what is due and unclaimed. Never by "id after the last seen": ids commit out of order. */
  private async claimDue(): Promise<number> {
    const { corridor } = this
    const { database, clock } = corridor
    const now = clock.now()
    const db = database.reader('platform', true) as unknown as ReadDb<CorridorTables>
    const rows = await db
      .selectFrom('platform_outbox')
      .selectAll()
      .where('state', '=', 'ready')
      .where('next_at', '<=', now)
      .where('claimed_until', '<=', now)
      .orderBy('next_at')
      .limit(CLAIM_BATCH)
      .execute()
    if (rows.length === 0) return 0
    const claimed = await database.transact(async (unit) => {
      const mine: OutboxRow[] = []
      for (const row of rows) {
        const { numUpdatedRows } = await corridorTx(unit)
          .updateTable('platform_outbox')
          .set({ claimed_until: now + CLAIM_MS, claimed_by: corridor.life })
          .where('id', '=', row.id)
          .where('state', '=', 'ready')
          .where('claimed_until', '=', row.claimed_until)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) mine.push(row)
      }
      return { keep: true, value: mine }
    })
    this.waiting.push(...claimed)
    this.pump()
    return claimed.length
  }
}

/** Opens the relay over the reactions of the house. */
export const openRelay = (
  corridor: Corridor,
  reactions: readonly Reaction[],
  options: Partial<RelayOptions> = {},
): Relay => new OutboxRelay(corridor, reactions, { ...RELAY_DEFAULTS, ...options })
