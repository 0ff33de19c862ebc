/**
 * The programs that suites need and npm cannot bring: looked for, and on Debian as root installed by apt
 * without starting any service. Elsewhere the error says what to install.
 */
import { spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const besidePath = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
]

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where a program lies, sbin folders included; undefined when nowhere. */
export const findProgram = (name: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), ...besidePath]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable)

/** A sign of a package is a program's name, or the full path of one of its files. */
const isThere = (sign: string): boolean =>
  sign.startsWith('/') ? existsSync(sign) : findProgram(sign) !== undefined

const run = (command: string, ...args: string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const child = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })

const policyFile = '/usr/sbin/policy-rc.d'
const policy = '#!/bin/sh\n# of the Tiantou suites: packages are installed, no service is started\nexit 101\n'

/** Forbids apt to start services; answers how to put everything back as it was. */
const forbidServices = (): (() => void) => {
  const before = existsSync(policyFile) ? readFileSync(policyFile, 'utf8') : undefined
  writeFileSync(policyFile, policy)
  chmodSync(policyFile, 0o755)
  const restore = (): void => {
    process.removeListener('exit', restore)
    process.removeListener('SIGINT', leave)
    process.removeListener('SIGTERM', leave)
    // A policy of ours from a run beside this one is nobody's wish.
    if (before === undefined || before === policy) rmSync(policyFile, { force: true })
    else writeFileSync(policyFile, before)
  }
  const leave = (signal: NodeJS.Signals): void => {
    restore()
    process.kill(process.pid, signal)
  }
  process.on('exit', restore)
  process.on('SIGINT', leave)
  process.on('SIGTERM', leave)
  return restore
}

const install = async (packages: readonly string[]): Promise<void> => {
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']
  const restore = forbidServices()
  try {
    await run('apt-get', ...wait, 'update', '-q')
    await run('apt-get', ...wait, 'install', '-qy', '--no-install-recommends', ...packages)
  } finally {
    restore()
  }
}

/**
 * Makes sure that Debian packages are there: `{ 'mariadb-server': 'mariadbd', chromium: 'chromium' }` maps
 * each package to the program (or the full path of a file) by which it is known to be installed. Missing ones
 * are announced and installed where this is Debian, root and Linux; elsewhere an Error names them in one
 * sentence.
 */
export const ensureDebianPackages = async (wanted: Readonly<Record<string, string>>): Promise<void> => {
  const missing = (): string[] => Object.keys(wanted).filter((name) => !isThere(wanted[name] ?? name))
  const first = missing()
  if (first.length === 0) return
  const isDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram('apt-get')
  if (isDebian) {
    console.log(`Installing for the suites: ${first.join(', ')}`)
    await install(first)
  }
  const left = missing()
  if (left.length === 0) return
  const advice = isDebian
    ? `apt-get could not install ${left.join(', ')}`
    : `the suites need ${left.join(', ')} (names of Debian packages)`
  throw new Error(`Please install by hand and run again: ${advice}.`)
}
