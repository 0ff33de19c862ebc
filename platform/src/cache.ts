/**
 * The in-process cache (L1) of ready bytes: body, compressed bodies, ETag. Entries carry tags; events drop
 * tags; a missing entry is filled once however many ask (single flight). A fill that was overtaken by an
 * event is not kept.
 */
import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { Clock } from './clock.ts'

export interface ReadyBytes {
  readonly body: Buffer
  readonly gzip: Buffer | undefined
  readonly brotli: Buffer | undefined
  readonly etag: string
  readonly freshUntil: number
}

export interface Filled {
  readonly json: string
  readonly tags: readonly string[]
  readonly maxAge_s: number
}

export interface ByteCache {
  /** The entry if it is there and fresh. */
  get(key: string): ReadyBytes | undefined
  /** Fills an entry; callers at the same time share one fill. A fill that throws is not remembered. */
  fill(key: string, make: () => Promise<Filled>): Promise<ReadyBytes>
  /** Drops every entry that carries one of the tags. */
  drop(tags: readonly string[]): void
  readonly size: number
}

const MAX_BYTES = 64 * 1024 * 1024
const COMPRESS_FROM_BYTES = 1_024
const zip = promisify(gzip)
const brotli = promisify(brotliCompress)

const compressed = async (body: Buffer) => {
  if (body.length < COMPRESS_FROM_BYTES) return { gzip: undefined, brotli: undefined }
  const [gzipped, brotlied] = await Promise.all([
    zip(body),
    brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ])
  return { gzip: gzipped, brotli: brotlied }
}

/** A fill under way, and the tags that were dropped since it began. */
interface Flight {
  readonly filling: Promise<{ readonly entry: ReadyBytes; readonly tags: readonly string[] }>
  readonly dropped: Set<string>
}

/** Entries by key and by tag, bounded by bytes. */
const openShelf = () => {
  const byTag = new Map<string, Set<string>>()
  const tagsOf = new Map<string, readonly string[]>()
  const untag = (key: string) => {
    for (const tag of tagsOf.get(key) ?? []) {
      const keys = byTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) byTag.delete(tag)
    }
    tagsOf.delete(key)
  }
  const entries = new LRUCache<string, ReadyBytes>({
    maxSize: MAX_BYTES,
    sizeCalculation: (entry) =>
      entry.body.length + (entry.gzip?.length ?? 0) + (entry.brotli?.length ?? 0) + 256,
    dispose: (_entry, key) => untag(key),
  })
  return {
    entries,
    keep: (key: string, tags: readonly string[], entry: ReadyBytes) => {
      entries.set(key, entry)
      if (!entries.has(key)) return // larger than the whole shelf
      tagsOf.set(key, tags)
      for (const tag of tags) {
        const keys = byTag.get(tag) ?? new Set()
        keys.add(key)
        byTag.set(tag, keys)
      }
    },
    drop: (tag: string) => {
      for (const key of byTag.get(tag) ?? []) entries.delete(key)
    },
  }
}

/** Opens an empty cache. */
export const openCache = (clock: Pick<Clock, 'now'>): ByteCache => {
  const { entries, keep, drop } = openShelf()
  const flights = new Map<string, Flight>()

  const begin = (key: string, maker: () => Promise<Filled>): Flight => {
    const fill = async () => {
      const { json, tags, maxAge_s } = await maker()
      const body = Buffer.from(json)
      const entry = {
        body,
        ...(await compressed(body)),
        etag: `W/"${hash('sha256', body, 'base64url').slice(0, 27)}"`,
        freshUntil: clock.now() + maxAge_s * 1_000,
      }
      return { entry, tags }
    }
    const flight: Flight = { filling: fill(), dropped: new Set() }
    flights.set(key, flight)
    return flight
  }
  const land = async (key: string, flight: Flight): Promise<ReadyBytes> => {
    try {
      const { entry, tags } = await flight.filling
      if (!tags.some((tag) => flight.dropped.has(tag))) keep(key, tags, entry)
      return entry
    } finally {
      flights.delete(key)
    }
  }
  /**
   * For who asks while a fill is under way: one that an event overtook before the question is no answer to
   * it.
   */
  const share = async (key: string, flight: Flight, maker: () => Promise<Filled>): Promise<ReadyBytes> => {
    const droppedBefore = [...flight.dropped]
    const { entry, tags } = await flight.filling
    return droppedBefore.some((tag) => tags.includes(tag)) ? fill(key, maker) : entry
  }
  const fill = (key: string, maker: () => Promise<Filled>): Promise<ReadyBytes> => {
    const flying = flights.get(key)
    return flying === undefined ? land(key, begin(key, maker)) : share(key, flying, maker)
  }
  return {
    get: (key) => {
      const entry = entries.get(key)
      return entry !== undefined && entry.freshUntil > clock.now() ? entry : undefined
    },
    fill,
    drop: (tags) => {
      for (const tag of tags) drop(tag)
      for (const { dropped } of flights.values()) for (const tag of tags) dropped.add(tag)
    },
    get size() {
      return entries.size
    },
  }
}
