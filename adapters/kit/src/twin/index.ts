/** The door of what the twins share. Never part of production. */
export { type AskedControl, type AskedTwin, serveAsked } from './asked.ts'
export { certificatePem, type CertificateWish, drawPair, type Name, type TwinPair } from './certificate.ts'
export {
  COMMON_FAULTS,
  doesWork,
  PLAIN_FAULTS,
  type PlainFault,
  type PlainFaultKind,
  type PlannedFault,
  respondJson,
  takeFault,
} from './faults.ts'
export { keptKeys } from './kept-keys.ts'
export { findPlace, type Found, isByRoad, roadBetween } from './atlas.ts'
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
export {
  isOver,
  lastStep,
  moveParcel,
  nextStep,
  type ParcelStep,
  type TwinParcel,
  type TwinTrack,
} from './parcels.ts'
export {
  type CarrierControl,
  createDesk,
  type Desk,
  type DeskOptions,
  DeskRefusal,
  type ParcelView,
  type Speech,
} from './desk.ts'
