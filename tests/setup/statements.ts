/**
 * Keeps which statements the suites of this worker run, once each, in the folder that TIANTOU_STATEMENTS
 * names: `npm test` looks at their plans afterwards. Without that variable nothing is kept.
 */
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type RunStatement, statements } from '@tiantou/platform/testing'

interface Kept {
  /** How often a text was looked at; enough once it is kept. */
  readonly tries: Map<string, number>
  readonly fresh: string[]
  readonly file: string
}

const folder = process.env['TIANTOU_STATEMENTS']
const place = Symbol.for('tiantou.statements')
// Files of one worker share their modules, but each runs this file again.
const world = globalThis as { [place]?: Kept }

/** Lists and rows of any number are one statement. */
const shapeOf = (sql: string): string =>
  sql.replaceAll(/\((\?, )+\?\)/g, '(?)').replaceAll(/(\(\?\), )+\(\?\)/g, '(?)')

const isText = (value: unknown) => typeof value === 'number' || typeof value === 'string' || value === null

const ours = /\/(modules\/[a-z-]+|platform)\/src\/(?!db\/|testing\/)/
const MANY = 40
/** Frames between a store and the database: the builder, the channel, this file. */
const between = /node_modules|node:|\/platform\/src\/db\/|\/tests\/setup\//
/** A text that only tests send is looked at so often, then believed to be theirs. */
const TRIES = 25

/** Whether a store or the corridor sends it, and not a test or a migration. */
const isOurs = (): boolean => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = MANY
  const stack = new Error('here').stack ?? ''
  Error.stackTraceLimit = stackTraceLimit
  // Who calls the builder: what stands further out may be a flow in which a test has its say.
  const caller =
    stack
      .split('\n')
      .slice(1)
      .find((line) => !between.test(line)) ?? ''
  return ours.test(caller) && !/\/migrations\/|\/db\/migrate\.ts/.test(stack)
}

if (folder !== undefined && world[place] === undefined) {
  mkdirSync(folder, { recursive: true })
  const kept: Kept = { tries: new Map(), fresh: [], file: join(folder, `${randomUUID()}.jsonl`) }
  world[place] = kept
  statements.subscribe((message) => {
    const { dialect, sql, parameters } = message as RunStatement
    const shape = `${dialect} ${shapeOf(sql)}`
    const tries = kept.tries.get(shape) ?? 0
    if (tries >= TRIES) return
    const isNew = isOurs()
    kept.tries.set(shape, isNew ? TRIES : tries + 1)
    if (!isNew) return
    const values = parameters.map((value) => (isText(value) ? value : '1'))
    kept.fresh.push(JSON.stringify({ dialect, sql, parameters: values }))
  })
}

afterAll(() => {
  const kept = world[place]
  if (kept === undefined || kept.fresh.length === 0) return
  appendFileSync(kept.file, `${kept.fresh.join('\n')}\n`)
  kept.fresh.length = 0
})
