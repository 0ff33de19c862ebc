/** How soon `npm start` is ready on a migrated database, and how much memory it holds after load. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { drive, median } from '../load.ts'
import type { Figure } from '../report.ts'
import type { Scratch } from '../scratch.ts'

const ROUNDS = 5
const LOAD_SECONDS = 5
const main = join(import.meta.dirname, '../../../apps/server/src/main.ts')

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const ready = async (port: number): Promise<void> => {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (response?.status === 200) return
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })

const startOnce = async (dataDir: string) => {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, NODE_ENV: '' },
    stdio: 'ignore',
  })
  await ready(port)
  return { port, child, ms: performance.now() - began }
}

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
