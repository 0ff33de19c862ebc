/**
 * A million rows of a bill by their key. They lie outside the heap, in one text and a few columns of numbers,
 * with a hash table of open addressing over them: as objects they would be half a gigabyte. Pure.
 */
import type { BillRow, TradeKind } from './bills/bill.ts'

/** One key for a payment and a refund of the same number. */
export const keyOf = (kind: TradeKind, number: string): string => (kind === 'pay' ? 'P' : 'R') + number

const FIRST_ROWS = 1_024
const PAGE_BYTES = 1_048_576
/** No text is longer: three numbers of at most 64 letters, and their ends. */
const MOST_BYTES = 256
const END = 0

/** FNV-1a. Source: Fowler, Noll and Vo, draft-eastlake-fnv. */
const hashOf = (text: string): number => {
  let hash = 0x811c_9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193)
  return hash >>> 0
}

type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

const widened = <C extends Column>(column: C): C => {
  const wider = new (column.constructor as new (length: number) => C)(column.length * 2)
  wider.set(column)
  return wider
}

/** What a row says beside its key. */
export interface Kept extends Pick<BillRow, 'kind' | 'number' | 'payNumber' | 'channelNumber' | 'fen'> {}

/** Texts of rows, page by page: `key␀channel number␀payment's number␀`. No text goes over a page. */
const openTexts = () => {
  const pages: Buffer[] = []
  let used = PAGE_BYTES
  const pageOf = (start: number): Buffer => pages[Math.floor(start / PAGE_BYTES)] ?? Buffer.alloc(0)
  return {
    /** Where the text now begins. */
    push: (text: string): number => {
      if (used + text.length > PAGE_BYTES) {
        pages.push(Buffer.alloc(PAGE_BYTES))
        used = 0
      }
      const start = (pages.length - 1) * PAGE_BYTES + used
      used += pageOf(start).write(text, used, 'latin1')
      return start
    },
    beginsWith: (start: number, key: string): boolean => {
      const [page, at] = [pageOf(start), start % PAGE_BYTES]
      return page[at + key.length] === END && page.toString('latin1', at, at + key.length) === key
    },
    at: (start: number): string[] => {
      const at = start % PAGE_BYTES
      return pageOf(start)
        .toString('latin1', at, at + MOST_BYTES)
        .split('\0', 3)
    },
  }
}

/** Opens an empty table. */
export const openTable = () => {
  const texts = openTexts()
  let rows = 0
  let starts = new Uint32Array(FIRST_ROWS)
  let hashes = new Uint32Array(FIRST_ROWS)
  let fens = new Float64Array(FIRST_ROWS)
  let seen = new Uint8Array(FIRST_ROWS)
  /** Number of a row, from one; 0 is empty. Never more than half full. */
  let slots = new Uint32Array(FIRST_ROWS * 2)

  /** The slot of a key, or the empty one where it belongs. */
  const slotOf = (key: string, hash: number): number => {
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? 0
      if (row === 0) return slot
      if (hashes[row - 1] === hash && texts.beginsWith(starts[row - 1] ?? 0, key)) return slot
    }
  }
  const grow = () => {
    ;[starts, hashes, fens, seen] = [widened(starts), widened(hashes), widened(fens), widened(seen)]
    slots = new Uint32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let row = 1; row <= rows; row += 1) {
      let slot = (hashes[row - 1] ?? 0) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = row
    }
  }
  const rowAt = (row: number): Kept => {
    const [key = '', channelNumber = '', payNumber = ''] = texts.at(starts[row - 1] ?? 0)
    const kind = key.startsWith('P') ? 'pay' : 'refund'
    return { kind, number: key.slice(1), payNumber, channelNumber, fen: fens[row - 1] ?? 0 }
  }
  return {
    /** False where the key is taken. */
    add: ({ kind, number, payNumber, channelNumber, fen }: Kept): boolean => {
      const key = keyOf(kind, number)
      const hash = hashOf(key)
      if (slots[slotOf(key, hash)] !== 0) return false
      if (rows === starts.length) grow()
      starts[rows] = texts.push(`${key}\0${channelNumber}\0${payNumber}\0`)
      hashes[rows] = hash
      fens[rows] = fen
      rows += 1
      slots[slotOf(key, hash)] = rows
      return true
    },
    /** Finds a row that nobody took yet, and takes it. */
    take: (kind: TradeKind, number: string): Kept | undefined => {
      const key = keyOf(kind, number)
      const row = slots[slotOf(key, hashOf(key))] ?? 0
      if (row === 0 || seen[row - 1] === 1) return undefined
      seen[row - 1] = 1
      return rowAt(row)
    },
    /** The rows that nobody took. */
    *left(): Generator<Kept> {
      for (let row = 1; row <= rows; row += 1) if (seen[row - 1] === 0) yield rowAt(row)
    },
  }
}
