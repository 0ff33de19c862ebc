/**
 * Keys of intentions that outlive a page: placing an order, for one. The same intention (name and input) gets
 * the same key until a definite answer came, so that pressing again after a time-out or a reload never acts
 * twice. Pure but for its notes.
 */
import type { Notes } from './session.ts'

export interface Intent<T> {
  /** The key for this input: the kept one while the input is the same, else a new one. */
  keyFor(input: T): string
  /** The input whose answer never came; null when every intention is settled. */
  open(): T | null
  /** A definite answer came: the next time is a new intention. */
  settle(): void
}

/** Whether an answer leaves open what happened, so that only the same key may ask again. */
export const isOpen = (answer: { ok: boolean; status?: number }): boolean =>
  !answer.ok && (answer.status === 0 || (answer.status ?? 0) >= 500)

export const createIntent = <T>(notes: Notes, name: string, newKey: () => string): Intent<T> => {
  const note = `tt.intent.${name}`
  const kept = () => JSON.parse(notes.get(note) ?? '[]') as [key?: string, input?: T]
  return {
    keyFor(input) {
      const [key, before] = kept()
      if (key && JSON.stringify(before) === JSON.stringify(input)) return key
      const fresh = newKey()
      notes.set(note, JSON.stringify([fresh, input]))
      return fresh
    },
    open: () => kept()[1] ?? null,
    settle: () => notes.set(note, null),
  }
}
