/** Migrations that have landed never change: their names and hashes stand in docs/migrations.lock. Pure. */
import { createHash } from 'node:crypto'
import type { SourceFile } from './files.ts'

/** Where the hashes stand. */
export const lockPath = 'docs/migrations.lock'

const isMigration = (path: string): boolean =>
  /^(modules\/[^/]+|platform)\/(.+\/)?migrations\/[^/]+\.ts$/.test(path)

const hashOf = (text: string): string =>
  createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')

const read = (lock: string): Map<string, string> =>
  new Map(
    lock.split('\n').flatMap((line) => {
      const [hash, path] = line.split('  ')
      return hash && path && !line.startsWith('#') ? [[path, hash] as const] : []
    }),
  )

/** The lock with every new migration added; entries that are there stay as they are, right or wrong. */
export const lockNew = (files: readonly SourceFile[], lock: string): string => {
  const known = read(lock)
  const all = files
    .filter((file) => isMigration(file.path))
    .map((file) => [file.path, hashOf(file.text)] as const)
  const merged = new Map([...all, ...known])
  const rows = [...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, hash]) => `${hash}  ${path}`)
  return [
    '# sha256 of every migration that has landed; node scripts/lock-migrations.ts adds new ones',
    ...rows,
    '',
  ].join('\n')
}

const faultsOfNames = (paths: readonly string[]): string[] => {
  const folders = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf('/')))
  return [...folders].flatMap(([folder, inside]) =>
    inside.toSorted().flatMap((path, i) => {
      const number = String(i + 1).padStart(4, '0')
      const good = new RegExp(`/${number}-[a-z0-9-]+\\.ts$`).test(path)
      return good ? [] : [`${path} should be ${folder}/${number}-<words>.ts: numbers run on without a gap`]
    }),
  )
}

/** Landed migrations that changed or vanished, new ones that nobody locked, and numbers out of order. */
export const checkMigrations = (files: readonly SourceFile[], lock: string): string[] => {
  const known = read(lock)
  const now = new Map(
    files.filter((file) => isMigration(file.path)).map((file) => [file.path, hashOf(file.text)]),
  )
  const faults = [...known].flatMap(([path, hash]) => {
    if (!now.has(path)) return [`${path} has landed, and is gone`]
    return now.get(path) === hash ? [] : [`${path} has landed, and was changed: write a new migration`]
  })
  const fresh = [...now.keys()].filter((path) => !known.has(path))
  const unlocked = fresh.map((path) => `${path} is not in ${lockPath}: run node scripts/lock-migrations.ts`)
  return [...faults, ...unlocked, ...faultsOfNames([...now.keys()])]
}
