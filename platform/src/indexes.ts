/**
 * The indexes of this process: projections in files of their own (decision 0030). Each process holds a folder
 * that no other may use, also where several share one data folder; what a dead process left is taken over.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Closable, Module } from './module.ts'

export interface Indexes {
  /** The index of a module, opened when it is first asked for; undefined where the module has none. */
  of(module: string): object | undefined
  close(): void
}

interface Place {
  readonly folder: string
  free(): void
}

const MOST_PROCESSES = 256

/** SQLite's lock is the system's: it ends with the process, however that ends. */
const tryClaim = (folder: string): DatabaseSync | undefined => {
  mkdirSync(folder, { recursive: true })
  const claim = new DatabaseSync(join(folder, 'claim'), { timeout: 0 })
  try {
    claim.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return claim
  } catch {
    claim.close()
    return undefined
  }
}

/** The first folder below `root` that no living process holds. */
const claimPlace = (root: string): Place => {
  for (let number = 0; number < MOST_PROCESSES; number += 1) {
    const folder = join(root, String(number))
    const claim = tryClaim(folder)
    if (claim !== undefined) return { folder, free: () => claim.close() }
  }
  throw new Error(`More than ${MOST_PROCESSES} processes keep their indexes in ${root}.`)
}

const passingPlace = (): Place => {
  const folder = mkdtempSync(join(tmpdir(), 'tiantou-index-'))
  return { folder, free: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Nothing is opened yet. Without a root the indexes live in a passing folder and go with the process. */
export const openIndexes = (modules: readonly Module[], root: string | undefined): Indexes => {
  const definitions = new Map(
    modules.flatMap(({ contract, index }) =>
      index === undefined ? [] : [[contract.module, index] as const],
    ),
  )
  const opened = new Map<string, object & Closable>()
  let place: Place | undefined
  let closed = false
  return {
    of: (module) => {
      const known = opened.get(module)
      if (known !== undefined) return known
      const definition = definitions.get(module)
      if (definition === undefined) return undefined
      if (closed) throw new Error(`The index of ${module} is closed.`)
      place ??= root === undefined ? passingPlace() : claimPlace(root)
      const folder = join(place.folder, module)
      mkdirSync(folder, { recursive: true })
      const index = definition.open(folder)
      opened.set(module, index)
      return index
    },
    close: () => {
      closed = true
      for (const index of opened.values()) index.close()
      opened.clear()
      place?.free()
      place = undefined
    },
  }
}
