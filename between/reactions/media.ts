/** What module media hears. */
import { Media } from '@tiantou/media/contract'
import { on, send } from '@tiantou/platform'
import { Products } from '@tiantou/product/contract'

/** Names of pictures that were sent; those of the demo are not module media's. */
const sent = /^pic-[0-9a-f]{40}$/

export const mediaReactions = [
  // A picture that a product has ever shown stays: orders of that time show it too.
  on(Products.events.changed, 'media.use', async ({ productId }, { ask }) => {
    const { images } = await ask(Products.queries.staffGet, { productId })
    const names = images.filter((name) => sent.test(name))
    return names.length === 0 ? null : send(Media.commands.use, { names })
  }),
]
