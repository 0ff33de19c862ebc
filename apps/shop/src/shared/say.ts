/** Short messages that come and go, read aloud by screen readers; with one way back where there is one. */
import { readonly, ref } from 'vue'

interface Message {
  readonly id: number
  readonly text: string
  readonly action: { readonly label: string; readonly run: () => void } | null
}

const shown = ref<Message | null>(null)
let last = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** What is being said now. */
export const message = readonly(shown)

export const hush = (): void => {
  clearTimeout(timer)
  shown.value = null
}

/** Says one thing; a later one takes its place. Longer texts and those with an action stay longer. */
export const say = (text: string, action: Message['action'] = null): void => {
  clearTimeout(timer)
  last += 1
  shown.value = { id: last, text, action }
  timer = setTimeout(hush, (action ? 6_000 : 2_500) + text.length * 60)
}
