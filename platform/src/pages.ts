/** Runs pages: reads across modules, several queries into one answer. */
import type { Actor, AnyOperation, Result } from '@tiantou/kernel'
import { admit, runQuery } from './command.ts'
import type { CallMeta, Corridor } from './corridor.ts'
import { sayNo, settle } from './execute.ts'

/** A query's no that ends its page. */
class QuerySaidNo extends Error {
  readonly result: Extract<Result<unknown>, { ok: false }>
  constructor(result: Extract<Result<unknown>, { ok: false }>) {
    super(result.code)
    this.result = result
  }
}

/** Runs one page. Its queries run as the caller, let in by the page's own door. */
export const runPage = async (
  corridor: Corridor,
  name: string,
  input: unknown,
  meta: Omit<CallMeta, 'key'>,
): Promise<Result<unknown>> => {
  const { entry, input: admitted } = admit(corridor, name, input, meta)
  const actor: Actor = meta.actor
  const context = {
    actor,
    now: corridor.clock.now(),
    ask: async (op: AnyOperation, asked: unknown) => {
      const result = await runQuery(corridor, op.name, asked, { ...meta, inside: true })
      if (!result.ok) throw new QuerySaidNo(result)
      return result.value
    },
    refuse: sayNo.refuse,
  }
  try {
    return settle(entry, await entry.handler(admitted as never, context as never))
  } catch (error) {
    if (error instanceof QuerySaidNo) return error.result
    throw error
  }
}
