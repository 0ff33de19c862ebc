/**
 * The server's time as a screen sees it: a second hand that stops while nobody looks, and words for what is
 * left.
 */
import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import { now } from './api.ts'

/** The server's time, milliseconds UTC, moving once a second while the page is visible. */
export const useNow = (): Readonly<Ref<number>> => {
  const time = ref(now())
  const tick = () => {
    if (document.visibilityState === 'visible') time.value = now()
  }
  const timer = setInterval(tick, 1_000)
  document.addEventListener('visibilitychange', tick)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  })
  return readonly(time)
}

/** What is left until a moment, as `14:05` or `1:14:05`; `00:00` once it is over. */
export const timeLeft = (until: number, at: number): string => {
  const left_s = Math.max(0, Math.ceil((until - at) / 1_000))
  const parts = [Math.floor(left_s / 60) % 60, left_s % 60].map((part) => String(part).padStart(2, '0'))
  const hours = Math.floor(left_s / 3_600)
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':')
}

/**
 * Asks again and again while the page is visible, more slowly each time, at once when somebody comes back.
 * `ask` answers whether to go on.
 */
export const usePolling = (ask: () => Promise<boolean>, first_ms = 1_500, last_ms = 10_000) => {
  let wait_ms = first_ms
  let timer: ReturnType<typeof setTimeout> | undefined
  let on = false

  const step = async () => {
    if (!on || document.visibilityState !== 'visible') return
    const goOn = await ask()
    if (!goOn) on = false
    if (on) timer = setTimeout(() => void step(), wait_ms)
    wait_ms = Math.min(last_ms, wait_ms * 1.3)
  }
  const start = () => {
    clearTimeout(timer)
    on = true
    wait_ms = first_ms
    timer = setTimeout(() => void step(), wait_ms)
  }
  const stop = () => {
    on = false
    clearTimeout(timer)
  }
  const back = () => {
    if (!on || document.visibilityState !== 'visible') return
    clearTimeout(timer)
    wait_ms = first_ms
    void step()
  }
  document.addEventListener('visibilitychange', back)
  window.addEventListener('pageshow', back)
  onScopeDispose(() => {
    stop()
    document.removeEventListener('visibilitychange', back)
    window.removeEventListener('pageshow', back)
  })
  return { start, stop }
}
