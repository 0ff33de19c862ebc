/**
 * A private MariaDB server for suites: own free port, own socket, own scratch folder, durable commits. It can
 * be killed and started again like a server whose plug was pulled. Never a server that somebody else uses.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { freePort } from '../http/free-port.ts'
import { findProgram } from './packages.ts'

/** A running private server. */
export interface TestMariaDb {
  /** `mysql://root@127.0.0.1:PORT`, without a database; the same after a restart. */
  readonly url: string
  readonly socket: string
  readonly datadir: string
  /** The process id of the server now; 0 while it is down. */
  readonly pid: number
  /** Creates an empty database and answers its URL. */
  createDatabase(name: string): Promise<string>
  /** Ends the server in order and removes its scratch folder. May be called twice. */
  stop(): Promise<void>
  /** Kills the server with signal 9 and keeps its data. */
  kill9(): Promise<void>
  /** Starts it again on the same data and port, whether it runs, was stopped by a crash, or was killed. */
  restart(): Promise<void>
}

interface Server {
  readonly folder: string
  readonly durable: boolean
  readonly port: number
  child: ChildProcess | undefined
}

const prefix = 'tiantou-mariadb-'
const readyWithin_ms = 60_000
const servers = new Set<Server>()

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

/** Removes folders whose runner and server are both gone: a runner killed by signal 9 could not do it. */
const sweep = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (owner === undefined || alive(Number(owner))) continue
    const pidFile = join(tmpdir(), name, 'pid')
    if (!existsSync(pidFile) || !alive(Number(readFileSync(pidFile, 'utf8')))) remove(join(tmpdir(), name))
  }
}

/** The last resort when the runner ends: synchronous, so that it also works inside `exit`. */
const removeAll = (): void => {
  for (const server of servers) {
    server.child?.kill('SIGKILL')
    remove(server.folder)
  }
  servers.clear()
}

const onSignal = (signal: NodeJS.Signals): void => {
  removeAll()
  process.removeListener(signal, onSignal)
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
}

const watchForTheEnd = (): void => {
  if (process.listeners('exit').includes(removeAll)) return
  process.on('exit', removeAll)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}

const program = (...names: string[]): string => {
  const found = names.map(findProgram).find((path) => path !== undefined)
  if (found === undefined)
    throw new Error(`MariaDB is missing: install mariadb-server (no ${names.join(' or ')})`)
  return found
}

const asUser = process.getuid?.() === 0 ? ['--user=root'] : []

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })

const logOf = (folder: string, name: string): string =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').slice(-2000) : ''

/** Starts a program whose output goes to a file of the scratch folder. */
const start = (folder: string, log: string, command: string, args: string[]): ChildProcess => {
  const out = openSync(join(folder, log), 'a')
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', out, out] })
  closeSync(out)
  return child
}

const install = async (folder: string): Promise<void> => {
  mkdirSync(join(folder, 'data'))
  mkdirSync(join(folder, 'tmp'))
  const child = start(folder, 'install.log', program('mariadb-install-db', 'mysql_install_db'), [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${join(folder, 'tmp')}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...asUser,
  ])
  await ended(child)
  if (child.exitCode !== 0) throw new Error(`mariadb-install-db failed: ${logOf(folder, 'install.log')}`)
}

const serverArgs = (server: Server): string[] => [
  '--no-defaults',
  ...asUser,
  `--datadir=${join(server.folder, 'data')}`,
  `--tmpdir=${join(server.folder, 'tmp')}`,
  `--socket=${join(server.folder, 'sock')}`,
  `--pid-file=${join(server.folder, 'pid')}`,
  `--port=${server.port}`,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--skip-log-bin',
  '--sync-binlog=0',
  '--innodb-flush-log-at-trx-commit=1',
  ...(server.durable ? [] : ['--innodb-flush-method=nosync', '--skip-innodb-doublewrite']),
  '--innodb-buffer-pool-size=256M',
  '--innodb-log-file-size=64M',
  '--max-connections=1000',
  '--character-set-server=utf8mb4',
]

/** The kernel kills the server when the runner dies, where Linux offers that. */
const withParent = (command: string, args: string[]): [string, string[]] => {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined
  return setpriv ? [setpriv, ['--pdeathsig', 'KILL', command, ...args]] : [command, args]
}

const connect = (server: Server) =>
  createConnection({ host: '127.0.0.1', port: server.port, user: 'root', connectTimeout: 2_000 })

