/** A transaction or a telephone, never both (R4): what a command reaches for and must not be given. */
import type { CommandHandler, EffectHandler, QueryHandler } from '../../platform/src/module.ts'
import { Toy, type ToyPorts, type ToyTables } from './toy.ts'

type Make = typeof Toy.commands.make
type Get = typeof Toy.queries.get
type Wind = typeof Toy.effects.wind

export const telephoneInCommand: CommandHandler<Make, ToyTables> = async (input, context) => {
  await context.ports.winder.wind(input.id) // TS2339: 'ports'
  await context.ask(Toy.queries.get, input) // TS2339: 'ask'
  await context.run(Toy.commands.make, input, 'key') // TS2339: 'run'
  await context.effect('wind', Toy.effects.wind, input) // TS2339: 'effect'
  await context.step('make', Toy.commands.make, input) // TS2339: 'step'
  return input
}

export const openingItsOwn: CommandHandler<Make, ToyTables> = async (input, { tx }) => {
  await tx.transaction().execute(async () => {}) // TS2551: 'transaction'
  await tx.schema.dropTable('toy_toys').execute() // TS2339: 'schema'
  return input
}

export const writingQuery: QueryHandler<Get, ToyTables> = async (input, context) => {
  await context.db.insertInto('toy_toys').values({ id: '1', state: 'new' }).execute() // TS2339: 'insertInto'
  await context.tx.deleteFrom('toy_toys').execute() // TS2339: 'tx'
  context.emit(Toy.events.made, input) // TS2339: 'emit'
  return input
}

export const transactionInEffect: EffectHandler<Wind, ToyTables, ToyPorts> = async (input, context) => {
  await context.ports.winder.wind(input.id)
  await context.tx.deleteFrom('toy_toys').execute() // TS2339: 'tx'
  await context.db.deleteFrom('toy_toys').execute() // TS2551: 'deleteFrom'
  context.emit(Toy.events.made, input) // TS2339: 'emit'
  return input
}
