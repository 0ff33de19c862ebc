/** `npm start`: brings the bundle of the server up to date, then starts from it. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildServer } from '../build.ts'
import type * as Start from './start.ts'

// Node keeps what it compiles for the next start.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/compiled'))
const { file, built } = await buildServer()
if (built) process.stdout.write('  the server was built\n')
const { start } = (await import(pathToFileURL(file).href)) as typeof Start
await start()
