/**
 * The walls of the house, held over the whole repository: doors, circles, foreign tables, migrations, and the
 * pages that must say what the code says. Each rule is shown to catch a planted violation.
 */
import { machine } from '@tiantou/kernel'
import { describe, expect, it } from 'vitest'
import { loadContracts, loadMachines } from './checks/code.ts'
import { checkCircles, checkDoors } from './checks/doors.ts'
import { eventsPath, writeEvents } from './checks/events.ts'
import { packagesOf, readTree, type Package, type SourceFile } from './checks/files.ts'
import { checkMigrations, lockNew, lockPath } from './checks/migrations.ts'
import { checkStates, drawStates } from './checks/states.ts'
import { checkTables } from './checks/tables.ts'

const files = readTree()
const packages = packagesOf(files)
const textAt = (path: string): string => files.find((file) => file.path === path)?.text ?? ''

const one = (path: string, doors: Record<string, string>, dependencies: string[] = []): Package => {
  const name = `@tiantou/${path.split('/').at(-1)}`
  return { name, path, doors, dependencies: ['@tiantou/kernel', '@tiantou/platform', ...dependencies] }
}
const moduleDoors = (path: string) => ({
  '.': `${path}/src/index.ts`,
  './contract': `${path}/src/contract.ts`,
  './port': `${path}/src/port.ts`,
  './testing': `${path}/test/factory.ts`,
})
/** A small house of its own, so that the planted violations outlive changes of the real one. */
const small = [
  one('kernel', { '.': 'kernel/src/index.ts' }),
  one('platform', { '.': 'platform/src/index.ts', './testing': 'platform/src/testing/index.ts' }),
  one('modules/order', moduleDoors('modules/order'), [
    'kysely',
    '@tiantou/payment',
    '@tiantou/tencent-cloud',
  ]),
  one('modules/payment', moduleDoors('modules/payment')),
  one('between', { '.': 'between/index.ts', './flows/*.contract': 'between/flows/*.contract.ts' }, [
    '@tiantou/order',
  ]),
  one('adapters/wechat-pay', { '.': 'adapters/wechat-pay/src/index.ts', './twin': 'x.ts' }, [
    '@tiantou/payment',
    '@tiantou/kit',
  ]),
  one('adapters/sms', { '.': 'x.ts' }, ['@tiantou/wechat-pay', '@tiantou/tencent-cloud']),
  one('adapters/tencent-cloud', { './wire': 'x.ts', './wire-twin': 'x.ts' }),
  one('adapters/kit', { '.': 'adapters/kit/src/index.ts', './twin': 'y.ts' }),
  one('client', { '.': 'client/src/index.ts' }, ['@tiantou/order', '@tiantou/between']),
  one('apps/server', { '.': 'apps/server/src/index.ts' }, ['@tiantou/order']),
  one('apps/shop', {}, ['@tiantou/order', '@tiantou/client', 'vue']),
]

const plant = (path: string, ...imports: string[]): SourceFile => ({
  path,
  text: imports
    .map((to) => (to.startsWith('type ') ? `import type { A } from '${to.slice(5)}'` : `import '${to}'`))
    .join('\n'),
})
const doors = (path: string, ...imports: string[]): string[] => checkDoors([plant(path, ...imports)], small)

