/**
 * What happens in the shop, told to the server in batches and of nobody: no account, no address, a word drawn
 * at random for this tab and this day. Nothing is told where the browser or the person says no.
 */
import type { Input } from '@tiantou/client'
import { ref, watch } from 'vue'
import { newKey, now } from './api.ts'
import { sceneOf } from './device.ts'
import { deviceNotes, tabNotes } from './notes.ts'

type Batch = Input<'analytics.record'>

declare global {
  interface Navigator {
    readonly globalPrivacyControl?: boolean
  }
}

const quietNote = 'tt.quiet'
/** The switch of the person: false tells nothing. */
export const telling = ref(deviceNotes.get(quietNote) === null)
/** The browser's own no: Do Not Track, Global Privacy Control. It cannot be overruled here. */
export const saysNo = navigator.doNotTrack === '1' || navigator.globalPrivacyControl === true

const most = 30
const soon = 20
let held: Batch['items'] = []

watch(telling, (tells) => {
  deviceNotes.set(quietNote, tells ? null : '1')
  if (!tells) held = []
})

const visitOf = (): string => {
  const day = new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const [of, visit] = (tabNotes.get('tt.visit') ?? '').split(' ')
  if (of === day && visit) return visit
  const fresh = newKey()
  tabNotes.set('tt.visit', `${day} ${fresh}`)
  return fresh
}

const clients = { jsapi: 'wechat', h5: 'phone', native: 'pc' } as const

/** Sends what is held; it outlives the page, and nobody waits for it. */
const send = (): void => {
  const items = held.slice(0, most)
  held = []
  if (items.length === 0) return
  const visit = visitOf()
  const body: Batch = { visit, client: clients[sceneOf()], items }
  const headers = { 'content-type': 'application/json', 'idempotency-key': newKey(), 'tt-guest': visit }
  const request = {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    keepalive: true,
    credentials: 'omit',
  }
  fetch('/api/v1/behaviour', request as RequestInit).catch(() => undefined)
}

document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send())
window.addEventListener('pagehide', send)

/** Notes one thing that happened. */
export const tell = (item: Batch['items'][number]): void => {
  if (saysNo || !telling.value) return
  held.push(item)
  if (held.length >= soon) send()
}
