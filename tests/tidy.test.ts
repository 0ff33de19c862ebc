/**
 * The order inside files, held over the whole repository; each rule is shown to catch a planted violation.
 */
import { describe, expect, it } from 'vitest'
import { readTree, type SourceFile } from './checks/files.ts'
import {
  checkClock,
  checkFileLength,
  checkFunctionLength,
  checkLineLength,
  checkNames,
  checkOpening,
  checkPurity,
  checkSyntax,
} from './checks/tidy.ts'
import { wrapComments } from './checks/wrap.ts'

const files = readTree()
const store = 'modules/order/src/store.ts'
const plant = (text: string, path = store): SourceFile[] => [{ path, text }]
const times = (count: number, line: string): string => `${line}\n`.repeat(count)

it('sees the repository', () => {
  expect(files.map((file) => file.path)).toContain('kernel/src/index.ts')
})

describe('a file is no longer than 300 lines', () => {
  it('here', () => expect(checkFileLength(files)).toEqual([]))
  it('or is caught', () => {
    expect(checkFileLength(plant(times(300, 'x')))).toEqual([])
    expect(checkFileLength(plant(times(301, 'x')))).toEqual([`${store} has 301 lines, more than 300`])
    expect(checkFileLength(plant(times(301, 'x'), 'apps/server/src/demo/goods.data.ts'))).toEqual([])
  })
})

describe('a line is no wider than 110 columns', () => {
  it('here', () => expect(checkLineLength(files)).toEqual([]))
  it('or is caught', () => {
    expect(checkLineLength(plant('桃'.repeat(110)))).toEqual([])
    expect(checkLineLength(plant(`\n${'x'.repeat(111)}`))).toEqual([
      `${store}:2 is 111 columns wide, more than 110`,
    ])
  })
  it('and a wide comment can be wrapped', () => {
    const wide = `  /** ${'word '.repeat(30)}end. */\n  f()\n${'// and so on '.repeat(10)}\n// on\n`
    const wrapped = wrapComments(wide)
    expect(checkLineLength(plant(wrapped))).toEqual([])
    expect(wrapped.split('\n')).toHaveLength(8)
    expect(wrapped.replace(/[\s*/]/g, '')).toBe(wide.replace(/[\s*/]/g, ''))
    expect(wrapComments(wrapped)).toBe(wrapped)
  })
})

describe('a function is no longer than 70 lines', () => {
  const long = (lines: number) => `const f = () => {\n${times(lines - 2, '  f()')}}\n`
  it('here', () => expect(checkFunctionLength(files)).toEqual([]))
  it('or is caught', () => {
    expect(checkFunctionLength(plant(long(70)))).toEqual([])
    expect(checkFunctionLength(plant(long(71)))).toEqual([
      `${store}:1 is a function of 71 lines, more than 70`,
    ])
    expect(checkFunctionLength(plant(`describe('x', () => {\n${times(90, 'f()')}})`))).toEqual([])
    const vue = `<template>\n<p/>\n</template>\n<script setup lang="ts">\n${long(71)}</script>\n`
    expect(checkFunctionLength(plant(vue, 'apps/shop/src/A.vue'))).toEqual([
      'apps/shop/src/A.vue:5 is a function of 71 lines, more than 70',
    ])
  })
})

describe('a file opens with what lives in it', () => {
  it('here', () => expect(checkOpening(files)).toEqual([]))
  it('or is caught', () => {
    expect(checkOpening(plant('/** SQL of orders. */\n'))).toEqual([])
    expect(checkOpening(plant('#!/usr/bin/env node\n// Starts.\n'))).toEqual([])
    expect(checkOpening(plant('<!-- A card. -->\n<template/>', 'apps/shop/src/A.vue'))).toEqual([])
    expect(checkOpening(plant('import a from "a"\n'))).toEqual([
      `${store} does not open with a comment that says what lives here`,
    ])
  })
})

describe('no syntax needs a compiler', () => {
  it('here', () => expect(checkSyntax(files)).toEqual([]))
  it('or is caught', () => {
    const text = 'enum A { B }\ndeclare namespace C {}\ndeclare global {}\ndeclare module "x" {}\n'
    expect(checkSyntax(plant(text))).toEqual([
      `${store}:1 declares an enum`,
      `${store}:2 declares a namespace`,
    ])
  })
})

describe('a name says something', () => {
  it('here', () => expect(checkNames(files)).toEqual([]))
  it.each(['order-utils.ts', 'OrderDTO.ts', 'helpers/a.ts', 'StockManager.ts', 'order.vo.ts', 'cartImpl.ts'])(
    'or is caught: %s',
    (name) => expect(checkNames(plant('', `modules/order/src/${name}`))).toHaveLength(1),
  )
  it('and what only sounds alike is let be', () => {
    expect(checkNames(plant('', 'modules/order/src/voucher-implied.ts'))).toEqual([])
  })
})

describe('nobody but the platform reads the clock', () => {
  it('here', () => expect(checkClock(files)).toEqual([]))
  it('or is caught', () => {
    const text =
      '// Date.now() in a comment is none\nDate.now()\nMath.random()\nnew Date()\nDate()\nnew Date(0)\n'
    expect(checkClock(plant(text))).toEqual(
      ['2 reads Date.now', '3 reads Math.random', '4 reads new Date()', '5 reads Date()'].map(
        (fault) => `${store}:${fault}: take it from the platform`,
      ),
    )
    expect(checkClock(plant(text, 'adapters/wechat-pay/src/channel.ts'))).toHaveLength(4)
    expect(checkClock(plant(text, 'platform/src/clock.ts'))).toEqual([])
    expect(checkClock(plant(text, 'adapters/wechat-pay/src/twin/server.ts'))).toEqual([])
  })
})

describe('the kernel is pure', () => {
  it('here', () => expect(checkPurity(files)).toEqual([]))
  it('or is caught', () => {
    const text = 'const process = 1\nconst a = { fetch: 1 }\na.fetch\nfetch("x")\nconsole.log(process.env)\n'
    expect(checkPurity(plant(text, 'kernel/src/a.ts'))).toEqual([
      'kernel/src/a.ts:4 is pure, and uses fetch',
      'kernel/src/a.ts:5 is pure, and uses console',
      'kernel/src/a.ts:5 is pure, and uses process',
    ])
  })
})
