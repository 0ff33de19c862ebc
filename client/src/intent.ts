/**
 * Keys of intentions that outlive a page: placing an order, for one. The same intention (name and input) gets
 * the same key until a definite answer came, so that pressing again after a time-out or a reload never acts
 * twice. Pure but for its notes.
 */
import type { Notes } from './session.ts'

export interface Intent {
  /** The key for this input: the kept one while the input is the same, else a new one. */
  keyFor(input: unknown): string
  /** A definite answer came: the next time is a new intention. */
  settle(): void
}

/** Whether an answer leaves open what happened, so that only the same key may ask again. */
export const isOpen = (answer: { ok: boolean; status?: number }): boolean =>
  !answer.ok && (answer.status === 0 || (answer.status ?? 0) >= 500)

export const createIntent = (notes: Notes, name: string, newKey: () => string): Intent => {
  const note = `tt.intent.${name}`
  return {
    keyFor(input) {
      const wanted = JSON.stringify(input)
      const [key, kept] = JSON.parse(notes.get(note) ?? '[]') as [string?, string?]
      if (key && kept === wanted) return key
      const fresh = newKey()
      notes.set(note, JSON.stringify([fresh, wanted]))
      return fresh
    },
    settle: () => notes.set(note, null),
  }
}
