/**
 * What a process does by itself while it lives, besides its relay and its timers: it goes on with flows that
 * a death left behind, watches who else is alive, and reads settings again.
 */
import type { CrossJob } from './between.ts'
import type { Corridor } from './corridor.ts'
import { resumeFlows } from './flow-resume.ts'
import { freeAll, openLives } from './lives.ts'

/** The timer that takes up flows which nobody works on. */
export const flowTimer = (corridor: Corridor): CrossJob => ({
  name: 'platform.resume-flows',
  every_s: 5,
  run: async () => {
    await resumeFlows(corridor)
  },
})

const DRAIN_WAITS = 500

/** Waits, bounded, until no flow of this process is at work. */
export const drainFlows = async (corridor: Corridor): Promise<void> => {
  for (let waits = 0; corridor.flowsAlive.size > 0 && waits < DRAIN_WAITS; waits += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
}

const RELOAD_MS = 5_000

/** What a process does by itself while it lives, besides its relay and its timers. */
export const openUpkeep = (corridor: Corridor, alone: boolean) => {
  let reloading: NodeJS.Timeout | undefined
  let recovering: Promise<void> | undefined
  const grumble = (error: unknown) => corridor.log.error({ err: error }, 'upkeep failed')
  const recover = async () => {
    while ((await resumeFlows(corridor)) > 0);
  }
  // Nobody waits for it: a third party that is away must not keep the house closed.
  const recoverSoon = () => {
    recovering = (recovering ?? Promise.resolve()).then(recover).catch(grumble)
  }
  const line = alone ? undefined : corridor.database.openLifeLine?.(corridor.life)
  // A process without timers frees what the dead held, and leaves it to others to go on with it.
  const found = () => {
    if (recovering !== undefined) recoverSoon()
  }
  const lives = line === undefined ? undefined : openLives(corridor, line, found)
  return {
    begin: async () => lives?.begin(),
    start: async () => {
      if (alone) await freeAll(corridor)
      else await lives?.look()
      recoverSoon()
      // Alone, settings change nowhere else.
      if (!alone) reloading = setInterval(() => void corridor.settings.reload().catch(grumble), RELOAD_MS)
    },
    stop: async () => {
      clearInterval(reloading)
      await recovering
    },
    /** After all work: from here on the process counts as dead. */
    end: async () => lives?.end(),
  }
}
