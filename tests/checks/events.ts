/**
 * Who announces what, and who hears it: docs/events.md as the contracts and the reactions say it. Pure; the
 * contracts are handed in.
 */
import ts from 'typescript'
import type { SourceFile } from './files.ts'
import { treeOf, visit } from './syntax.ts'

/** Where the list stands. */
export const eventsPath = 'docs/events.md'

/** As much of a contract as the list needs. */
export interface Announcing {
  readonly module: string
  readonly events: Readonly<Record<string, AnnouncedEvent>>
}

interface AnnouncedEvent {
  readonly name: string
  readonly doc: string
  readonly version: number
  readonly payload: unknown
}

/** Local name → module, from `import { Order } from '@tiantou/order/contract'`. */
const contractsIn = (file: SourceFile): Map<string, string> => {
  const found = new Map<string, string>()
  for (const node of treeOf(file).statements) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue
    const module = /^@tiantou\/([^/]+)\/contract$/.exec(node.moduleSpecifier.text)?.[1]
    const names = node.importClause?.namedBindings
    if (module === undefined || !names || !ts.isNamedImports(names)) continue
    for (const name of names.elements) found.set(name.name.text, module)
  }
  return found
}

/**
 * `cart` for between/reactions/cart.ts, `shop (cache)` for between/pages/shop.ts, `search (index)` for
 * between/feeds/search.ts; undefined for what hears nothing.
 */
const hearerOf = (path: string): string | undefined => {
  const [, folder, name] = /^between\/(reactions|pages|feeds)\/([^/]+)\.ts$/.exec(path) ?? []
  if (name === undefined || name.endsWith('.test') || name.endsWith('.contract')) return undefined
  if (folder === 'feeds') return `${name} (index)`
  return folder === 'pages' ? `${name} (cache)` : name
}

/**
 * Event → who hears it: every `Order.events.paid` in a reaction, in a page whose cache it makes stale, or in
 * a feed.
 */
const hearersIn = (files: readonly SourceFile[]): Map<string, Set<string>> => {
  const heard = new Map<string, Set<string>>()
  for (const file of files) {
    const hearer = hearerOf(file.path)
    if (hearer === undefined) continue
    const contracts = contractsIn(file)
    visit(file, (node) => {
      if (!ts.isPropertyAccessExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
      if (node.expression.name.text !== 'events' || !ts.isIdentifier(node.expression.expression)) return
      const module = contracts.get(node.expression.expression.text)
      if (module === undefined) return
      const event = `${module}.${node.name.text}`
      heard.set(event, (heard.get(event) ?? new Set()).add(hearer))
    })
  }
  return heard
}

const fieldsOf = (payload: unknown): string => {
  const properties = (payload as { readonly properties?: object }).properties ?? {}
  return Object.keys(properties)
    .map((name) => `\`${name}\``)
    .join(', ')
}

const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

/** The page: one table a module, one row an event. */
export const writeEvents = (contracts: readonly Announcing[], files: readonly SourceFile[]): string => {
  const heard = hearersIn(files)
  const parts = contracts
    .filter((contract) => Object.keys(contract.events).length > 0)
    .toSorted((a, b) => (a.module < b.module ? -1 : 1))
    .map((contract) => {
      const rows = Object.values(contract.events).map((event) => {
        const hearers = [...(heard.get(event.name) ?? [])].toSorted((a, b) => (a < b ? -1 : 1))
        return row(
          `\`${event.name}\``,
          `v${event.version}`,
          event.doc,
          fieldsOf(event.payload),
          hearers.join(', '),
        )
      })
      const head = [
        row('event', 'version', 'meaning', 'payload', 'heard by'),
        row('---', '---', '---', '---', '---'),
      ]
      return [`## ${contract.module}`, '', ...head, ...rows].join('\n')
    })
  const opening =
    'Every event of the house, from the contracts, and who hears it: reactions (`between/reactions/`),\n' +
    'pages (`between/pages/`) whose cached answers it makes stale, feeds (`between/feeds/`) of indexes.\n' +
    'Written by `node scripts/write-events.ts`; a test compares it with the code.'
  return `${['# Events', opening, ...parts].join('\n\n')}\n`
}
