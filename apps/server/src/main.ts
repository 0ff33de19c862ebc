/** `npm start`: brings the bundle of the server up to date, then starts from it. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildServer } from '../build.ts'
import type * as Start from './start.ts'

// Node keeps what it compiles for the next start.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/compiled'))
const { file, built } = await buildServer().catch((error: unknown) => {
  const why = error instanceof Error ? error.message : String(error)
  process.stderr.write(
    `Tiantou cannot start like this:\n  - ${why}: node scripts/build.ts, where it may write\n`,
  )
  process.exit(1)
})
if (built) process.stdout.write('  the server was built\n')
const { start } = (await import(pathToFileURL(file).href)) as typeof Start
await start()
