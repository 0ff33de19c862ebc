/**
 * Foreign tables (R3): a module names only tables that begin with its own name, in Kysely calls and in SQL
 * alike. Pure.
 */
import ts from 'typescript'
import { isCode, type SourceFile } from './files.ts'
import { lineOf, treeOf, visit } from './syntax.ts'

/** Calls whose argument names a table, by the position of that argument. */
const callsWithTable: Readonly<Record<string, number>> = {
  selectFrom: 0,
  insertInto: 0,
  replaceInto: 0,
  updateTable: 0,
  deleteFrom: 0,
  mergeInto: 0,
  innerJoin: 0,
  leftJoin: 0,
  rightJoin: 0,
  fullJoin: 0,
  crossJoin: 0,
  createTable: 0,
  alterTable: 0,
  dropTable: 0,
  createView: 0,
  table: 0,
  index: 1,
}

/** Names that a query gives to its own parts. */
const namesGiven = new Set(['with', 'withRecursive'])

const sqlTable =
  /\b(?:from|join|into|update|table|view|references|exists)\s+[`"]?([a-z_]\w*)(?=[`"\s(,;)]|$)/gi
/** Clauses whose UPDATE is followed by a column, or by nothing. */
const notOfTables = /\b(on duplicate key|for) update\b/gi
const looksLikeSql =
  /\b(select|insert|update|delete|create|alter|drop|replace)\b[\s\S]*\b(from|into|set|table|view|index)\b/i
const words = new Set([
  'if',
  'select',
  'set',
  'on',
  'values',
  'not',
  'exists',
  'as',
  'where',
  'skip',
  'nowait',
])

const callName = (call: ts.CallExpression): string => {
  if (ts.isPropertyAccessExpression(call.expression)) return call.expression.name.text
  return ''
}

const literals = (node: ts.Node | undefined): ts.StringLiteralLike[] => {
  if (!node) return []
  if (ts.isStringLiteralLike(node)) return [node]
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literals)
  return []
}

/** The text of a literal or template with its holes as blanks. */
const textOf = (node: ts.Node): string | undefined => {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map((span) => ` ? ${span.literal.text}`).join('')
}

/**
 * Words after FROM and the like count as SQL in a store, a migration or an `sql` template; elsewhere only in
 * capitals.
 */
const isSql = (file: SourceFile, node: ts.Node, text: string): boolean => {
  if (ts.isTaggedTemplateExpression(node.parent)) return node.parent.tag.getText().startsWith('sql')
  if (!looksLikeSql.test(text)) return false
  return (
    /(^|\/)(store|migrations)[./]/.test(file.path) ||
    /\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\b/.test(text)
  )
}

interface Named {
  readonly table: string
  readonly line: number
}

const tablesOf = (file: SourceFile): Named[] => {
  const found: Named[] = []
  const given = new Set<string>()
  visit(file, (node) => {
    if (ts.isCallExpression(node)) {
      const name = callName(node)
      const position = Object.hasOwn(callsWithTable, name) ? callsWithTable[name] : undefined
      const named = position === undefined ? [] : literals(node.arguments[position])
      for (const literal of named)
        found.push({ table: literal.text.split(' ')[0] ?? '', line: lineOf(literal) })
      if (namesGiven.has(name))
        for (const one of literals(node.arguments[0])) given.add(one.text.split('(')[0] ?? '')
    }
    const text = textOf(node)
    if (text === undefined || !isSql(file, node, text)) return
    for (const [, name = ''] of text.matchAll(/\b(?:with|,)\s+(?:recursive\s+)?(\w+)\s+as\s*\(/gi))
      given.add(name)
    for (const [, table = ''] of text.replaceAll(notOfTables, '').matchAll(sqlTable)) {
      if (!words.has(table.toLowerCase())) found.push({ table, line: lineOf(node) })
    }
  })
  return found.filter(({ table }) => !given.has(table))
}

/** Table types of `tables.ts`: the keys of an interface or type whose name ends in `Tables`. */
const tableTypesOf = (file: SourceFile): Named[] => {
  const found: Named[] = []
  for (const node of treeOf(file).statements) {
    const isTables =
      (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) &&
      node.name.text.endsWith('Tables')
    if (!isTables) continue
    const members = ts.isInterfaceDeclaration(node)
      ? node.members
      : ts.isTypeLiteralNode(node.type)
        ? node.type.members
        : []
    for (const member of members)
      if (member.name) found.push({ table: member.name.getText(), line: lineOf(member) })
  }
  return found
}

/** Tables that a module names and does not own. */
export const checkTables = (files: readonly SourceFile[]): string[] =>
  files.filter(isCode).flatMap((file) => {
    const module = /^modules\/([^/]+)\//.exec(file.path)?.[1]
    if (module === undefined) return []
    const own = `${module.replaceAll('-', '_')}_`
    return [...tablesOf(file), ...tableTypesOf(file)]
      .filter(({ table }) => !table.startsWith(own))
      .map(({ table, line }) => `${file.path}:${line} module ${module} names the table "${table}"`)
  })
