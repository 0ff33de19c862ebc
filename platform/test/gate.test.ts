/** A gate lets so many through at a time, first come, first served, and is not stopped by who stumbles. */
import { expect, test } from 'vitest'
import { openGate } from '../src/index.ts'

const turns = async (): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve()
}

test('Never more than so many are inside, and all come through in their order', async () => {
  const gate = openGate(2)
  let inside = 0
  let most = 0
  const order: number[] = []
  const work = (n: number) => async () => {
    inside += 1
    most = Math.max(most, inside)
    order.push(n)
    await turns()
    inside -= 1
    return n
  }
  const done = await Promise.all(Array.from({ length: 9 }, (_, n) => gate(work(n))))
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(order).toEqual(done)
  expect(most).toBe(2)
})

test('Who fails makes room like anybody else', async () => {
  const gate = openGate(1)
  const failing = gate(() => Promise.reject(new Error('stumbled')))
  const next = gate(() => Promise.resolve('through'))
  await expect(failing).rejects.toThrow('stumbled')
  expect(await next).toBe('through')
  expect(await gate(() => Promise.resolve('and on'))).toBe('and on')
})
