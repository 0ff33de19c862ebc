/**
 * The files of the repository as texts: the only check that touches the disk. What is read here, the others
 * judge.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** A text file; its path is relative to the root of the repository, with `/` on every system. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A workspace of the repository, from its package.json. */
export interface Package {
  /** `@tiantou/order` */
  readonly name: string
  /** `modules/order` */
  readonly path: string
  /** Door → file: `./contract` → `modules/order/src/contract.ts`. */
  readonly doors: Readonly<Record<string, string>>
  /** Names of the packages it may import. */
  readonly dependencies: readonly string[]
}

const root = join(import.meta.dirname, '../..')
const skipped = new Set([
  'node_modules',
  'dist',
  'coverage',
  'data',
  'generated',
  '.git',
  '.scratch',
  'planted',
])
const kinds = /\.(ts|mts|js|mjs|vue|css|md)$|(^|\/)package\.json$|\.lock$/

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : entry.isFile() && kinds.test(path) ? [path] : []
  })

const posix = (path: string): string => relative(root, path).split(sep).join('/')

/** Every file that the rules are about. */
export const readTree = (): SourceFile[] =>
  walk(root)
    .filter((path) => !path.endsWith('package-lock.json'))
    .map((path) => ({ path: posix(path), text: readFileSync(path, 'utf8') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))

/** The workspaces among them. */
export const packagesOf = (files: readonly SourceFile[]): Package[] =>
  files
    .filter((file) => file.path.endsWith('/package.json'))
    .map((file) => {
      const json = JSON.parse(file.text) as {
        readonly name: string
        readonly exports?: Readonly<Record<string, string>>
        readonly dependencies?: Readonly<Record<string, string>>
        readonly devDependencies?: Readonly<Record<string, string>>
      }
      const path = file.path.slice(0, -'/package.json'.length)
      const doors = Object.entries(json.exports ?? {}).map(([door, to]) => [door, to.replace(/^\./, path)])
      return {
        name: json.name,
        path,
        doors: Object.fromEntries(doors) as Record<string, string>,
        dependencies: Object.keys({ ...json.dependencies, ...json.devDependencies }),
      }
    })

/** Whether a file is code that Node or a browser runs. */
export const isCode = (file: SourceFile): boolean => /\.(ts|mts|js|mjs|vue)$/.test(file.path)

/** Whether a file is a test or serves tests only. */
export const isTest = (path: string): boolean => /(^|\/)tests?\/|\.test\.ts$/.test(path)

/** Whether a file runs in a browser or mini program. */
export const isFrontEnd = (path: string): boolean => /^apps\/(shop|console|miniprogram)\//.test(path)
