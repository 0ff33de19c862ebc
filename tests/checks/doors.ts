/**
 * Who may import whom (R1, R2): packages are entered by the doors of their package.json, modules never meet,
 * and nothing goes round in a circle. Pure.
 */
import { dirname, join } from 'node:path/posix'
import { isCode, isFrontEnd, isTest, type Package, type SourceFile } from './files.ts'
import { importsOf, type Import } from './syntax.ts'

type Kind = 'kernel' | 'platform' | 'module' | 'between' | 'adapter' | 'client' | 'app' | 'bench' | 'root'

const kindOf = (path: string): Kind => {
  const [first = ''] = path.split('/')
  if (first === 'modules') return 'module'
  if (first === 'adapters') return 'adapter'
  if (first === 'apps') return 'app'
  return (
    (['kernel', 'platform', 'between', 'client', 'bench'] as const).find((kind) => kind === first) ?? 'root'
  )
}

const isContract = (door: string): boolean => /(^|[./])contracts?$/.test(door)
const house = 'apps/server/src/house.ts'
/** What adapters share; its `./twin` is for their twins alone. */
const kit = 'adapters/kit'
/** Where the house is put together: adapters are chosen here, and ports named by their types. */
const isComposition = (path: string): boolean => path.startsWith('apps/server/src/')

/** Whether production code at `path` may enter `to` by this door. The house's law in one table. */
const mayEnter = (path: string, to: Package, door: string, typeOnly: boolean): boolean => {
  const from = kindOf(path)
  const target = kindOf(`${to.path}/`)
  if (door === './testing') return from === 'bench'
  if (door === './port' && typeOnly && (isComposition(path) || from === 'bench')) return true
  if (path.startsWith(house.slice(0, -'.ts'.length))) return door === '.'
  if (target === 'kernel') return from !== 'kernel'
  if (target === 'platform') return !['kernel', 'client'].includes(from) && !isFrontEnd(path)
  if (target === 'module') {
    if (isContract(door))
      return isFrontEnd(path) ? typeOnly : !['kernel', 'platform', 'module'].includes(from)
    return door === './port' && from === 'adapter'
  }
  if (target === 'between') return isContract(door) && ['client', 'app', 'bench', 'root'].includes(from)
  // What the services of one provider have in common on the wire.
  if (target === 'adapter' && /^\.\/wire(-twin)?$/.test(door)) return from === 'adapter'
  if (to.path === kit && from === 'adapter') return door === '.' || path.includes('/src/twin/')
  if (target === 'adapter' && door === '.') return isComposition(path)
  if (target === 'adapter') return door === './twin' && ['app', 'bench'].includes(from)
  if (target === 'client') return ['app', 'bench', 'root'].includes(from)
  return target === 'app' && (door === '.' || door === './build') && ['app', 'bench', 'root'].includes(from)
}

/**
 * Tests also enter `./testing`, and those outside the modules see contracts, twins and the finished house.
 */
const mayTestEnter = (path: string, to: Package, door: string, typeOnly: boolean): boolean => {
  if (mayEnter(path, to, door, typeOnly)) return true
  const from = kindOf(path)
  const target = kindOf(`${to.path}/`)
  if (from === 'kernel') return false
  if (path.startsWith(`${to.path}/`)) return true
  if (target === 'kernel' || target === 'platform') return true
  if (from === 'platform' || from === 'module') return false
  return (target !== 'module' && target !== 'between') || door !== '.'
}

const split = (specifier: string): { name: string; door: string } => {
  const parts = specifier.split('/')
  const length = specifier.startsWith('@') ? 2 : 1
  const rest = parts.slice(length).join('/')
  return { name: parts.slice(0, length).join('/'), door: rest === '' ? '.' : `./${rest}` }
}