describe('packages are entered by their doors', () => {
  it('here', () => expect(checkDoors(files, packages)).toEqual([]))

  const order = 'modules/order/src/store.ts'
  it.each([
    ['a module enters a module', order, '@tiantou/payment/contract', 'must not import'],
    ['a module enters a module for a type', order, 'type @tiantou/payment/contract', 'must not import'],
    ['a module enters the space between', order, '@tiantou/between', 'must not import'],
    ['a module walks round the doors', order, '../../payment/src/rules.ts', 'use a door'],
    ['a module takes a package it does not name', order, 'fastify', 'does not name'],
    ['a module leans on suites', order, '@tiantou/platform/testing', 'must not import'],
    ['a module leans on its own tests', order, '../test/factory.ts', 'needs a test'],
    [
      'a test of a module enters a module',
      'modules/order/test/a.test.ts',
      '@tiantou/payment/testing',
      'must not',
    ],
    ['a flow looks inside', 'between/flows/checkout.ts', '@tiantou/order', 'must not import'],
    [
      'a flow looks through a wall',
      'between/flows/checkout.ts',
      '@tiantou/order/src/store.ts',
      'has no door',
    ],
    ['a flow takes a port', 'between/flows/checkout.ts', '@tiantou/order/port', 'must not import'],
    ['an adapter enters a module', 'adapters/wechat-pay/src/a.ts', '@tiantou/payment', 'must not import'],
    ['an adapter enters an adapter', 'adapters/sms/src/a.ts', '@tiantou/wechat-pay', 'must not import'],
    ['a module speaks a wire', order, '@tiantou/tencent-cloud/wire', 'must not import'],
    ['an adapter leans on the twins', 'adapters/wechat-pay/src/a.ts', '@tiantou/kit/twin', 'must not import'],
    ['an adapter enters a server', 'adapters/wechat-pay/src/a.ts', '@tiantou/server', 'must not import'],
    ['the house takes a contract', 'apps/server/src/house.ts', '@tiantou/order/contract', 'must not import'],
    ['the server enters a module', 'apps/server/src/main.ts', '@tiantou/order', 'must not import'],
    ['a screen bundles schemas', 'apps/shop/src/a.vue', '@tiantou/order/contract', 'must not import'],
    ['a journey enters a module', 'tests/journeys/buy.test.ts', '@tiantou/order', 'must not import'],
    ['the platform knows a module', 'platform/src/db.ts', '@tiantou/order/contract', 'must not import'],
    ['the kernel stands on nothing', 'kernel/src/a.ts', '@tiantou/platform', 'must not import'],
    ['the kernel reads a file', 'kernel/src/a.ts', 'node:fs', 'is pure'],
  ])('or %s and is caught', (_, path, to, fault) => {
    const text = path.endsWith('.vue') ? `<script setup lang="ts">\nimport '${to}'\n</script>` : undefined
    const found = text === undefined ? doors(path, to) : checkDoors([{ path, text }], small)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(fault)
  })

  it('also where an import is dynamic, re-exported or inside a type', () => {
    const to = "'@tiantou/payment'"
    const text = `export * from ${to}\nawait import(${to})\nlet a: import(${to}).A`
    expect(checkDoors([{ path: order, text }], small)).toHaveLength(3)
  })

  it('and what the house allows is let through', () => {
    expect([
      ...doors(order, './rules.ts', 'node:crypto', 'kysely', '@tiantou/kernel', '@tiantou/platform'),
      ...doors(
        'modules/order/test/a.test.ts',
        'vitest',
        './factory.ts',
        '../src/rules.ts',
        '@tiantou/platform/testing',
      ),
      ...doors('between/flows/checkout.ts', '@tiantou/order/contract', './checkout.contract.ts'),
      ...doors('between/test/a.test.ts', '@tiantou/order/testing'),
      ...doors('adapters/wechat-pay/src/a.ts', '@tiantou/payment/port', '@tiantou/payment/contract'),
      ...doors('adapters/sms/src/a.ts', '@tiantou/tencent-cloud/wire', '@tiantou/tencent-cloud/wire-twin'),
      ...doors('adapters/wechat-pay/src/a.ts', '@tiantou/kit'),
      ...doors('adapters/wechat-pay/src/twin/a.ts', '@tiantou/kit', '@tiantou/kit/twin'),
      ...doors('client/src/a.ts', '@tiantou/order/contract', '@tiantou/between/flows/checkout.contract'),
      ...doors('apps/server/src/house.ts', '@tiantou/order', '@tiantou/kernel'),
      ...doors('apps/shop/src/a.ts', 'type @tiantou/order/contract', '@tiantou/client', 'vue'),
      ...doors(
        'tests/journeys/buy.test.ts',
        '@tiantou/server',
        '@tiantou/order/contract',
        '@tiantou/wechat-pay/twin',
      ),
    ]).toEqual([])
  })
})

describe('nothing goes round in a circle', () => {
  it('here', () => expect(checkCircles(files, packages)).toEqual([]))
  it('or is caught', () => {
    const circle = [
      plant('kernel/src/a.ts', './b.ts'),
      plant('kernel/src/b.ts', 'type ./c.ts'),
      plant('kernel/src/c.ts', './a.ts'),
    ]
    expect(checkCircles(circle, small)).toEqual([
      'kernel/src/a.ts → kernel/src/b.ts → kernel/src/c.ts → kernel/src/a.ts',
    ])
    const byDoor = [
      plant('kernel/src/index.ts', '@tiantou/platform'),
      plant('platform/src/index.ts', '@tiantou/kernel'),
    ]
    expect(checkCircles(byDoor, small)).toHaveLength(1)
    expect(
      checkCircles([plant('kernel/src/a.ts', './b.ts', './c.ts'), plant('kernel/src/b.ts', './c.ts')], small),
    ).toEqual([])
  })
})

