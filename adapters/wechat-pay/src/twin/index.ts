/**
 * The door of the twin: a WeChat Pay of one's own for tests, the sandbox and benchmarks. Never part of
 * production.
 */
export {
  startWechatPayTwin,
  type TwinSettings,
  type WechatPayTwin,
  type WechatPayTwinOptions,
} from './server.ts'
export type { TwinOrderView, WechatPayTwinControl } from './control.ts'
export type { TwinOrder, TwinTransfer } from './book.ts'
export type { TwinReceiver } from './sharing-book.ts'
export { drawCertificateKey, generateTwinKeys, type TwinKeys } from './keys.ts'
export { FAULT_KINDS, type Fault, type FaultKind } from './faults.ts'
export { BILL_SEEDS, type BillSeed } from './bill-seeds.ts'
export { FORGE_KINDS, type ForgeKind } from './forge.ts'
export { Refusal as TwinRefusal } from './gate.ts'
export { createInProcessChannel, type InProcessChannel } from './in-process.ts'
