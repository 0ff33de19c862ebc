/** The whole platform as `npm start` opens it, in a process of its own on a free port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '@tiantou/platform'

const main = join(import.meta.dirname, '../../apps/server/src/main.ts')

const ready = async (port: number): Promise<void> => {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (response?.status === 200) return
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}

/** Ends it in order. */
export const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })

/** Starts the platform as `npm start` does; resolves when it is ready. */
export const startOnce = async (dataDir: string) => {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, NODE_ENV: '' },
    stdio: 'ignore',
  })
  await ready(port)
  return { port, child, ms: performance.now() - began }
}
