/**
 * The drawings of state machines in the modules' READMEs, as their states.ts say them. Pure; the machines are
 * handed in.
 */
import { toMermaid, type Machine } from '@tiantou/kernel'

const fence = '```'

/** The block that follows `<!-- states:NAME -->`. */
const block = (name: string): RegExp =>
  new RegExp(`(<!-- states:${name} -->\\s*\\n)${fence}mermaid\\n[\\s\\S]*?\\n${fence}`)

/**
 * The README with the drawings of these machines brought up to date; a missing place for one is left missing.
 */
export const drawStates = (readme: string, machines: readonly Machine[]): string =>
  machines.reduce(
    (text, one) =>
      text.replace(
        block(one.name),
        (_, mark: string) => `${mark}${fence}mermaid\n${toMermaid(one)}\n${fence}`,
      ),
    readme,
  )

/** Drawings that are missing or differ from the machines. */
export const checkStates = (path: string, readme: string, machines: readonly Machine[]): string[] =>
  machines.flatMap((one) => {
    if (!block(one.name).test(readme)) return [`${path} has no drawing after <!-- states:${one.name} -->`]
    if (drawStates(readme, [one]) === readme) return []
    return [`${path} draws "${one.name}" otherwise than states.ts: run node scripts/write-states.ts`]
  })

/** The machines among what a states.ts exports. */
export const machinesAmong = (exports: Readonly<Record<string, unknown>>): Machine[] =>
  Object.values(exports).filter(
    (value): value is Machine =>
      typeof value === 'object' &&
      value !== null &&
      'transitions' in value &&
      'initial' in value &&
      'states' in value,
  )
