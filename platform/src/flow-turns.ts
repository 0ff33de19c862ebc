/**
 * The order inside one run of a flow: one step at a time, each name once, and what ended the run once ends
 * it, whatever the flow's code makes of it. Knows nothing of databases.
 */
import { HandleMisuse } from './db/database.ts'
import { BrokenContract } from './problem.ts'

/** The turns of one run. */
export class Turns {
  private readonly flow: string
  private readonly taken = new Set<string>()
  private underWay: Promise<unknown> | undefined
  private ended: { readonly by: Error } | undefined

  constructor(flow: string) {
    this.flow = flow
  }

  /** Runs the flow's code to its end. Throws what was thrown inside, even where the code caught it. */
  async play(code: () => Promise<unknown>): Promise<unknown> {
    try {
      const answer = await code()
      if (this.underWay !== undefined) throw new HandleMisuse(`${this.flow} ended in the middle of a step.`)
      if (this.ended === undefined) return answer
    } catch (error) {
      this.ended ??= { by: error as Error }
    }
    // What was begun must not go on behind the end.
    await this.underWay?.catch(() => undefined)
    throw this.ended.by
  }

  /** Does something whose failure ends the run. */
  async fatally<R>(work: () => Promise<R>): Promise<R> {
    if (this.ended !== undefined) throw this.ended.by
    try {
      return await work()
    } catch (error) {
      this.ended ??= { by: error as Error }
      throw error
    }
  }

  /** Takes a step of that name: never two of one name, nor two at a time. */
  step<R>(name: string, work: () => Promise<R>): Promise<R> {
    return this.fatally(async () => {
      if (this.underWay !== undefined)
        throw new HandleMisuse(`${name} began while another step of ${this.flow} was under way.`)
      if (this.taken.has(name)) throw new BrokenContract(`${this.flow} has two steps called ${name}.`)
      this.taken.add(name)
      const working = work()
      this.underWay = working
      try {
        return await working
      } finally {
        this.underWay = undefined
      }
    })
  }
}
