/**
 * Runs the feeds of this process: each fills one index by asking queries (decision 0030). No lease and no
 * key: an index belongs to its process, and a filling that fails is simply repeated.
 */
import { type EventType, type PayloadOf, system } from '@tiantou/kernel'
import type { Feed, FeedContext } from './between.ts'
import { ask } from './command.ts'
import type { Corridor } from './corridor.ts'

export interface Feeds {
  /** Runs every feed once, after what is at work, and waits for it. For tests. Throws what a feed throws. */
  run(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** Where listeners of committed events are put. */
export type ListenTo = (event: string, heard: (payload: unknown) => void) => void

/** More is not kept: a feed that is so far behind looks at everything anyhow. */
const MOST_HEARD = 10_000

const openFeed = (corridor: Corridor, feed: Feed, listen: ListenTo, signal: AbortSignal) => {
  const actor = system(feed.name)
  let heard = new Map<string, unknown[]>()
  let running: Promise<void> | undefined
  let again = false
  let started = false

  const once = async () => {
    const before = heard
    heard = new Map()
    const context: FeedContext = {
      now: corridor.clock.now(),
      signal,
      ask: (op, input) => ask(corridor, op, input, { actor, trace: feed.name, inside: true }),
      heard: <E extends EventType>(event: E) => (before.get(event.name) ?? []) as PayloadOf<E>[],
    }
    const index = corridor.indexes.of(feed.module)
    await feed.fill(index as never, context)
  }
  const begin = (): Promise<void> => {
    const run = once().finally(() => {
      running = undefined
      if (!again || signal.aborted) return
      again = false
      soon()
    })
    running = run
    return run
  }
  const grumble = (error: unknown) => {
    corridor.log.error({ err: error, feed: feed.name }, 'a feed failed; it runs again at its next time')
    corridor.metrics.count('tiantou_feed_failed_total', `feed="${feed.name}"`)
  }
  /** Runs it unless it runs already; then once more behind that. */
  const soon = () => {
    if (signal.aborted || !started) return
    if (running === undefined) begin().catch(grumble)
    else again = true
  }
  for (const event of feed.hears) {
    listen(event, (payload) => {
      const kept = heard.get(event) ?? []
      if (kept.length < MOST_HEARD) kept.push(payload)
      heard.set(event, kept)
      soon()
    })
  }
  let ticking: NodeJS.Timeout | undefined
  const rest = () => running?.catch(() => undefined)
  return {
    run: async () => {
      while (running !== undefined) await rest()
      await begin()
    },
    start: () => {
      started = true
      soon()
      ticking = setInterval(soon, feed.every_s * 1_000)
    },
    stop: async () => {
      clearInterval(ticking)
      while (running !== undefined) await rest()
    },
  }
}

/** Opens the feeds of a house; nothing runs until `start` or `run`. */
export const openFeeds = (corridor: Corridor, feeds: readonly Feed[], listen: ListenTo): Feeds => {
  const stopping = new AbortController()
  const all = feeds.map((feed) => openFeed(corridor, feed, listen, stopping.signal))
  return {
    run: async () => {
      for (const feed of all) await feed.run()
    },
    start: () => {
      for (const feed of all) feed.start()
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(all.map((feed) => feed.stop()))
    },
  }
}

/** A feed must have an index to fill. */
export const checkFeeds = (feeds: readonly Feed[], hasIndex: (module: string) => boolean): void => {
  for (const { name, module } of feeds) {
    if (!hasIndex(module)) throw new Error(`${name} feeds ${module}, which has no index in this house.`)
  }
}
