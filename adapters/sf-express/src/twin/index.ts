/**
 * The door of the twin: 丰桥 on 127.0.0.1, written from the provider's documents. For tests and the sandbox.
 */
export { DeskRefusal, type ParcelStep, type ParcelView, type TwinParcel } from '@tiantou/adapter-kit/twin'
export { FORGE_KINDS, type ForgeKind } from './speech.ts'
export { type SfExpressTwin, startSfExpressTwin } from './server.ts'
