/** An index is its own module's queries' to read: commands, effects and modules without one never see it. */
import { feed } from '../../platform/src/between.ts'
import { type CommandHandler, defineModule, type EffectHandler } from '../../platform/src/module.ts'
import type { NoSettings, QueryHandler } from '../../platform/src/module.ts'
import { Toy, type ToyPorts, type ToyTables } from './toy.ts'

interface ToyIndex {
  find(text: string): string[]
}

export const indexInCommand: CommandHandler<typeof Toy.commands.make, ToyTables> = async (input, context) => {
  context.index.find('bear') // TS2339: 'index'
  return input
}

export const indexInEffect: EffectHandler<typeof Toy.effects.wind, ToyTables, ToyPorts> = async (
  input,
  context,
) => {
  context.index.find('bear') // TS2339: 'index'
  return input
}

export const indexOfNobody: QueryHandler<typeof Toy.queries.get, ToyTables> = async (input, context) => {
  context.index.find('bear') // TS2339: 'index'
  return input
}

export const indexOfItsOwn: QueryHandler<typeof Toy.queries.get, ToyTables, NoSettings, ToyIndex> = async (
  input,
  { index },
) => {
  index.lose('bear') // TS2339: 'lose'
  return { id: index.find('bear')[0] ?? input.id }
}

const parts = {
  commands: { make: async (input: { id: string }) => input },
  queries: { get: async (input: { id: string }) => input },
  effects: { wind: async (input: { id: string }) => input },
  migrations: [],
  settings: {},
}
export const noIndex = defineModule<ToyTables, ToyPorts, ToyIndex>()(Toy, parts) // TS2345: 'index'
export const strayIndex = defineModule<ToyTables>()(Toy, {
  ...parts,
  index: { open: () => ({ close: () => {} }) }, // TS2322: 'never'
})

export const writingFeed = feed<ToyIndex>(Toy, 'toy.follow', {
  every_s: 1,
  hears: [Toy.events.made],
  fill: async (index, context) => {
    index.find('bear')
    await context.run(Toy.commands.make, { id: '1' }, 'key') // TS2339: 'run'
    await context.ask(Toy.commands.make, { id: '1' }) // TS2345: "query"
  },
})
