/**
 * The door of the twin: 快递100 on 127.0.0.1, written from the provider's documents. For tests and the sandbox
 * only.
 */
export { DeskRefusal, type ParcelStep, type ParcelView, type TwinParcel } from '@tiantou/adapter-kit/twin'
export { FORGE_KINDS, type ForgeKind } from './speech.ts'
export { type Kuaidi100Twin, startKuaidi100Twin } from './server.ts'
