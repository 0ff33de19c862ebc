/** A port that nobody listens on, for whoever must tell others its address before it opens. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems hand to outgoing connections: one of those may be taken a moment later. */
const FIRST = 12_000
const END = 32_000
const TRIES = 100

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/**
 * A port on 127.0.0.1 that is free now, between 12,000 and 32,000.
 * @throws when a hundred of them in turn were taken
 */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, END)
    if (await isFree(port)) return port
  }
  throw new Error('no port is free')
}
