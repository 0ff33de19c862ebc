/** Files as syntax trees, so that a rule sees code and never mistakes a comment or a text for it. Pure. */
import ts from 'typescript'
import type { SourceFile } from './files.ts'

/** One import or re-export: what it names, where it stands, and whether it leaves anything at run time. */
export interface Import {
  readonly to: string
  readonly line: number
  readonly typeOnly: boolean
}

const trees = new WeakMap<SourceFile, ts.SourceFile>()

/** A Vue file with everything but its scripts blanked: lines keep their numbers. */
const scriptsOf = (text: string): string => {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ')
  const parts = text.split(/(<script[^>]*>[\s\S]*?<\/script>)/)
  return parts
    .map((part, i) => {
      const match = i % 2 === 1 ? /^(<script[^>]*>)([\s\S]*)(<\/script>)$/.exec(part) : null
      return match ? blank(match[1] ?? '') + (match[2] ?? '') + blank(match[3] ?? '') : blank(part)
    })
    .join('')
}

/** The tree of a file; of a Vue file, that of its scripts. */
export const treeOf = (file: SourceFile): ts.SourceFile => {
  const known = trees.get(file)
  if (known) return known
  const text = file.path.endsWith('.vue') ? scriptsOf(file.text) : file.text
  const tree = ts.createSourceFile(`${file.path}.ts`, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS)
  trees.set(file, tree)
  return tree
}

/** Visits every node of a file. */
export const visit = (file: SourceFile, see: (node: ts.Node) => void): void => {
  const step = (node: ts.Node): void => {
    see(node)
    ts.forEachChild(node, step)
  }
  step(treeOf(file))
}

/** The line (from 1) on which a node starts. */
export const lineOf = (node: ts.Node): number => {
  const tree = node.getSourceFile()
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}

/** The line (from 1) on which a node ends. */
export const lastLineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getEnd()).line + 1

const typesOnly = (clause: ts.ImportClause | undefined): boolean => {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const names = clause.namedBindings
  if (clause.name || !names || !ts.isNamedImports(names) || names.elements.length === 0) return false
  return names.elements.every((name) => name.isTypeOnly)
}

/** Every import of a file: static, re-exported, dynamic and in types. */
export const importsOf = (file: SourceFile): Import[] => {
  const found: Import[] = []
  const add = (node: ts.Node, to: ts.Node | undefined, typeOnly: boolean): void => {
    if (to && ts.isStringLiteralLike(to)) found.push({ to: to.text, line: lineOf(node), typeOnly })
  }
  visit(file, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, typesOnly(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false)
    }
  })
  return found
}
