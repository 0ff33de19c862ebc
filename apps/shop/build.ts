/**
 * Builds the shop into `dist`, and only when something it is made of has changed: a hash over the sources,
 * the client, the contracts and the lock file stands in `dist/.inputs`. The server calls this at its start.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { buildApart } from './apart.ts'
import { filesIn, hashOf } from './inputs.ts'

export { buildApart, filesIn, hashOf }

const shop = import.meta.dirname
const root = join(shop, '../..')
const dist = join(shop, 'dist')

/** A contract, or what is spread into one. */
const isContract = (path: string): boolean => /(contract|-operations|\/shapes)\.ts$/.test(path)

/** Everything that can change a byte of the bundle. */
const inputs = (): string[] => {
  const whole = ['apps/shop', 'client', 'kernel', 'package-lock.json'].map((name) => join(root, name))
  const contracts = ['modules', 'between'].flatMap((name) => filesIn(join(root, name)).filter(isContract))
  return [...whole.filter((path) => existsSync(path)).flatMap(filesIn), ...contracts]
}

const hashOfInputs = (): string => hashOf(root, inputs())

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

/** The service worker is no part of the page: it is bundled alone, and told what the shell is made of. */
const bundleWorker = async (folder: string): Promise<void> => {
  const { build } = await import('vite')
  const assets = filesIn(join(folder, 'assets')).map((path) =>
    path.slice(folder.length).replaceAll('\\', '/'),
  )
  const version = createHash('sha256')
    .update(assets.join('\n'))
    .update(readFileSync(join(folder, 'index.html')))
  await build({
    root: shop,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: {
      __SHELL__: JSON.stringify(assets),
      __VERSION__: JSON.stringify(version.digest('hex').slice(0, 12)),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'chrome90',
      rolldownOptions: {
        input: join(shop, 'src/worker.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
        checks: { pluginTimings: false, bundlerTimings: false },
      },
    },
  })
}

/** Bundles into a folder of its own, then takes the place of `dist`: whole or not at all. */
const bundle = async (): Promise<void> => {
  const { build } = await import('vite')
  const { drawIcons } = await import('./icons.ts')
  const hash = hashOfInputs()
  const fresh = join(shop, '.scratch', `dist-${process.pid}`)
  await build({
    configFile: join(shop, 'vite.config.ts'),
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir: fresh },
  })
  await bundleWorker(fresh)
  await drawIcons(join(shop, 'public/favicon.svg'), fresh)
  precompress(fresh)
  writeFileSync(join(fresh, '.inputs'), hash)
  rmSync(dist, { recursive: true, force: true })
  renameSync(fresh, dist)
}

/**
 * Brings `apps/shop/dist` up to date.
 * @returns the folder to serve, and whether it had to be built
 */
export const buildShop = async (): Promise<{ folder: string; built: boolean }> => {
  if (stamped() === hashOfInputs()) return { folder: dist, built: false }
  await buildApart(import.meta.filename, 'shop')
  return { folder: dist, built: true }
}

if (import.meta.main) await bundle()
