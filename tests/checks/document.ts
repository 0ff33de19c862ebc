/**
 * The OpenAPI document as the code of today makes it, the one that is committed, and the decision records
 * that may excuse a difference. Nothing is opened or called: ports are filled with nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiOf, registryOf } from '@tiantou/platform'
import { type Adapters, houseParts } from '@tiantou/server'
import type { OpenApi } from './openapi.ts'

const root = join(import.meta.dirname, '../..')

/** Where the document stands. */
export const openApiPath = 'docs/openapi.json'

/** One operation or schema a line: a change shows where it is, and what is indented costs no room. */
const inLines = (value: unknown, levels: number): string =>
  levels === 0 || typeof value !== 'object' || value === null || Array.isArray(value)
    ? JSON.stringify(value)
    : `{\n${Object.entries(value)
        .map(([name, inside]) => `${JSON.stringify(name)}: ${inLines(inside, levels - 1)}`)
        .join(',\n')}\n}`

/** The document of the house, as the text of its file. */
export const writeOpenApi = (): string => {
  const registry = registryOf(houseParts({} as Adapters, {} as Parameters<typeof houseParts>[1]))
  return `${inLines(openApiOf(registry), 3)}\n`
}

/** A document out of a file's text. */
export const parseOpenApi = (text: string): OpenApi => JSON.parse(text) as OpenApi

/** The committed document; empty text when there is none. */
export const readOpenApi = (path = join(root, openApiPath)): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The texts of all decision records. */
export const readRecords = (): string[] => {
  const folder = join(root, 'docs/decisions')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}
