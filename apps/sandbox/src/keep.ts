/**
 * Keeps the twin's orders in one JSON file, so that a payment of yesterday can be refunded today. Written
 * whole, beside and then over; a file that cannot be read counts as empty, for this is play money.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TwinOrder } from '@tiantou/wechat-pay/twin'

export interface Keep {
  load(): Promise<readonly TwinOrder[]>
  /** Notes that something changed; written a moment later, many changes at once. */
  readonly save: (orders: () => readonly TwinOrder[]) => void
  /** Writes what is not yet written. */
  flush(): Promise<void>
}

const DELAY_MS = 200
const KEPT = 2000

export function createKeep(file: string | undefined): Keep {
  let pending: (() => readonly TwinOrder[]) | undefined
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const write = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const orders = pending
    pending = undefined
    if (orders !== undefined && file !== undefined) writing = writing.then(() => writeWhole(file, orders()))
    return writing
  }
  return {
    load: async () => (file === undefined ? [] : read(file)),
    save: (orders) => {
      pending = orders
      if (file === undefined || timer !== undefined) return
      // A full disc costs the copy, not the sandbox.
      timer = setTimeout(() => void write().catch(() => undefined), DELAY_MS)
      timer.unref()
    },
    flush: () => write().catch(() => undefined),
  }
}

async function read(file: string): Promise<readonly TwinOrder[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(parsed) ? (parsed as TwinOrder[]) : []
  } catch {
    return []
  }
}

async function writeWhole(file: string, orders: readonly TwinOrder[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(orders.slice(-KEPT)))
  await rename(`${file}.new`, file)
}
