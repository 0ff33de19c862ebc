/** `npm run bench [name] [-- --json]`: each case in alternation with its own bare limit in one run. */
import { catalogue } from './cases/catalogue.ts'
import { checkout } from './cases/checkout.ts'
import { fefo } from './cases/fefo.ts'
import { growth } from './cases/growth.ts'
import { ledger } from './cases/ledger.ts'
import { races } from './cases/race.ts'
import { reconcile } from './cases/reconcile.ts'
import { search } from './cases/search.ts'
import { start } from './cases/start.ts'
import { wave } from './cases/wave.ts'
import { web } from './cases/web.ts'
import { type Figure, report } from './report.ts'
import { openScratch, type Scratch } from './scratch.ts'

const BENCHES: Readonly<Record<string, (scratch: Scratch, only?: string) => Promise<Figure[]>>> = {
  catalogue,
  checkout,
  fefo,
  growth,
  ledger,
  race: races,
  reconcile,
  search,
  start,
  wave,
  web,
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const json = process.argv.includes('--json')
const [name, only] = words
if (name !== undefined && BENCHES[name] === undefined) {
  process.stderr.write(`There is no bench ${name}: ${Object.keys(BENCHES).join(', ')}.\n`)
  process.exit(2)
}
const scratch = await openScratch()
try {
  for (const [key, run] of Object.entries(BENCHES)) {
    if (name !== undefined && name !== key) continue
    for (const figure of await run(scratch, only)) report(figure, json)
  }
} finally {
  await scratch.remove()
}
