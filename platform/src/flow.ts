/**
 * The door of flows: writes across modules as plain code over keyed steps (R5). Admits, runs from the top,
 * repeats on deadlock, answers a repeated key with what it came to. The run itself lives in flow-run.ts,
 * resuming in flow-resume.ts.
 */
import type { Result } from '@tiantou/kernel'
import { newId } from './clock.ts'
import { admit, type Admitted } from './command.ts'
import { type CallMeta, type Corridor, lookUpDone } from './corridor.ts'
import { RunAgain } from './db/database.ts'
import { joinFlow, track, untilAnswered } from './flow-resume.ts'
import { FlowRun } from './flow-run.ts'
import type { FlowState } from './flow-state.ts'
import { CallError } from './problem.ts'

const MAX_RUNS = 12

const freshState = (corridor: Corridor): FlowState => ({
  id: newId(corridor.clock, 'flw'),
  startedAt: corridor.clock.now(),
  memo: new Map(),
  undos: [],
  stored: false,
  attempts: 0,
})

/** What the key came to earlier, else one's own refusal or error. */
const earlierOr = async (run: FlowRun, own: () => Result<unknown>): Promise<Result<unknown>> => {
  const { corridor, entry, meta, digest } = run
  const db = corridor.database.reader('platform', true)
  const earlier = await lookUpDone(corridor, db as never, entry, meta, digest)
  if (earlier.kind === 'none') return own()
  return earlier.kind === 'answered' ? earlier.result : joinFlow(corridor, earlier.flowId)
}

/** Drives a fresh run to its end, whatever of it had to be stored on the way. */
const runToEnd = async (run: FlowRun): Promise<Result<unknown>> => {
  const { corridor, entry, state } = run
  try {
    return await untilAnswered(run)
  } catch (error) {
    if (!state.stored) throw error
    const context = { err: error, flow: state.id, op: entry.op.name }
    corridor.log.error(context, 'a stored flow stopped; it will be resumed')
    throw new CallError('platform.in_progress', 'This is still at work; ask again with the same key.')
  }
}

const runFresh = async (corridor: Corridor, admitted: Admitted, meta: CallMeta): Promise<Result<unknown>> => {
  for (let runs = 1; ; runs += 1) {
    const run = new FlowRun(corridor, admitted.entry, admitted.input, meta, freshState(corridor))
    try {
      const result = await track(corridor, run.state.id, () => runToEnd(run))
      if (result.ok || result.committed || run.state.stored) return result
      return await earlierOr(run, () => result)
    } catch (error) {
      if (run.state.stored || error instanceof CallError) throw error
      if (error instanceof RunAgain && runs < MAX_RUNS) continue
      return earlierOr(run, () => {
        throw error
      })
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
  const admitted = admit(corridor, name, input, meta)
  const started = performance.now()
  const result = await runFresh(corridor, admitted, meta)
  corridor.metrics.observe('tiantou_flow_seconds', performance.now() - started, `op="${name}"`)
  if (!result.ok) corridor.metrics.count('tiantou_no_total', `code="${result.code}"`)
  return result
}
