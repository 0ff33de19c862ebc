/**
 * One question asked for a screen, with the faces it can show: loading, failed, ready. What was once ready
 * stays on screen when a later asking fails; a slow answer never overtakes a newer question.
 */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

/** Any "no" as far as a screen needs it; codes.ts turns it into words. */
export interface Refusal {
  readonly ok: false
  readonly code: string
  readonly data: unknown
  readonly status: number
  readonly traceId: string
}

type Reply<T> = { readonly ok: true; readonly value: T } | Refusal

export interface Load<T> {
  readonly face: ComputedRef<'loading' | 'failed' | 'ready'>
  /** The last good answer; null before the first, or where the answer itself is. */
  readonly value: ShallowRef<T | null>
  readonly no: ShallowRef<Refusal | null>
  readonly busy: Ref<boolean>
  /** Forgets what was answered: the next question is another one. */
  clear(): void
  /** Asks again; true when the answer was good. What is on its way becomes void. */
  reload(): Promise<boolean>
  /** Asks again where something has changed: at once, or when what is on its way has come. */
  refresh(): void
}

export const useLoad = <T>(ask: () => Promise<Reply<T>>): Load<T> => {
  const value = shallowRef<T | null>(null)
  const no = shallowRef<Refusal | null>(null)
  const busy = ref(false)
  const had = ref(false)
  let turn = 0
  /** Something has changed since the question that is on its way. */
  let stale = false

  const reload = async (): Promise<boolean> => {
    const mine = (turn += 1)
    busy.value = true
    stale = false
    const reply = await ask()
    if (mine !== turn) return reply.ok
    busy.value = false
    no.value = reply.ok ? null : reply
    if (reply.ok) {
      value.value = reply.value
      had.value = true
    }
    if (stale) void reload()
    return reply.ok
  }
  const refresh = () => {
    if (busy.value) stale = true
    else void reload()
  }
  const clear = () => {
    value.value = null
    had.value = false
    no.value = null
  }

  const face = computed(() => (had.value ? 'ready' : no.value && !busy.value ? 'failed' : 'loading'))
  void reload()
  return { face, value, no, busy, clear, reload, refresh }
}

/** A page of a list, with whatever else its answer says. */
export interface Page {
  readonly items: readonly unknown[]
  readonly next: string | null
}

export interface List<P extends Page> extends Load<P> {
  /** Appends the next page; does nothing when there is none or one is on its way. */
  more(): Promise<void>
  readonly moreNo: ShallowRef<Refusal | null>
}

/** A list in pages by cursor: the first is a `Load`, the others are appended. */
export const useList = <P extends Page>(ask: (cursor: string | undefined) => Promise<Reply<P>>): List<P> => {
  const first = useLoad(() => ask(undefined))
  const moreNo = shallowRef<Refusal | null>(null)
  let running = false

  const more = async () => {
    const held = first.value.value
    if (running || !held?.next) return
    running = true
    const reply = await ask(held.next)
    running = false
    // The list was asked for anew meanwhile: this page belongs to the old one.
    if (first.value.value !== held) return
    moreNo.value = reply.ok ? null : reply
    if (reply.ok) first.value.value = { ...reply.value, items: [...held.items, ...reply.value.items] }
  }

  const clear = () => {
    first.clear()
    moreNo.value = null
  }

  return { ...first, clear, more, moreNo }
}
