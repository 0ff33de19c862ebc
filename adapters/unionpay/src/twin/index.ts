/** The door of the twin: a UnionPay of one's own for tests and the sandbox. Never part of production. */
export {
  startUnionpayTwin,
  type TwinSettings,
  type UnionpayTwin,
  type UnionpayTwinOptions,
} from './server.ts'
export type { UnionpayTwinControl, TwinOrderView } from './control.ts'
export type { RefundEnd, TwinOrder } from './book.ts'
export { certificatesOf, generateTwinKeys, privatePem, type TwinKeys } from './keys.ts'
export { type Fault, FAULT_KINDS, type FaultKind } from './faults.ts'
export { FORGE_KINDS, type ForgeKind } from './forge.ts'
export { Refusal as TwinRefusal } from './gate.ts'
