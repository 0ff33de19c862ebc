/** Indexes beside each process: folders of one's own, opened when needed, filled by feeds. */
import { defineContract, Obj, system, Type } from '@tiantou/kernel'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { feed, type FeedContext } from '../src/between.ts'
import { openIndexes } from '../src/indexes.ts'
import { defineModule, type Module } from '../src/module.ts'
import { eachDatabase } from '../src/testing/index.ts'

const Named = Obj({ name: Type.String() })
const Shelf = defineContract('shelf', {
  doc: 'A shelf.',
  commands: { put: { doc: 'Announces a name.', who: 'system', input: Named, output: Obj({}) } },
  queries: {
    names: {
      doc: 'What is indexed.',
      who: 'system',
      input: Obj({}),
      output: Obj({ names: Type.Array(Type.String()) }),
    },
  },
  events: { put: { doc: 'A name was put.', version: 1, payload: Named } },
})

interface Names {
  readonly names: string[]
}

const opened: string[] = []
let closed = 0
const shelfModule: Module = defineModule<object, object, Names>()(Shelf, {
  commands: {
    put: async (input, { emit }) => {
      emit(Shelf.events.put, input)
      return {}
    },
  },
  queries: { names: async (_input, { index }) => ({ names: index.names }) },
  effects: {},
  migrations: [],
  settings: {},
  index: {
    open: (folder) => {
      opened.push(folder)
      return { names: [], close: () => (closed += 1) }
    },
  },
})

let fail = false
const runs: FeedContext[] = []
const shelfFeed = feed<Names>(Shelf, 'shelf.follow', {
  every_s: 3_600,
  hears: [Shelf.events.put],
  fill: async (index, context) => {
    runs.push(context)
    if (fail) throw new Error('away')
    index.names.push(...context.heard(Shelf.events.put).map(({ name }) => name))
  },
})

const root = mkdtempSync(join(tmpdir(), 'tiantou-indexes-'))
afterAll(() => rmSync(root, { recursive: true }))
beforeEach(() => {
  opened.length = 0
  runs.length = 0
  closed = 0
  fail = false
})

describe('folders', () => {
  test('are opened when first asked for, once, and two that live at once have two', () => {
    const [one, two] = [openIndexes([shelfModule], root), openIndexes([shelfModule], root)]
    expect(readdirSync(root)).toEqual([])
    expect(one.of('shelf')).toBe(one.of('shelf'))
    expect(one.of('other')).toBeUndefined()
    two.of('shelf')
    expect(opened).toEqual([join(root, '0', 'shelf'), join(root, '1', 'shelf')])
    one.close()
    const three = openIndexes([shelfModule], root)
    three.of('shelf')
    expect(opened.at(-1)).toBe(join(root, '0', 'shelf'))
    two.close()
    three.close()
    expect(closed).toBe(3)
    expect(() => three.of('shelf')).toThrow('closed')
  })
  test('without a root they pass with the process', () => {
    const indexes = openIndexes([shelfModule], undefined)
    indexes.of('shelf')
    const [folder = ''] = opened
    indexes.close()
    expect(() => readdirSync(folder)).toThrow('ENOENT')
  })
})

eachDatabase((_name, open) => {
  const parts = { modules: [shelfModule], feeds: [shelfFeed] }
  const names = async (house: Awaited<ReturnType<typeof open>>) =>
    (await house.house.ask(Shelf.queries.names, {}, system('test'))).names

  test('a feed runs at the start and at once for what its process announces', async () => {
    const house = await open(parts)
    house.house.feeds.start()
    await house.must(Shelf.commands.put, { name: '甲' })
    await expect.poll(() => names(house)).toEqual(['甲'])
    await house.must(Shelf.commands.put, { name: '乙' })
    await expect.poll(() => names(house)).toEqual(['甲', '乙'])
    await house.close()
    expect(runs.at(-1)?.signal.aborted).toBe(true)
    expect(closed).toBe(1)
  })

  test('a feed that fails holds nobody up and runs again', async () => {
    const house = await open(parts)
    fail = true
    house.house.feeds.start()
    await expect.poll(() => runs.length).toBe(1)
    expect(house.house.corridor.metrics.text()).toContain('tiantou_feed_failed_total{feed="shelf.follow"} 1')
    fail = false
    await house.must(Shelf.commands.put, { name: '丙' })
    await expect.poll(() => names(house)).toEqual(['丙'])
  })

  test('a feed of a module without an index fails the start', async () => {
    const bare: Module = { ...shelfModule, index: undefined as never }
    await expect(open({ ...parts, modules: [bare] })).rejects.toThrow('shelf.follow feeds shelf')
  })
})
