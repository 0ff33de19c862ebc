/**
 * Keeps a twin's orders in one JSON file, so that a payment of yesterday can be refunded today. Written
 * whole, beside and then over; a file that cannot be read counts as empty, for this is play money.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Keep<Order> {
  load(): Promise<readonly Order[]>
  /** Notes that something changed; written a moment later, many changes at once. */
  readonly save: (orders: () => readonly Order[]) => void
  /** Writes what is not yet written. */
  flush(): Promise<void>
}

const DELAY_MS = 200
const KEPT = 2000

export function createKeep<Order>(file: string | undefined): Keep<Order> {
  let pending: (() => readonly Order[]) | undefined
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

async function read<Order>(file: string): Promise<readonly Order[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(parsed) ? (parsed as Order[]) : []
  } catch {
    return []
  }
}

async function writeWhole(file: string, orders: readonly unknown[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(orders.slice(-KEPT)))
  await rename(`${file}.new`, file)
}
