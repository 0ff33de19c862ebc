/** The door of the twin: an e-CNY bank of one's own for tests and the sandbox. Never part of production. */
export { type EcnyTwin, type EcnyTwinOptions, startEcnyTwin, type TwinSettings } from './server.ts'
export type { EcnyTwinControl, TwinOrderView } from './control.ts'
export type { RefundEnd, TwinOrder } from './book.ts'
export { generateTwinKeys, type TwinKeys } from './keys.ts'
export { type Fault, FAULT_KINDS, type FaultKind } from './faults.ts'
export { FORGE_KINDS, type ForgeKind } from './forge.ts'
export { Refusal as TwinRefusal } from './gate.ts'
