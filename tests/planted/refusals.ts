/** Only what a contract declares can be refused, answered, announced; and every declared operation has its code. */
import { flow, page, send, undo } from '../../platform/src/between.ts'
import { defineModule, type CommandHandler } from '../../platform/src/module.ts'
import { Give, Shelf, Take, Toy, type ToyTables } from './toy.ts'

type Make = CommandHandler<typeof Toy.commands.make, ToyTables>

export const undeclaredNo: Make = async (_, { refuse }) => refuse('lost') // TS2554: Expected 2 arguments
export const wrongDoor: Make = async (_, { refuse }) => refuse('denied') // TS2554: Expected 2 arguments
export const committedNo: Make = async (_, { outcome }) => outcome('broken') // TS2345: "broken"
export const noData: Make = async (_, { refuse }) => refuse('sold_out') // TS2554: Expected 2 arguments
export const wrongData: Make = async (_, { refuse }) => refuse('sold_out', { left: 'two' }) // TS2322: 'string'
export const wrongAnswer: Make = async () => ({ name: 'bear' }) // TS2322: name: string
export const rightNo: Make = async (_, { refuse }) => refuse('sold_out', { left: 2 })

export const wrongEvent: Make = async (input, { emit }) => {
  emit(Toy.events.made, { id: 7 }) // TS2322: 'number'
  return input
}

export const halfAModule = defineModule<ToyTables>()(Toy, {
  commands: {}, // TS2741: 'make'
  queries: { get: async (input) => input },
  effects: { wind: async (input) => input },
  migrations: [],
  settings: {},
})

export const silentFlow = flow(Take, async (input, { step }) => {
  return step('make', Toy.commands.make, input) // TS2345: 'undeclared'
})
export const openFlow = flow(Give, async (input, { step }) => step('make', Toy.commands.make, input))

export const flowWithTransaction = flow(Give, async (input, context) => {
  await context.tx.deleteFrom('toy_toys').execute() // TS2339: 'tx'
  return input
})

export const writingPage = page(Shelf, async (input, context) => {
  await context.step('make', Toy.commands.make, input) // TS2339: 'step'
  await context.ask(Toy.commands.make, input) // TS2345: "query"
  return input
})

export const wrongSending = send(Toy.commands.make, { name: 'bear' }) // TS2353: 'name'
export const wrongUndo = undo(Toy.queries.get, { id: '1' }) // TS2345: "command"
