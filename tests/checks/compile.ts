/**
 * The planted files put to the compiler: the errors it finds, and those that the files' own marks announce.
 */
import { join } from 'node:path'
import ts from 'typescript'

const folder = join(import.meta.dirname, '../planted')

/** An error of the compiler: `command.ts:10 TS2339`, and its whole text. */
export interface Fault {
  readonly place: string
  readonly text: string
}

const nameOf = (tree: ts.SourceFile): string => tree.fileName.slice(folder.length + 1)

const compile = (): { program: ts.Program; trees: ts.SourceFile[] } => {
  const file = join(folder, 'tsconfig.json')
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: unknown }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const program = ts.createProgram(fileNames, options)
  return { program, trees: program.getSourceFiles().filter((tree) => tree.fileName.startsWith(`${folder}/`)) }
}

const foundIn = (program: ts.Program, tree: ts.SourceFile): Fault[] =>
  [...program.getSyntacticDiagnostics(tree), ...program.getSemanticDiagnostics(tree)].map((fault) => {
    const line = tree.getLineAndCharacterOfPosition(fault.start ?? 0).line + 1
    const text = ts.flattenDiagnosticMessageText(fault.messageText, '\n')
    return { place: `${nameOf(tree)}:${line} TS${fault.code}`, text }
  })

/** A mark stands at the end of its line: `// TS2339: 'ports'`. */
const markedIn = (tree: ts.SourceFile): Fault[] =>
  tree.text.split('\n').flatMap((line, i) => {
    const mark = /\/\/ (TS\d+): (.+)$/.exec(line)
    return mark ? [{ place: `${nameOf(tree)}:${i + 1} ${mark[1]}`, text: mark[2] ?? '' }] : []
  })

/** What the compiler says of the planted files, and what their marks say it must. */
export const compilePlanted = (): { found: Fault[]; marked: Fault[] } => {
  const { program, trees } = compile()
  return {
    found: trees.flatMap((tree) => foundIn(program, tree)),
    marked: trees.flatMap(markedIn),
  }
}