describe('a module names its own tables', () => {
  it('here', () => expect(checkTables(files)).toEqual([]))
  it.each([
    [`tx.insertInto('payment_payments')`],
    [`db.selectFrom(['order_orders', 'payment_payments as p'])`],
    [`db.selectFrom('order_orders as o').leftJoin('payment_payments', 'a', 'b')`],
    [`tools.table('payment_payments')`],
    [`tools.index('order_i', 'payment_payments', ['a'])`],
    ['sql`select 1 from payment_payments where id = ${id}`'],
    [`db.prepare('UPDATE payment_payments SET a = ?')`],
    [`interface OrderTables { order_orders: OrderRow; payment_payments: PaymentRow }`],
  ])('or is caught: %s', (text) => {
    const found = checkTables([{ path: 'modules/order/src/store.ts', text }])
    expect(found).toEqual(['modules/order/src/store.ts:1 module order names the table "payment_payments"'])
  })
  it('and what only looks like a table is let be', () => {
    const text = [
      `db.with('ripe', (q) => q.selectFrom('order_orders')).selectFrom('ripe').select('payment_id')`,
      'sql`WITH due AS (SELECT 1 FROM order_orders) SELECT * FROM due`',
      'sql`INSERT INTO order_a (id) VALUES (1) ON DUPLICATE KEY UPDATE id = 1`',
      `const doc = 'Totals from payment lines, taken into account'`,
      `db.updateTable('order_orders').set({ payment_id: 1 })`,
    ].join('\n')
    expect(checkTables([{ path: 'modules/order/src/store.ts', text }])).toEqual([])
    const dashed = `db.selectFrom('group_buy_groups')`
    expect(checkTables([{ path: 'modules/group-buy/src/store.ts', text: dashed }])).toEqual([])
  })
})

describe('a migration that has landed never changes', () => {
  it('here', () => expect(checkMigrations(files, textAt(lockPath))).toEqual([]))
  it('or is caught', () => {
    const path = 'modules/order/migrations/0001-orders.ts'
    const landed = [{ path, text: 'create\n' }]
    const lock = lockNew(landed, '')
    expect(checkMigrations(landed, lock)).toEqual([])
    expect(checkMigrations([{ path, text: 'create\r\n' }], lock)).toEqual([])
    const changed = [{ path, text: 'create more\n' }]
    expect(checkMigrations(changed, lock)[0]).toContain('has landed, and was changed')
    expect(lockNew(changed, lock)).toBe(lock)
    expect(checkMigrations([], lock)).toEqual([`${path} has landed, and is gone`])
    const second = [...landed, { path: 'modules/order/migrations/0003-lines.ts', text: '' }]
    expect(checkMigrations(second, lock).join('\n')).toMatch(
      /is not in docs\/migrations.lock[^]*numbers run on/,
    )
  })
})

describe('docs/events.md says what the contracts say', async () => {
  const contracts = await loadContracts(files)
  it('here', () => expect(textAt(eventsPath)).toBe(writeEvents(contracts, files)))
  it('or is caught', () => {
    const events = {
      paid: { name: 'order.paid', doc: 'Paid.', version: 1, payload: { properties: { orderId: {} } } },
    }
    const reaction = `import { Order } from '@tiantou/order/contract'\non(Order.events.paid, 'x', run)`
    const page = writeEvents(
      [{ module: 'order', events }],
      [{ path: 'between/reactions/cart.ts', text: reaction }],
    )
    expect(page).toContain('| `order.paid` | v1 | Paid. | `orderId` | cart |')
    expect(writeEvents([{ module: 'order', events }], [])).not.toBe(page)
    expect(
      writeEvents([{ module: 'order', events: { paid: { ...events.paid, version: 2 } } }], []),
    ).toContain('v2')
  })
})

describe('a README draws its machines as they are', async () => {
  const machines = await loadMachines(files)
  it('here', () => {
    const faults = [...machines].flatMap(([path, own]) => checkStates(path, textAt(path), own))
    expect(faults).toEqual([])
  })
  it('or is caught', () => {
    const door = machine('door', {
      initial: 'a',
      final: ['b'],
      transitions: { go: { from: ['a'], to: 'b' } },
    })
    const readme = '# Door\n<!-- states:door -->\n```mermaid\nstateDiagram-v2\n  a --> c\n```\nmore\n'
    expect(checkStates('R', '# Door\n', [door])).toEqual(['R has no drawing after <!-- states:door -->'])
    expect(checkStates('R', readme, [door])[0]).toContain('otherwise than states.ts')
    const right = drawStates(readme, [door])
    expect(right).toContain('  a --> b: go\n  b --> [*]\n```\nmore\n')
    expect(checkStates('R', right, [door])).toEqual([])
  })
})
