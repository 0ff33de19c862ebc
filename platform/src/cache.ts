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

/** Opens an empty cache, bounded by bytes. */
export const openCache = (clock: Pick<Clock, 'now'>): ByteCache => {
  const byTag = new Map<string, Set<string>>()
  const tagsOf = new Map<string, readonly string[]>()
  const flights = new Map<string, Promise<ReadyBytes>>()
  let generation = 0

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
    dispose: (_entry, key, reason) => {
      if (reason !== 'set') untag(key)
    },
  })
  const keep = (key: string, tags: readonly string[], entry: ReadyBytes) => {
    untag(key)
    entries.set(key, entry)
    tagsOf.set(key, tags)
    for (const tag of tags) {
      const keys = byTag.get(tag) ?? new Set()
      keys.add(key)
      byTag.set(tag, keys)
    }
  }
  const make = async (key: string, maker: () => Promise<Filled>): Promise<ReadyBytes> => {
    const began = generation
    const { json, tags, maxAge_s } = await maker()
    const body = Buffer.from(json)
    const entry = {
      body,
      ...(await compressed(body)),
      etag: `"${hash('sha256', body, 'base64url').slice(0, 27)}"`,
      freshUntil: clock.now() + maxAge_s * 1_000,
    }
    if (generation === began) keep(key, tags, entry)
    return entry
  }
  return {
    get: (key) => {
      const entry = entries.get(key)
      return entry !== undefined && entry.freshUntil > clock.now() ? entry : undefined
    },
    fill: (key, maker) => {
      const flying = flights.get(key)
      if (flying !== undefined) return flying
      const flight = make(key, maker).finally(() => flights.delete(key))
      flights.set(key, flight)
      return flight
    },
    drop: (tags) => {
      generation += 1
      // Those who ask from now on must not share a fill that began before the event.
      flights.clear()
      for (const tag of tags) for (const key of [...(byTag.get(tag) ?? [])]) entries.delete(key)
    },
    get size() {
      return entries.size
    },
  }
}
