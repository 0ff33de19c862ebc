/**
 * Small texts the browser keeps for us, for ever or until the tab closes. Where storage is full or
 * forbidden they live as long as the page: nothing here may break a screen.
 */
import type { Notes } from '@tiantou/client'

const on = (open: () => Storage): Notes => {
  const memory = new Map<string, string>()
  const guarded = <T>(work: (storage: Storage) => T, otherwise: () => T): T => {
    try {
      return work(open())
    } catch {
      return otherwise()
    }
  }
  return {
    get: (name) =>
      guarded(
        (storage) => storage.getItem(name),
        () => memory.get(name) ?? null,
      ),
    set: (name, value) => {
      if (value === null) memory.delete(name)
      else memory.set(name, value)
      guarded(
        (storage) => (value === null ? storage.removeItem(name) : storage.setItem(name, value)),
        () => undefined,
      )
    },
  }
}

/** Of this device. */
export const deviceNotes = on(() => window.localStorage)
/** Of this tab: drafts and intentions. */
export const tabNotes = on(() => window.sessionStorage)
