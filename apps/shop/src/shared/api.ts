/** The one client of the shop, on `fetch`, and whether somebody is signed in, over all tabs. */
import { createClient, createIntent, fetchSend } from '@tiantou/client'
import routes from 'virtual:tiantou-routes'
import { readonly, ref } from 'vue'
import { deviceNotes, tabNotes } from './notes.ts'

/** A UUID; `randomUUID` is missing where the shop is opened over plain HTTP from another machine. */
export const newKey = (): string => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const state = ref(false)
const endings = new Set<() => void>()

const client = createClient({
  routes,
  send: fetchSend,
  notes: deviceNotes,
  web: true,
  newKey,
  now: () => Date.now(),
  wait: (time_ms) => new Promise((done) => setTimeout(done, time_ms)),
  random: () => Math.random(),
  // A rotating token must be exchanged by one tab at a time; the lock is missing over plain HTTP.
  lock: async (work) => ('locks' in navigator ? navigator.locks.request('tt.refresh', work) : work()),
  onSession: (signedIn) => {
    state.value = signedIn
    if (!signedIn) for (const ended of endings) ended()
  },
})

state.value = client.signedIn()
window.addEventListener('storage', () => {
  state.value = client.signedIn()
})

export const { api, now, guest } = client
export const signedIn = readonly(state)

/** Hears that the session ended: signed out here, or ended by the server. */
export const onSessionEnd = (ended: () => void): void => void endings.add(ended)

/** A key that stays with one intention over reloads of this tab. */
export const intentOf = <T>(name: string) => createIntent<T>(tabNotes, name, newKey)
