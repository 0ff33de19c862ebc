/** The pure floor: contracts, results, state machines, money, quantity, ids. No I/O, clock or random lives here. */
export * from './contract.ts'
export * from './result.ts'
