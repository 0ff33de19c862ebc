/** The door of what the twins share. Never part of production. */
export { certificatePem, type CertificateWish, drawPair, type Name, type TwinPair } from './certificate.ts'
export { COMMON_FAULTS, doesWork, type PlannedFault, takeFault } from './faults.ts'
export {
  announce,
  type Answered,
  closeNotifier,
  createNotifier,
  lastNotice,
  later,
  type Notice,
  type NoticePlan,
  type Notifier,
  noticesOf,
  post,
  quiet,
  sendOnce,
} from './notifier.ts'
export { realTimer, serveTwin, type TwinRequest, type TwinServer } from './server.ts'
export { zip, type ZipFile } from './zip.ts'
