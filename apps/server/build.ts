/**
 * Bundles the server into one file of `dist`, and only when something it is made of has changed: the file is
 * named by a hash over our sources and the lock file, and by where they lie: it knows that. Two and a half
 * thousand modules take longer to be found one by one than all the rest of a start.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildApart, filesIn, hashOf } from '@tiantou/shop/build'
import type { Plugin } from 'rolldown'

const server = import.meta.dirname
const root = join(server, '../..')
const dist = join(server, 'dist')

/**
 * Packages that read files beside their own code, or are native. The builder of the shop brings a bundler.
 */
const external = [
  /^@tiantou\/shop\//,
  /^@node-rs\//,
  /^sharp$/,
  /^pino/,
  /^pdfkit$/,
  /^fontkit$/,
  /^mysql2/,
  /^@fastify\/static$/,
]

/** The workspaces whose code runs in the server. */
const workspaces = (): string[] => {
  const groups = ['modules', 'adapters'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  )
  const single = ['kernel', 'platform', 'between', 'apps/server', 'apps/sandbox'].map((name) =>
    join(root, name),
  )
  return [...single, ...groups].filter((path) => existsSync(join(path, 'package.json')))
}

const bundlePath = (): string => {
  const files = [...workspaces().flatMap(filesIn), join(root, 'package-lock.json')]
  const where = createHash('sha256').update(root).digest('hex').slice(0, 8)
  return join(dist, `${hashOf(root, files)}-${where}.mjs`)
}

/** What a module asks of where it is, answered for where it is now; each line stays where it is. */
const whereItWas: Plugin = {
  name: 'where-it-was',
  transform: {
    filter: { id: { exclude: /^\0/ }, code: /import\.meta\.(url|dirname)/ },
    handler: (code, id) => ({
      code: code
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id))),
      map: null,
    }),
  },
}

/** Bundles beside the others, then takes the name: whole or not at all. */
const bundle = async (): Promise<void> => {
  const { rolldown } = await import('rolldown')
  const file = bundlePath()
  const fresh = join(server, '.scratch', String(process.pid))
  mkdirSync(dist, { recursive: true })
  rmSync(fresh, { recursive: true, force: true })
  const build = await rolldown({
    input: join(server, 'src/start.ts'),
    platform: 'node',
    external,
    plugins: [whereItWas],
    logLevel: 'warn',
  })
  await build.write({
    file: join(fresh, basename(file)),
    format: 'esm',
    codeSplitting: false,
    sourcemap: true,
  })
  await build.close()
  const made = readdirSync(fresh)
  // The map first: where the bundle is, all of it is.
  for (const name of made.toSorted().toReversed()) renameSync(join(fresh, name), join(dist, name))
  for (const name of readdirSync(dist).filter((one) => !made.includes(one)))
    rmSync(join(dist, name), { force: true })
  rmSync(fresh, { recursive: true })
}

/**
 * Brings the bundle up to date.
 * @returns the file whose `start` opens the platform, and whether it had to be built
 */
export const buildServer = async (): Promise<{ file: string; built: boolean }> => {
  const file = bundlePath()
  if (existsSync(file)) return { file, built: false }
  await buildApart(import.meta.filename, 'server')
  return { file, built: true }
}

if (import.meta.main) await bundle()
