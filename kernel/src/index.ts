/**
 * The pure floor: contracts, results, state machines, money, quantity, ids. No I/O, clock or random lives
 * here.
 */
export * from './contract.ts'
export * from './result.ts'
export * from './actor.ts'
export * from './shapes.ts'
export * from './storage.ts'
export * from './ids.ts'
export * from './machine.ts'
export * from './money.ts'
export * from './quantity.ts'
export * from './digital-link.ts'
export * from './credit-code.ts'
