/**
 * `npm test`: every check of the repository one after the other, each with its seconds; a failure stops none
 * of the others. The last line is exactly `N passed, N failed`: a tool counts as one, of vitest every test.
 * `--quick` leaves out MariaDB and the browser.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { availableMemory } from 'node:process'
import { ensureDebianPackages } from '../platform/src/testing/packages.ts'

interface Count {
  readonly passed: number
  readonly failed: number
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly startTime: number
    readonly endTime: number
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const root = resolve(import.meta.dirname, '..')
const quick = process.argv.includes('--quick')

/** What a whole run writes, with room to spare: two gigabytes were seen. */
const ROOM = 6 * 2 ** 30

/**
 * Where the suites' data is: in memory, where there is enough of it. They kill programs, not machines, and
 * waiting for a disk was a quarter of their time.
 */
const roomy = (): string => {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return Math.min(bavail * bsize, availableMemory()) > ROOM ? memory : tmpdir()
}

const place = roomy()
const prefix = 'tiantou-test-'
const isGone = (name: string): boolean => {
  const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
  try {
    return pid !== undefined && !process.kill(Number(pid), 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
const remove = (name: string): void =>
  rmSync(join(place, name), { recursive: true, force: true, maxRetries: 5 })

// What a run that was killed left in memory.
readdirSync(place).filter(isGone).forEach(remove)
const scratch = mkdtempSync(join(place, `${prefix}${process.pid}-`))
process.on('exit', () => remove(basename(scratch)))

const children = new Set<ChildProcess>()
let isCalledOff = false
/** A run that is called off ends what it started, begins nothing more, and leaves nothing in memory. */
const callOff = (): void => {
  isCalledOff = true
  const ended = [...children].map((child) => once(child, 'exit'))
  for (const child of children) child.kill('SIGTERM')
  void Promise.all(ended).then(() => process.exit(1))
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, callOff)

/** The suites' own programs, by Debian package. */
const packages = {
  'mariadb-server': 'mariadbd',
  chromium: 'chromium',
  'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
}

const say = (line: string): void => console.log(line)
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** The script behind a package's command, so that the Node of this repository runs it and no other. */
const scriptOf = (name: string, command = name): string => {
  const folder = join(root, 'node_modules', name)
  const text = readFileSync(join(folder, 'package.json'), 'utf8')
  const { bin } = JSON.parse(text) as { readonly bin: string | Readonly<Record<string, string>> }
  return join(folder, typeof bin === 'string' ? bin : (bin[command] ?? ''))
}

const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<boolean> =>
  new Promise((done) => {
    if (isCalledOff) return done(false)
    const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`
    const env = { ...process.env, PATH: path, TMPDIR: scratch, ...more }
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
    children.add(child)
    child.once('error', () => done(false))
    child.once('exit', (code) => {
      children.delete(child)
      done(code === 0)
    })
  })

/** One tool, one test. */
const tool = async (title: string, ...args: string[]): Promise<Count> => {
  const since = performance.now()
  say(`\n── ${title}`)
  const good = await run(args)
  say(`── ${title}: ${good ? 'passed' : 'FAILED'} in ${seconds(since)}`)
  return good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Seconds by folder, the longest first: where the time of a run goes. */
const shares = (report: Report): string => {
  const sums = new Map<string, number>()
  for (const file of report.testResults) {
    const [first = '', second = ''] = file.name.slice(root.length + 1).split('/')
    const folder = ['modules', 'adapters', 'apps'].includes(first) ? `${first}/${second}` : first
    sums.set(folder, (sums.get(folder) ?? 0) + (file.endTime - file.startTime) / 1000)
  }
  const longest = [...sums].toSorted(([, a], [, b]) => b - a)
  return longest.map(([folder, sum]) => `${folder} ${sum.toFixed(1)} s`).join(' · ')
}

const counted = (report: Report, good: boolean): Count & { readonly skipped: number } => {
  const states = report.testResults.flatMap((file) => file.assertionResults.map((test) => test.status))
  const passed = states.filter((state) => state === 'passed').length
  const inTests = states.filter((state) => state === 'failed').length
  // A file that cannot even be loaded has no tests to fail.
  const inFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = inTests + inFiles
  return { passed, failed: failed === 0 && !good ? 1 : failed, skipped: states.length - passed - inTests }
}

/** A project of vitest, its tests counted one by one. */
const suites = async (title: string, project: string, workers = 4): Promise<Count> => {
  const since = performance.now()
  say(`\n── ${title}`)
  const file = join(scratch, `${project}.json`)
  const script = scriptOf('vitest')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const env = { TIANTOU_TEST_DB: quick ? 'sqlite' : 'both', TIANTOU_STATEMENTS: join(scratch, 'statements') }
  // A worker waits for databases and timers half of the time: four keep two cores busy.
  const good = await run([script, 'run', '--project', project, `--maxWorkers=${workers}`, ...reporters], env)
  if (!existsSync(file)) {
    say(`── ${title}: FAILED in ${seconds(since)}, without a report`)
    return { passed: 0, failed: 1 }
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  const count = counted(report, good)
  say(`   ${shares(report)}`)
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
  say(`── ${title}: ${count.passed} passed, ${count.failed} failed${skipped} in ${seconds(since)}`)
  return count
}

const ensured = async (): Promise<Count> => {
  try {
    await ensureDebianPackages(packages)
    return { passed: 0, failed: 0 }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return { passed: 0, failed: 1 }
  }
}

const hasJourneys = (): boolean => {
  const folder = join(root, 'tests/journeys')
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.test.ts'))
  )
}

const counts: Count[] = []
if (!quick) counts.push(await ensured())
// Each of these works on one core; together they take both.
const types = async (): Promise<Count[]> => [
  await tool('tsc', scriptOf('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json'),
]
const words = async (): Promise<Count[]> => [
  await tool('prettier', scriptOf('prettier'), '--check', '--log-level=warn', '.'),
  await tool('vue-tsc', scriptOf('vue-tsc'), '--noEmit', '-p', 'apps/shop/tsconfig.json'),
]
counts.push(...(await Promise.all([types(), words()])).flat())
counts.push(await tool('oxlint', scriptOf('oxlint')))
counts.push(await tool('knip', scriptOf('knip'), '--no-progress', '--no-config-hints'))
counts.push(
  await suites(quick ? 'suites on SQLite' : 'suites on SQLite and MariaDB', quick ? 'quick' : 'full'),
)
counts.push(await suites('plans of their statements', 'plans'))
if (!quick && hasJourneys()) {
  counts.push(await tool('the shop and the server', join(root, 'scripts/build.ts')))
  // One browser draws every screen while others wait for what people do.
  counts.push(await suites('journeys', 'journeys', 3))
  counts.push(await suites('journeys on MariaDB', 'journeys-mariadb', 2))
}

const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
process.exitCode = failed === 0 ? 0 : 1
say(`\n${passed} passed, ${failed} failed`)
