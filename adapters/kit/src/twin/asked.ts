/**
 * A twin that is only ever asked and never tells anything by itself: it answers by the address, counts whom
 * it let in, and does wrong what it was told to.
 */
import { doesWork, PLAIN_FAULTS, type PlainFault, respondJson, takeFault } from './faults.ts'
import { serveTwin } from './server.ts'

export interface AskedControl {
  /** Spoils the next answers; `on` is a piece of the path. @throws RangeError for what it does not know */
  failNext(fault: PlainFault): void
  /** Forgets planned misbehaviour. */
  behave(): void
  /** How many calls were let in. */
  calls(): number
}

export interface AskedTwin {
  readonly url: string
  readonly control: AskedControl
  close(): Promise<void>
}

/** What the provider says. */
export interface AskedSpeech {
  /** The answer to one call; throws a refusal. */
  answer(url: URL): object
  /** How a refusal is worded; null for what is none. */
  refuse(error: unknown): object | null
  /** What a planned fault says in the provider's words, where it says anything. */
  fault(fault: PlainFault | undefined): object | undefined
}

/** Starts it on 127.0.0.1. */
export const serveAsked = async (speech: AskedSpeech): Promise<AskedTwin> => {
  const faults: PlainFault[] = []
  let calls = 0
  const answer = (url: URL): object => {
    try {
      const result = speech.answer(url)
      calls += 1
      return result
    } catch (error) {
      const no = speech.refuse(error)
      if (no === null) throw error
      return no
    }
  }
  const server = await serveTwin(({ url }, response) => {
    const fault = takeFault(faults, url.pathname)
    respondJson(response, speech.fault(fault) ?? (doesWork(fault) ? answer(url) : {}), fault)
  })
  return {
    url: server.url,
    control: {
      failNext: (fault) => {
        if (!PLAIN_FAULTS.includes(fault.kind)) throw new RangeError('no such fault')
        faults.push({ ...fault })
      },
      behave: () => void (faults.length = 0),
      calls: () => calls,
    },
    close: () => server.close(),
  }
}
