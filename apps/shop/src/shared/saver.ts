/**
 * Wishes that show at once and are saved in order: the last one counts, taps in quick succession are one
 * change, and a wish that could not be saved is given up, so that what is shown is again what the server last
 * said.
 */
import { shallowReactive } from 'vue'
import type { Refusal } from './load.ts'

interface SaverOptions<W> {
  readonly save: (name: string, wanted: W) => Promise<{ readonly ok: true } | Refusal>
  /** The server has taken this wish. */
  readonly kept: (name: string, wanted: W) => void
  readonly refused: (no: Refusal) => void
  /** Nothing is on its way any more: what is known may be asked for anew before the wishes are dropped. */
  readonly settled: () => Promise<unknown>
}

/** A person who taps + five times means one change. */
const pause_ms = 280

export const createSaver = <W>({ save, kept, refused, settled }: SaverOptions<W>) => {
  const wishes = shallowReactive(new Map<string, W>())
  const running = new Set<string>()

  /** Saves one wish until what was saved is what is wanted. */
  const settle = async (name: string, first: W): Promise<void> => {
    for (let wanted = first; ; wanted = wishes.get(name) ?? wanted) {
      await new Promise((done) => setTimeout(done, pause_ms))
      if (wishes.get(name) !== wanted) continue
      const answer = await save(name, wanted)
      if (wishes.get(name) !== wanted) continue
      if (answer.ok) kept(name, wanted)
      else refused(answer)
      return
    }
  }

  const push = async (name: string, wanted: W): Promise<void> => {
    running.add(name)
    await settle(name, wanted)
    running.delete(name)
    if (running.size > 0) return
    const saved = [...wishes]
    await settled()
    for (const [one, was] of saved) if (!running.has(one) && wishes.get(one) === was) wishes.delete(one)
  }

  /** Wishes this; it is saved in its turn. */
  const want = (name: string, wanted: W): void => {
    wishes.set(name, wanted)
    if (!running.has(name)) void push(name, wanted)
  }

  return { wishes, want }
}
