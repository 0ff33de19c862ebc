/**
 * Derives the route table from the contracts. Runs in Node only, at build time (a bundler's virtual module)
 * or in tests: importing it brings every schema along.
 */
import type { AnyOperation } from '@tiantou/kernel'
import { declared, modules } from './contracts.ts'
import type { RouteTable } from './wire.ts'

const operations = (): AnyOperation[] => [
  ...modules.flatMap(
    ({ commands, queries, effects }) =>
      [commands, queries, effects].flatMap((kind) => Object.values(kind)) as AnyOperation[],
  ),
  ...(declared as readonly AnyOperation[]),
]

const ROW = { anyone: 0, user: 1, visitor: 2 } as const

/** The routes that guests and signed-in shoppers may call. */
export const routeTable = (): RouteTable =>
  Object.fromEntries(
    operations().flatMap(({ name, route, who }) =>
      route && typeof who === 'string' && who !== 'system'
        ? [[name, [route.method, route.path, ROW[who]]]]
        : [],
    ),
  )
