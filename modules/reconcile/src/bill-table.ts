/** A million rows of a bill by their key, in flat arrays and one table of keys instead of objects. Pure. */
import type { BillRow, TradeKind } from './bills/bill.ts'

/** One key for a payment and a refund of the same number. */
export const keyOf = (kind: TradeKind, number: string): string => (kind === 'pay' ? 'P' : 'R') + number

const FIRST = 1_024

/** Opens an empty table. */
export const openTable = () => {
  const places = new Map<string, number>()
  const channelNumbers: string[] = []
  /** Of refunds alone. */
  const payNumbers = new Map<number, string>()
  let fens = new Float64Array(FIRST)
  let seen = new Uint8Array(FIRST)
  const grow = () => {
    const [wider, seenWider] = [new Float64Array(fens.length * 2), new Uint8Array(fens.length * 2)]
    wider.set(fens)
    seenWider.set(seen)
    ;[fens, seen] = [wider, seenWider]
  }
  return {
    /** False where the key is taken. */
    add: ({ kind, number, payNumber, channelNumber, fen }: BillRow): boolean => {
      const [key, place] = [keyOf(kind, number), channelNumbers.length]
      if (places.has(key)) return false
      if (place === fens.length) grow()
      places.set(key, place)
      channelNumbers.push(channelNumber)
      if (kind === 'refund') payNumbers.set(place, payNumber)
      fens[place] = fen
      return true
    },
    /** Finds a row that nobody took yet, and takes it. */
    take: (kind: TradeKind, number: string) => {
      const place = places.get(keyOf(kind, number))
      if (place === undefined || seen[place] === 1) return undefined
      seen[place] = 1
      return { fen: fens[place] ?? 0, channelNumber: channelNumbers[place] ?? '' }
    },
    *left(): Generator<Pick<BillRow, 'kind' | 'number' | 'payNumber' | 'channelNumber' | 'fen'>> {
      for (const [key, place] of places) {
        if (seen[place] === 1) continue
        const [kind, number] = [key.startsWith('P') ? 'pay' : 'refund', key.slice(1)] as const
        const payNumber = payNumbers.get(place) ?? number
        yield { kind, number, payNumber, channelNumber: channelNumbers[place] ?? '', fen: fens[place] ?? 0 }
      }
    },
  }
}
