/**
 * Processes that live one after the other. Each is the real platform, bundled once so that it starts quickly;
 * the next one has loaded its code, and waits, while the one before it lives.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import type { Question, VictimInput } from './victim.ts'

export interface Life {
  readonly child: ChildProcess
  /** Resolves true when it came up, false when it died before. */
  readonly ready: Promise<boolean>
  readonly died: Promise<void>
}

interface Waiting {
  readonly child: ChildProcess
  readonly loaded: Promise<void>
  readonly died: Promise<void>
}

const heard = (child: ChildProcess, word: string): Promise<void> =>
  new Promise((resolve) => {
    const listen = (message: unknown) => {
      if (message !== word) return
      child.off('message', listen)
      resolve()
    }
    child.on('message', listen)
  })

/** Asks a living process. */
export const ask = <R>(child: ChildProcess, question: Question): Promise<R> =>
  new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`It died over the question ${question}.`))
    child.once('exit', fail)
    child.once('message', (answer) => {
      child.off('exit', fail)
      resolve(answer as R)
    })
    child.send(question)
  })

export class Lives {
  private folder = ''
  private next: Waiting | undefined
  private readonly born = new Set<ChildProcess>()

  /** Below node_modules, where the packages that are left out of the bundle are found. */
  async bundle(): Promise<void> {
    const cache = join(import.meta.dirname, '../../node_modules/.cache')
    mkdirSync(cache, { recursive: true })
    this.folder = mkdtempSync(join(cache, 'victim-'))
    const input = join(import.meta.dirname, 'victim.ts')
    const built = await rolldown({
      input,
      platform: 'node',
      external: [/^sharp/, /^@node-rs\//],
      logLevel: 'silent',
    })
    await built.write({ file: join(this.folder, 'victim.mjs'), format: 'esm', codeSplitting: false })
    await built.close()
  }

  /** Begins the life that waits, and lets another one load. */
  begin(input: VictimInput): Life {
    const { child, loaded, died } = this.next ?? this.load()
    const ready = heard(child, 'ready').then(() => true)
    void loaded.then(() => {
      child.send(input)
      this.next = this.load()
    })
    return { child, died, ready: Promise.race([ready, died.then(() => false)]) }
  }

  close(): void {
    for (const child of this.born) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  private load(): Waiting {
    const child = fork(join(this.folder, 'victim.mjs'), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(this.folder, 'compiled') },
    })
    this.born.add(child)
    const died = new Promise<void>((resolve) => {
      child.once('exit', () => {
        this.born.delete(child)
        resolve()
      })
    })
    return { child, loaded: heard(child, 'loaded'), died }
  }
}
