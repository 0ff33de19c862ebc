/** How soon `npm start` is ready on a migrated database, and how much memory it holds after load. */
import { drive, median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'
import { startOnce, stop } from '../started.ts'

const ROUNDS = 5
const LOAD_SECONDS = 5
const rssOf = async (port: number): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1] ?? 0)
}

/** Cases `ready` and `rss`. */
export const start = async (scratch: Scratch): Promise<Figure[]> => {
  const { dataDir } = await scratch.place(false)
  const first = await startOnce(dataDir) // builds the shop, migrates, seeds
  await stop(first.child)
  const times: number[] = []
  let rss = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const { port, child, ms } = await startOnce(dataDir)
    times.push(ms)
    if (round === ROUNDS - 1) {
      const next = () => ({ method: 'GET', path: '/api/v1/catalogue' }) as const
      await drive({ port, connections: 64, seconds: LOAD_SECONDS, next })
      rss = await rssOf(port)
    }
    await stop(child)
  }
  const plain = { bench: 'start', limit: null, ratio: null }
  return [
    { ...plain, case: 'ready', value: median(times), unit: 'ms' },
    { ...plain, case: 'rss', value: rss / 1_048_576, unit: 'MB' },
  ]
}
