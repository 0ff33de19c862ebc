/**
 * State machines as tables: the one source of which state may follow which. A machine is checked when it is
 * defined, drawn as Mermaid for the READMEs, and asked by stores for the `from` and `to` of an UPDATE.
 * Nothing is executed here.
 */

/** One way on: from any of these states to that one. */
export interface Transition {
  readonly from: readonly string[]
  readonly to: string
}

/** What a machine is made from. */
export interface MachineSpec {
  readonly initial: string
  /** States that nothing leaves. */
  readonly final: readonly string[]
  readonly transitions: Readonly<Record<string, Transition>>
}

type ToOf<D extends MachineSpec> = D['transitions'][keyof D['transitions']]['to']
/** States that the table can lead to at all. */
type StateIn<D extends MachineSpec> = D['initial'] | ToOf<D>

/** Names of a definition that no transition leads to are a compile error at the very word. */
type Known<D extends MachineSpec> = {
  readonly final: readonly StateIn<D>[]
  readonly transitions: { readonly [T in keyof D['transitions']]: { readonly from: readonly StateIn<D>[] } }
}

/** A checked machine; `State` and the names of `transitions` are unions of literals. */
export interface Machine<
  Name extends string = string,
  State extends string = string,
  Transitions extends Readonly<Record<string, Transition>> = Readonly<Record<string, Transition>>,
> {
  readonly name: Name
  readonly initial: State
  readonly final: readonly State[]
  /** Every state, the initial one first, in the order of the table. */
  readonly states: readonly State[]
  readonly transitions: Transitions
}

/** The states of a machine: `StateOf<typeof order>`. */
export type StateOf<M extends Machine> = M['states'][number]

/** The names of a machine's transitions. */
export type TransitionOf<M extends Machine> = keyof M['transitions'] & string

/** States that can be reached from `start` along `edges`. */
const reach = (start: readonly string[], edges: readonly (readonly [string, string])[]): Set<string> => {
  const seen = new Set(start)
  // A set that grows while it is walked is walked to its end.
  for (const state of seen) for (const [a, b] of edges) if (a === state) seen.add(b)
  return seen
}

const faultsOf = (spec: MachineSpec): string[] => {
  const steps = Object.values(spec.transitions)
  const edges = steps.flatMap((step) => step.from.map((state) => [state, step.to] as const))
  const led = new Set([spec.initial, ...steps.map((step) => step.to)])
  const named = new Set([...led, ...spec.final, ...steps.flatMap((step) => step.from)])
  const reached = reach([spec.initial], edges)
  const alive = reach(
    spec.final,
    edges.map(([a, b]) => [b, a] as const),
  )
  const faults = steps.some((step) => step.from.length === 0) ? ['a transition comes from nowhere'] : []
  for (const state of named) {
    const isFinal = spec.final.includes(state)
    const leaves = edges.some(([a]) => a === state)
    if (!led.has(state)) faults.push(`unknown state "${state}": no transition leads to it`)
    else if (!reached.has(state)) faults.push(`unreachable state "${state}"`)
    else if (isFinal && leaves) faults.push(`final state "${state}" has a way out`)
    else if (!isFinal && !leaves) faults.push(`dead state "${state}": not final, and no way out`)
    else if (spec.final.length > 0 && !alive.has(state))
      faults.push(`dead state "${state}": no way to a final state`)
  }
  return faults
}

/**
 * Defines a machine. Throws an Error that lists every fault: unknown, unreachable and dead states, final ones
 * with a way out.
 * @param name the module's or thing's name, for errors and drawings
 */
export const machine = <const N extends string, const D extends MachineSpec>(
  name: N,
  spec: D & Known<D>,
): Machine<N, StateIn<D>, D['transitions']> => {
  const faults = faultsOf(spec)
  if (faults.length > 0) throw new Error(`machine ${name}: ${faults.join('; ')}`)
  const states = [spec.initial, ...Object.values(spec.transitions).flatMap((step) => [...step.from, step.to])]
  const { initial, final, transitions } = spec
  return { name, initial, final, states: [...new Set(states)], transitions }
}

const stepOf = (m: Machine, transition: string): Transition => {
  const step = Object.hasOwn(m.transitions, transition) ? m.transitions[transition] : undefined
  if (!step) throw new Error(`machine ${m.name} has no transition "${transition}"`)
  return step
}

/** Whether a transition may be taken in this state. Throws for a transition the machine does not have. */
export const can = <M extends Machine>(m: M, state: StateOf<M>, transition: TransitionOf<M>): boolean =>
  stepOf(m, transition).from.includes(state)

/** The states that a transition may start from: the `WHERE state IN (…)` of its UPDATE. */
export const from = <M extends Machine, T extends TransitionOf<M>>(
  m: M,
  transition: T,
): M['transitions'][T]['from'] => stepOf(m, transition).from

/** The state that a transition ends in: the `SET state = …` of its UPDATE. */
export const to = <M extends Machine, T extends TransitionOf<M>>(
  m: M,
  transition: T,
): M['transitions'][T]['to'] => stepOf(m, transition).to

/** Draws a machine as a Mermaid stateDiagram-v2, in the order of its table. */
export const toMermaid = (m: Machine): string =>
  [
    'stateDiagram-v2',
    `  [*] --> ${m.initial}`,
    ...Object.entries(m.transitions).flatMap(([name, step]) =>
      step.from.map((state) => `  ${state} --> ${step.to}: ${name}`),
    ),
    ...m.final.map((state) => `  ${state} --> [*]`),
  ].join('\n')
