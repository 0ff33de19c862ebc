/** The door of the twin: an Alipay of one's own for tests and the sandbox. Never part of production. */
export { type AlipayTwin, type AlipayTwinOptions, startAlipayTwin, type TwinSettings } from './server.ts'
export type { AlipayTwinControl, TwinTradeView } from './control.ts'
export type { TwinTrade } from './book.ts'
export { generateTwinKeys, type TwinKeys } from './keys.ts'
export { type Fault, FAULT_KINDS, type FaultKind } from './faults.ts'
export { BILL_SEEDS, type BillSeed } from './bill-seeds.ts'
export { FORGE_KINDS, type ForgeKind } from './forge.ts'
export { Refusal as TwinRefusal } from './gate.ts'