/** Whether the server on our port answers, and is ours. */
const answers = async (server: Server): Promise<boolean> => {
  try {
    const connection = await connect(server)
    const [rows] = await connection.query('SELECT @@datadir AS datadir')
    await connection.end()
    return JSON.stringify(rows).includes(server.folder)
  } catch {
    return false
  }
}

const launch = async (server: Server): Promise<void> => {
  const child = start(
    server.folder,
    'server.log',
    ...withParent(program('mariadbd', 'mysqld'), serverArgs(server)),
  )
  server.child = child
  const rounds = readyWithin_ms / 50
  for (let round = 0; round < rounds; round++) {
    if (child.exitCode !== null || child.signalCode !== null) break
    if (existsSync(join(server.folder, 'pid')) && (await answers(server))) return
    await sleep(50)
  }
  child.kill('SIGKILL')
  await ended(child)
  throw new Error(`mariadbd did not start: ${logOf(server.folder, 'server.log')}`)
}

const end = async (server: Server, signal: NodeJS.Signals): Promise<void> => {
  const child = server.child
  server.child = undefined
  if (!child) return
  child.kill(signal)
  await ended(child)
  rmSync(join(server.folder, 'pid'), { force: true })
}

/** Another process may take the free port before us: two more tries. */
const launchOnFreePort = async (folder: string, durable: boolean): Promise<Server> => {
  let lastError: unknown
  for (let round = 0; round < 3; round++) {
    const server: Server = { folder, durable, port: await freePort(), child: undefined }
    servers.add(server)
    try {
      await launch(server)
      return server
    } catch (error) {
      lastError = error
      servers.delete(server)
    }
  }
  throw lastError
}

/**
 * Creates an empty database on a server of suites and answers its URL. It has the server's own collation on
 * purpose: tables must name theirs.
 * @param url `mysql://root@127.0.0.1:PORT`, as `startMariaDb` or the environment variable
 * `TIANTOU_TEST_MARIADB` has it
 * @param name letters, digits and `_`; an existing database of that name is dropped first
 */
export const createTestDatabase = async (url: string, name: string): Promise<string> => {
  if (!/^\w{1,60}$/.test(name)) throw new RangeError(`not a name for a database: ${name}`)
  const connection = await createConnection(url)
  await connection.query(`DROP DATABASE IF EXISTS \`${name}\``)
  await connection.query(`CREATE DATABASE \`${name}\``)
  await connection.end()
  return `${url.replace(/\/+$/, '')}/${name}`
}

/**
 * Copies a database with all that is in it, which takes a part of the time of making it anew.
 * @param url the server, as `createTestDatabase` takes it
 * @param from an existing database that nobody writes to meanwhile
 * @param to as `name` of `createTestDatabase`
 */
export const copyTestDatabase = async (url: string, from: string, to: string): Promise<string> => {
  const made = await createTestDatabase(url, to)
  const connection = await createConnection({ uri: url, multipleStatements: true })
  const [tables] = await connection.query<(RowDataPacket & { readonly name: string })[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    [from],
  )
  const copies = tables.map(
    ({ name }) =>
      `CREATE TABLE \`${to}\`.\`${name}\` LIKE \`${from}\`.\`${name}\`; ` +
      `INSERT INTO \`${to}\`.\`${name}\` SELECT * FROM \`${from}\`.\`${name}\``,
  )
  await connection.query(copies.join('; '))
  await connection.end()
  return made
}

/**
 * Starts a private server within a few seconds. It goes with the process that started it, however that
 * ends. Throws an Error with the end of the server's log where it does not start, and one that names the
 * package where MariaDB is missing.
 * @param durable false spares the disk: what is committed survives the server's death, but not the machine's.
 */
export const startMariaDb = async (durable = true): Promise<TestMariaDb> => {
  sweep()
  watchForTheEnd()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  let server: Server
  try {
    await install(folder)
    server = await launchOnFreePort(folder, durable)
  } catch (error) {
    remove(folder)
    throw error
  }
  const url = `mysql://root@127.0.0.1:${server.port}`
  return {
    url,
    socket: join(folder, 'sock'),
    datadir: join(folder, 'data'),
    get pid() {
      return server.child?.pid ?? 0
    },
    createDatabase: (name) => createTestDatabase(url, name),
    stop: async () => {
      await end(server, 'SIGTERM')
      servers.delete(server)
      remove(folder)
    },
    kill9: () => end(server, 'SIGKILL'),
    restart: async () => {
      if (!servers.has(server)) throw new Error('this server was stopped for good')
      await end(server, 'SIGTERM')
      await launch(server)
    },
  }
}
