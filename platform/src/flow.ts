/**
 * The door of flows: writes across modules as plain code over keyed steps (R5). Admits, runs from the top,
 * repeats on deadlock, answers a repeated key with what it came to. The run itself lives in flow-run.ts,
 * resuming in flow-resume.ts.
 */
import type { Result } from '@tiantou/kernel'
import { overWire } from './calls/wire.ts'
import { newId } from './clock.ts'
import { admit } from './command.ts'
import { type CallMeta, type Corridor, lookUpDone } from './corridor.ts'
import { RunAgain } from './db/database.ts'
import { joinFlow, takeBack, track } from './flow-resume.ts'
import { FlowRun } from './flow-run.ts'
import type { FlowState } from './flow-state.ts'
import { CallError } from './problem.ts'
import type { Entry } from './registry.ts'

const MAX_RUNS = 12

const freshState = (corridor: Corridor): FlowState => ({
  id: newId(corridor.clock, 'flw'),
  startedAt: corridor.clock.now(),
  memo: new Map(),
  undos: [],
  stored: false,
})

/** What the key came to earlier, else one's own refusal or error. */
const earlierOr = async (run: FlowRun, own: () => Result<unknown>): Promise<Result<unknown>> => {
  const { corridor, entry, meta, digest } = run
  const db = corridor.database.reader('platform', true)
  const earlier = await lookUpDone(corridor, db as never, entry, meta, digest)
  if (earlier.kind === 'none') return own()
  return earlier.kind === 'answered' ? earlier.result : joinFlow(corridor, earlier.flowId)
}

const runOnce = async (run: FlowRun): Promise<Result<unknown>> => {
  const result = await track(run.state.id, run.go())
  if (result.ok || result.committed) return result
  if (!run.state.stored) return earlierOr(run, () => result)
  await takeBack(run, result)
  return result
}

const runFresh = async (
  corridor: Corridor,
  entry: Entry,
  input: unknown,
  meta: CallMeta,
): Promise<Result<unknown>> => {
  let state = freshState(corridor)
  for (let runs = 1; ; runs += 1) {
    const run = new FlowRun(corridor, entry, input, meta, state)
    try {
      return await runOnce(run)
    } catch (error) {
      await run.drop()
      if (error instanceof CallError) throw error
      if (error instanceof RunAgain && runs < MAX_RUNS) {
        if (!state.stored) state = freshState(corridor)
        continue
      }
      if (!state.stored) {
        return await earlierOr(run, () => {
          throw error
        })
      }
      corridor.log.error(
        { err: error, flow: state.id, op: entry.op.name },
        'a stored flow stopped; it will be resumed',
      )
      throw new CallError('platform.in_progress', 'This is still at work; ask again with the same key.')
    }
  }
}

/** Runs one flow under a key. Answers like `runCommand`. */
export const runFlow = async (
  corridor: Corridor,
  name: string,
  input: unknown,
  meta: CallMeta,
): Promise<Result<unknown>> => {
  const entry = admit(corridor, name, input, meta)
  const started = performance.now()
  const result = await runFresh(corridor, entry, overWire(input), meta)
  corridor.metrics.observe('tiantou_flow_seconds', performance.now() - started, `op="${name}"`)
  if (!result.ok) corridor.metrics.count('tiantou_no_total', `code="${result.code}"`)
  return result
}
