/** The timer that looks after erasures: what cannot be erased of one shopper holds up nobody else. */
import { expect, test } from 'vitest'
import { type Adapters, houseParts } from '../src/house.ts'

test('an erasure that fails is told in the end, and the others are done', async () => {
  const people = ['usr_one', 'usr_two', 'usr_three']
  const done: string[] = []
  const run = ({ module }: { module: string }, { userId }: { userId: string }) => {
    if (userId === 'usr_one' && module === 'order') return Promise.reject(new Error('A row is bad.'))
    done.push(`${userId} ${module}`)
    return Promise.resolve({ ok: true, value: {} })
  }
  const context = { now: 1, ask: () => Promise.resolve({ userIds: people }), run }
  const { jobs } = houseParts({} as Adapters, {} as never)
  const timer = jobs?.find(({ name }) => name === 'user.finish-erasures')
  await expect(timer?.run(context as never)).rejects.toThrow('A row is bad.')
  const modules = [
    'user',
    'order',
    'payment',
    'cart',
    'member',
    'media',
    'supplier',
    'claim',
    'review',
    'invoice',
  ]
  const all = people.flatMap((userId) => modules.map((module) => `${userId} ${module}`))
  expect(done).toEqual(all.filter((one) => one !== 'usr_one order'))
})
