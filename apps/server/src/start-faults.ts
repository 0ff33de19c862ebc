/**
 * Why a start failed, in sentences for whoever starts it. What is not known here is a defect and keeps its
 * trace.
 */
import { DatabaseAway, SettingError } from '@tiantou/platform'
import { ConfigError } from './config.ts'

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken: set PORT to another one, or end what listens there',
  EACCES: 'may not be taken by this user: set PORT to one above 1023',
  EADDRNOTAVAIL: 'is no address of this machine: set HOST',
}

const ofSystem = (error: Error): string | undefined => {
  const { code, syscall, address, port, path } = error as NodeJS.ErrnoException & {
    readonly address?: string
    readonly port?: number
  }
  if (syscall === 'listen' && code !== undefined && code in LISTENING)
    return `${address}:${port} ${LISTENING[code]}.`
  const writing = ['mkdir', 'open'].includes(syscall ?? '') && path !== undefined
  return writing ? `${path} cannot be used (${code}): set DATA_DIR to a folder of this user.` : undefined
}

/** The reasons, one sentence each; undefined when the fault is ours. */
export const reasonsOf = (error: unknown): readonly string[] | undefined => {
  if (error instanceof ConfigError) return error.problems
  if (error instanceof SettingError) return [`SETTINGS_FILE: ${error.message}`]
  if (error instanceof DatabaseAway) return [`The database cannot be reached: ${error.message}`]
  const sentence = error instanceof Error ? ofSystem(error) : undefined
  return sentence === undefined ? undefined : [sentence]
}
