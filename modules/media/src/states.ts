/** Which state of a picture may follow which. */
import { machine, type StateOf } from '@tiantou/kernel'

/** A picture's life. Whoever sends a refused or removed one again begins anew. */
export const picture = machine('picture', {
  initial: 'received',
  final: [],
  transitions: {
    ready: { from: ['received'], to: 'ready' },
    refuse: { from: ['received'], to: 'refused' },
    remove: { from: ['ready'], to: 'removing' },
    removed: { from: ['removing'], to: 'removed' },
    again: { from: ['refused', 'removed'], to: 'received' },
  },
})

export type PictureState = StateOf<typeof picture>
