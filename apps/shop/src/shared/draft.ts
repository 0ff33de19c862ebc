/**
 * Half-filled forms: kept for this tab while they are typed, so that a reload or a way round by sign-in
 * loses nothing.
 */
import { reactive, watch } from 'vue'
import { tabNotes } from './notes.ts'

/** A reactive form that survives a reload; `drop` forgets it once it is sent. */
export const useDraft = <T extends object>(name: string, empty: T): { form: T; drop: () => void } => {
  const note = `tt.draft.${name}`
  const form = reactive({ ...empty, ...read<T>(note) }) as T
  const stop = watch(form, (now) => tabNotes.set(note, JSON.stringify(now)))
  const drop = () => {
    stop()
    tabNotes.set(note, null)
  }
  return { form, drop }
}

const read = <T>(note: string): Partial<T> => {
  try {
    return JSON.parse(tabNotes.get(note) ?? '{}') as Partial<T>
  } catch {
    return {}
  }
}
