/** Building in a process of its own, whose memory and environment go with it. */
import { spawn } from 'node:child_process'

/**
 * Runs a script that builds.
 *
 * The bundler takes NODE_ENV for its mode and sets it where it is missing: a server that was started for a
 * trial must neither bundle for development nor become a production one by it.
 * @param what is built, as the error says it
 */
export const buildApart = (script: string, what: string): Promise<void> =>
  new Promise((done, fail) => {
    const env = { ...process.env, NODE_ENV: 'production' }
    const child = spawn(process.execPath, [script], { env, stdio: 'inherit' })
    child.once('error', fail)
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`the ${what} could not be built`))))
  })
