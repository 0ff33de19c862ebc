/**
 * Builds the shop into `dist`, and only when something it is made of has changed: a hash over the sources,
 * the client, the contracts and the lock file stands in `dist/.inputs`. The server calls this at its start.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const shop = import.meta.dirname
const root = join(shop, '../..')
const dist = join(shop, 'dist')

const skipped = /^(node_modules|test|dist|\.scratch)$/

const filesIn = (path: string): string[] => {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => !skipped.test(name))
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)))
}

const isContract = (path: string): boolean => path.endsWith('contract.ts')

/** Everything that can change a byte of the bundle. */
const inputs = (): string[] => {
  const whole = ['apps/shop', 'client', 'kernel', 'package-lock.json'].map((name) => join(root, name))
  const contracts = ['modules', 'between'].flatMap((name) => filesIn(join(root, name)).filter(isContract))
  return [...whole.filter((path) => existsSync(path)).flatMap(filesIn), ...contracts]
}

const hashOfInputs = (): string => {
  const hash = createHash('sha256')
  for (const path of inputs()) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}

/**
 * Writes what compresses well a second and third time, as the server hands it out: `.br` and `.gz` beside it.
 */
const precompress = (folder: string): void => {
  for (const path of filesIn(folder).filter((one) => /\.(js|css|html|svg)$/.test(one))) {
    const content = readFileSync(path)
    if (content.length < 1_024) continue
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
    writeFileSync(`${path}.br`, brotliCompressSync(content, brotli))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}

const stamped = (): string => {
  const stamp = join(dist, '.inputs')
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
}

/**
 * Brings `apps/shop/dist` up to date.
 * @returns the folder to serve, and whether it had to be built
 */
export const buildShop = async (): Promise<{ folder: string; built: boolean }> => {
  const hash = hashOfInputs()
  if (stamped() === hash) return { folder: dist, built: false }
  const { build } = await import('vite')
  const fresh = join(shop, '.scratch', `dist-${process.pid}`)
  await build({
    configFile: join(shop, 'vite.config.ts'),
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir: fresh },
  })
  precompress(fresh)
  writeFileSync(join(fresh, '.inputs'), hash)
  // Whole or not at all: two processes that build at once never serve each other's halves.
  rmSync(dist, { recursive: true, force: true })
  renameSync(fresh, dist)
  return { folder: dist, built: true }
}
