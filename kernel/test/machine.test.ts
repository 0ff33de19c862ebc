/**
 * State machines: a table with a fault is refused when it is defined; a good one answers and draws itself.
 */
import { describe, expect, expectTypeOf, it } from 'vitest'
import { can, from, machine, to, toMermaid, type StateOf, type TransitionOf } from '../src/index.ts'

const door = machine('door', {
  initial: 'open',
  final: ['gone'],
  transitions: {
    close: { from: ['open'], to: 'closed' },
    open: { from: ['closed'], to: 'open' },
    remove: { from: ['open', 'closed'], to: 'gone' },
  },
})

describe('machine', () => {
  it('knows its states and transitions, to the letter', () => {
    expect(door.states).toEqual(['open', 'closed', 'gone'])
    expectTypeOf<StateOf<typeof door>>().toEqualTypeOf<'open' | 'closed' | 'gone'>()
    expectTypeOf<TransitionOf<typeof door>>().toEqualTypeOf<'open' | 'close' | 'remove'>()
    expectTypeOf(to(door, 'remove')).toEqualTypeOf<'gone'>()
  })

  it('says what may follow what', () => {
    expect(can(door, 'open', 'close')).toBe(true)
    expect(can(door, 'closed', 'close')).toBe(false)
    expect(from(door, 'remove')).toEqual(['open', 'closed'])
    expect(to(door, 'remove')).toBe('gone')
  })

  it('refuses words it does not know', () => {
    // @ts-expect-error no such transition
    expect(() => to(door, 'burn')).toThrow('no transition "burn"')
    // @ts-expect-error no such transition, though every object has the property
    expect(() => from(door, 'toString')).toThrow('no transition')
    // @ts-expect-error no such state
    expect(can(door, 'ajar', 'close')).toBe(false)
  })

  it('draws itself', () => {
    expect(toMermaid(door)).toBe(
      [
        'stateDiagram-v2',
        '  [*] --> open',
        '  open --> closed: close',
        '  closed --> open: open',
        '  open --> gone: remove',
        '  closed --> gone: remove',
        '  gone --> [*]',
      ].join('\n'),
    )
  })
})

describe('a faulty table', () => {
  it('with an unknown state', () => {
    expect(() =>
      machine('door', {
        initial: 'a',
        final: ['b'],
        // @ts-expect-error "aa" is a slip of the pen
        transitions: { go: { from: ['a', 'aa'], to: 'b' } },
      }),
    ).toThrow('machine door: unknown state "aa"')
    const slip = () =>
      // @ts-expect-error "z" is in no transition
      machine('door', { initial: 'a', final: ['b', 'z'], transitions: { go: { from: ['a'], to: 'b' } } })
    expect(slip).toThrow('unknown state "z"')
  })

  it('with an unreachable island', () => {
    const transitions = {
      go: { from: ['a'], to: 'b' },
      x: { from: ['c'], to: 'd' },
      y: { from: ['d'], to: 'c' },
    }
    expect(() => machine('door', { initial: 'a', final: ['b'], transitions })).toThrow(
      'unreachable state "d"',
    )
  })

  it('with a dead end', () => {
    const transitions = { go: { from: ['a'], to: 'b' }, stop: { from: ['a'], to: 'c' } }
    expect(() => machine('door', { initial: 'a', final: ['b'], transitions })).toThrow('dead state "c"')
  })

  it('with a circle that never ends', () => {
    const transitions = {
      go: { from: ['a'], to: 'b' },
      turn: { from: ['b'], to: 'c' },
      back: { from: ['c'], to: 'b' },
      end: { from: ['a'], to: 'd' },
    }
    expect(() => machine('door', { initial: 'a', final: ['d'], transitions })).toThrow(
      'dead state "b": no way to a final',
    )
  })

  it('with a final state that something leaves, or a transition from nowhere', () => {
    const transitions = { go: { from: ['a'], to: 'b' }, back: { from: ['b'], to: 'a' } }
    expect(() => machine('door', { initial: 'a', final: ['b'], transitions })).toThrow(
      'final state "b" has a way out',
    )
    expect(machine('door', { initial: 'a', final: [], transitions }).states).toEqual(['a', 'b'])
    expect(() =>
      machine('door', { initial: 'a', final: ['b'], transitions: { go: { from: [], to: 'b' } } }),
    ).toThrow('comes from nowhere')
  })
})
