/**
 * Where pictures lie: three stores of the platform's `FileStore`, so that what is public can be handed to a
 * web server or a CDN as it is, and nothing private ever lies beside it.
 */
import type { FileStore } from '@tiantou/platform'

export interface MediaPorts {
  /** Bodies of uploads, until they are worked on. */
  readonly incoming: FileStore
  /** Variants that anybody may see. */
  readonly shown: FileStore
  /** Variants that are shown by signed links only. */
  readonly kept: FileStore
}
