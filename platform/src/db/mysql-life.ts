/**
 * The life of a process, shown by a named lock on a connection of its own: the lock goes with the connection,
 * and the connection with the process. So whoever finds the lock free knows, at once and for certain, that
 * the process has ended, or has lost the database and can write nothing either.
 */
import mysql, { type Connection } from 'mysql2'
import type { LifeLine } from './database.ts'
import { execute, type MysqlOptions } from './mysql-pool.ts'

const TIMEOUT_MS = 5_000

const lockOf = (life: string): string => `tiantou.${life}`

const ask = async (connection: Connection, sql: string, life: string): Promise<boolean> => {
  const { rows } = await execute<{ yes: number | null }>(connection, sql, [lockOf(life)], TIMEOUT_MS)
  return rows[0]?.yes === 1
}

/** Opens the line; nothing connects before the first question. */
export const openLifeLine = (options: MysqlOptions, life: string): LifeLine => {
  let line: Connection | undefined
  let held = false
  const cut = (connection: Connection) => {
    connection.destroy()
    if (line !== connection) return
    line = undefined
    held = false
  }
  const connect = (): Connection => {
    const connectTimeout = options.connectTimeout_ms ?? TIMEOUT_MS
    const connection = mysql.createConnection({ uri: options.url, connectTimeout, enableKeepAlive: true })
    connection.on('error', () => cut(connection))
    return connection
  }
  return {
    ended: async (lives) => {
      const connection = (line ??= connect())
      try {
        if (!held) {
          // After a cut the server may take the old connection for alive: then so are we, and ask next time.
          held = await ask(connection, 'SELECT GET_LOCK(?, 0) AS yes', life)
          // What cut us may have cut all: the others get until next time to come back.
          return []
        }
        const free: string[] = []
        for (const one of lives) {
          if (await ask(connection, 'SELECT IS_FREE_LOCK(?) AS yes', one)) free.push(one)
        }
        return free
      } catch (error) {
        cut(connection)
        throw error
      }
    },
    close: () => {
      if (line !== undefined) cut(line)
    },
  }
}
