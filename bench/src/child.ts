/** Starts a server of the bench as a process of its own and talks with it over its IPC channel. */
import { fork } from 'node:child_process'
import { join } from 'node:path'

export interface Child<Ready> {
  readonly ready: Ready
  /** Sends one message and waits for its answer. */
  ask<Answer>(message: unknown): Promise<Answer>
  stop(): Promise<void>
}

/** Forks `bench/src/<script>` with one JSON argument; resolves with the first message it sends. */
export const startChild = <Ready>(script: string, input: unknown): Promise<Child<Ready>> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, script), [JSON.stringify(input)], {
      env: { ...process.env, NODE_ENV: '' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const waiting: ((message: unknown) => void)[] = []
    const exited = new Promise<void>((gone) => {
      child.once('exit', () => gone())
    })
    child.once('error', reject)
    void exited.then(() => reject(new Error(`${script} ended before it was ready.`)))
    child.on('message', (message) => waiting.shift()?.(message))
    waiting.push((ready) =>
      resolve({
        ready: ready as Ready,
        ask: <Answer>(message: unknown) =>
          new Promise<Answer>((answered) => {
            waiting.push((answer) => answered(answer as Answer))
            child.send(message as object)
          }),
        stop: async () => {
          child.kill('SIGTERM')
          await exited
        },
      }),
    )
  })