/** The file behind a door; a door may carry one `*`. */
const behind = (to: Package, door: string): string | undefined => {
  if (Object.hasOwn(to.doors, door)) return to.doors[door]
  for (const [pattern, file] of Object.entries(to.doors)) {
    const [head = '', tail] = pattern.split('*')
    if (tail === undefined || !door.startsWith(head) || !door.endsWith(tail)) continue
    return file.replace('*', door.slice(head.length, door.length - tail.length))
  }
  return undefined
}

const ownerOf = (packages: readonly Package[], path: string): Package | undefined =>
  packages.find((one) => path.startsWith(`${one.path}/`))

/** The root's own tools may reach what has no door: the suites' servers, and the build of an app. */
const mayReach = (from: string, to: string): boolean =>
  (/^(tests|scripts)\//.test(from) && /^(platform\/src\/testing|tests|scripts)\//.test(to)) ||
  (from.startsWith('scripts/') && to.startsWith('apps/'))

const judgeRelative = (file: SourceFile, one: Import, packages: readonly Package[]): string | undefined => {
  const to = join(dirname(file.path), one.to)
  const mine = ownerOf(packages, file.path)?.path
  const leaves = mine === undefined ? ownerOf(packages, to) !== undefined : !to.startsWith(`${mine}/`)
  if (leaves && !mayReach(file.path, to)) return `leaves its package by "${one.to}": use a door`
  if (!isTest(file.path) && isTest(to) && !/^(tests|scripts)\//.test(file.path))
    return `needs a test: "${one.to}"`
  return undefined
}

const judge = (file: SourceFile, one: Import, packages: readonly Package[]): string | undefined => {
  if (one.to.startsWith('.')) return judgeRelative(file, one, packages)
  if (one.to.startsWith('virtual:')) return undefined
  const from = kindOf(file.path)
  const test = isTest(file.path)
  if (one.to.startsWith('node:')) {
    return from === 'kernel' && !test ? `is pure, and imports "${one.to}"` : undefined
  }
  const { name, door } = split(one.to)
  const mine = ownerOf(packages, file.path)
  const to = packages.find((candidate) => candidate.name === name)
  if (!to) {
    const declared = mine === undefined || test || mine.dependencies.includes(name)
    return declared ? undefined : `imports "${name}", which its package.json does not name`
  }
  if (behind(to, door) === undefined) return `knocks at "${one.to}", where ${to.path} has no door`
  if (!(test ? mayTestEnter : mayEnter)(file.path, to, door, one.typeOnly))
    return `must not import "${one.to}"`
  const declared = mine === undefined || mine === to || test || mine.dependencies.includes(name)
  return declared ? undefined : `imports "${name}", which its package.json does not name`
}

/** Imports that the house does not allow. */
export const checkDoors = (files: readonly SourceFile[], packages: readonly Package[]): string[] =>
  files.filter(isCode).flatMap((file) =>
    importsOf(file).flatMap((one) => {
      const fault = judge(file, one, packages)
      return fault === undefined ? [] : [`${file.path}:${one.line} ${fault}`]
    }),
  )

/** Which files of the repository a file imports. */
const nextOf = (file: SourceFile, packages: readonly Package[]): string[] =>
  importsOf(file).flatMap((one) => {
    if (one.to.startsWith('.')) return [join(dirname(file.path), one.to)]
    const { name, door } = split(one.to)
    const to = packages.find((candidate) => candidate.name === name)
    return (to && behind(to, door)) ?? []
  })

/** Circles of imports (types count too: a knot is a knot), one for each file that closes one. */
export const checkCircles = (files: readonly SourceFile[], packages: readonly Package[]): string[] => {
  const next = new Map(files.filter(isCode).map((file) => [file.path, nextOf(file, packages)]))
  const finished = new Set<string>()
  const circles: string[] = []
  const go = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) circles.push([...trail.slice(at), path].join(' → '))
    if (at >= 0 || finished.has(path)) return
    for (const to of next.get(path) ?? []) go(to, [...trail, path])
    finished.add(path)
  }
  for (const path of next.keys()) go(path, [])
  return circles
}
