/** What the modules export, loaded as code: their contracts and their state machines. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Machine } from '@tiantou/kernel'
import type { Announcing } from './events.ts'
import type { SourceFile } from './files.ts'
import { machinesAmong } from './states.ts'

const root = join(import.meta.dirname, '../..')

const load = async (path: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(root, path)).href)) as Record<string, unknown>

const isContract = (value: unknown): value is Announcing =>
  typeof value === 'object' && value !== null && 'module' in value && 'events' in value && 'commands' in value

/** Every module's contract, and the platform's own. */
export const loadContracts = async (files: readonly SourceFile[]): Promise<Announcing[]> => {
  const paths = files
    .map((file) => file.path)
    .filter((path) => /^(modules\/[^/]+\/src\/contract|platform\/src\/[a-z]+-contract)\.ts$/.test(path))
  const exports = await Promise.all(paths.map(load))
  return exports.flatMap((one) => Object.values(one).filter(isContract))
}

/** README path → the machines of its module, for every module that has a states.ts. */
export const loadMachines = async (files: readonly SourceFile[]): Promise<Map<string, Machine[]>> => {
  const paths = files
    .map((file) => file.path)
    .filter((path) => /^modules\/[^/]+\/src\/states\.ts$/.test(path))
  const entries = paths.map(async (path): Promise<[string, Machine[]]> => {
    return [path.replace('src/states.ts', 'README.md'), machinesAmong(await load(path))]
  })
  return new Map(await Promise.all(entries))
}
