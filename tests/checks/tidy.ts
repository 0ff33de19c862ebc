/**
 * The order inside a file: its length, its opening comment, its names, and where the clock may be read. Pure.
 */
import ts from 'typescript'
import { isCode, isFrontEnd, isTest, type SourceFile } from './files.ts'
import { lastLineOf, lineOf, visit } from './syntax.ts'

const longestFile = 300
const longestFunction = 70
const longestLine = 110
const lines = (text: string): string[] => text.replace(/\n$/, '').split('\n')
const isData = (path: string): boolean => path.endsWith('.data.ts')
const isText = (file: SourceFile): boolean => isCode(file) || file.path.endsWith('.css')

/** Files longer than a reader's patience; data and generated files are nobody's prose. */
export const checkFileLength = (files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => isText(file) && !isData(file.path) && lines(file.text).length > longestFile)
    .map((file) => `${file.path} has ${lines(file.text).length} lines, more than ${longestFile}`)

/** Lines wider than the page. */
export const checkLineLength = (files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => isText(file) && !isData(file.path))
    .flatMap((file) =>
      lines(file.text).flatMap((line, i) => {
        const width = Array.from(line).length
        return width > longestLine
          ? [`${file.path}:${i + 1} is ${width} columns wide, more than ${longestLine}`]
          : []
      }),
    )

const isFrame = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && /^(describe|eachDatabase|eachPlatform)\b/.test(node.expression.getText())

/** What a frame holds, or what is nothing but a frame. */
const isDescribed = (node: ts.FunctionLikeDeclaration | ts.SignatureDeclaration): boolean =>
  isFrame(node.parent) || (ts.isArrowFunction(node) && isFrame(node.body))

/**
 * Functions longer than a screen. The frames of suites (`describe`) are not functions that anybody reads as
 * one.
 */
export const checkFunctionLength = (files: readonly SourceFile[]): string[] =>
  files.filter(isCode).flatMap((file) => {
    const found: string[] = []
    visit(file, (node) => {
      if (!ts.isFunctionLike(node) || isDescribed(node)) return
      const length = lastLineOf(node) - lineOf(node) + 1
      if (length > longestFunction) {
        found.push(
          `${file.path}:${lineOf(node)} is a function of ${length} lines, more than ${longestFunction}`,
        )
      }
    })
    return found
  })

/** Files that do not say what they are for. */
export const checkOpening = (files: readonly SourceFile[]): string[] =>
  files
    .filter(isCode)
    .filter((file) => !/^(#!.*\n)?(\/\*|\/\/|<!--)\s*\S|^<script[^>]*>\s*(\/\*|\/\/)/.test(file.text))
    .map((file) => `${file.path} does not open with a comment that says what lives here`)

/** Syntax that needs a compiler: Node only strips types. */
export const checkSyntax = (files: readonly SourceFile[]): string[] =>
  files.filter(isCode).flatMap((file) => {
    const found: string[] = []
    visit(file, (node) => {
      if (ts.isEnumDeclaration(node)) found.push(`${file.path}:${lineOf(node)} declares an enum`)
      const isNamespace =
        ts.isModuleDeclaration(node) && ts.isIdentifier(node.name) && node.name.text !== 'global'
      if (isNamespace) found.push(`${file.path}:${lineOf(node)} declares a namespace`)
    })
    return found
  })

const empty = new Set(['impl', 'manager', 'helper', 'helpers', 'util', 'utils', 'dto', 'vo'])

/** Names that say nothing. */
export const checkNames = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) => {
    const inWords = file.path.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    const word = inWords
      .toLowerCase()
      .split(/[-_./]/)
      .find((one) => empty.has(one))
    return word === undefined ? [] : [`${file.path} has a name that says nothing: "${word}"`]
  })

const mayReadClock = (path: string): boolean =>
  path === 'platform/src/clock.ts' ||
  isTest(path) ||
  isFrontEnd(path) ||
  /^(bench|scripts|apps\/sandbox|platform\/src\/testing)\/|^adapters\/[^/]+\/src\/twin(\/|\.)/.test(path)

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name

/** The clock or chance that a node reaches for. */
const chanceIn = (node: ts.Node): string | undefined => {
  if (ts.isPropertyAccessExpression(node)) {
    if (isNamed(node.expression, 'Date') && node.name.text === 'now') return 'Date.now'
    if (isNamed(node.expression, 'Math') && node.name.text === 'random') return 'Math.random'
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && !node.arguments?.length)
    return 'new Date()'
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()'
  return undefined
}

/** Clock and chance outside `platform/src/clock.ts`, where no test could move them. */
export const checkClock = (files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => isCode(file) && !mayReadClock(file.path))
    .flatMap((file) => {
      const found: string[] = []
      visit(file, (node) => {
        const chance = chanceIn(node)
        if (chance !== undefined)
          found.push(`${file.path}:${lineOf(node)} reads ${chance}: take it from the platform`)
      })
      return found
    })

const world = new Set([
  'process',
  'console',
  'fetch',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
])

/** `process.env`, `fetch(…)`: a use, not a property or parameter that happens to be called so. */
const isUse = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) || ts.isCallExpression(node.parent)) &&
  node.parent.expression === node

/** The kernel is pure: it knows no process, network, timer or screen. */
export const checkPurity = (files: readonly SourceFile[]): string[] =>
  files
    .filter((file) => file.path.startsWith('kernel/src/') && isCode(file))
    .flatMap((file) => {
      const found: string[] = []
      visit(file, (node) => {
        const outside = ts.isIdentifier(node) && world.has(node.text) && isUse(node)
        if (outside) found.push(`${file.path}:${lineOf(node)} is pure, and uses ${node.text}`)
      })
      return found
    })
