/**
 * What module social offers so far: cards that are shared, drawn by the server, and signatures for pages that
 * are opened inside WeChat. Nobody is rewarded for sharing.
 */
import { defineContract, Fen, Nullable, Obj, OneOf, Text, Type } from '@tiantou/kernel'

/** A path of the shop with its query; the origin is the house's own. */
export const PagePath = Type.String({ minLength: 1, maxLength: 300, pattern: '^/(?![/\\\\])[^\\s\\\\]*$' })

/** What stands on a card; nothing of it is about a person. */
export const Card = {
  title: Text(60),
  /** Where it was grown and how it is sold. */
  line: Text(120, 0),
  priceFen: Nullable(Fen),
  perJinFen: Nullable(Fen),
  /** Name of the picture, as products have it. */
  image: Text(80, 0),
  /** What the code on the card leads to: a path of the shop. */
  path: PagePath,
}

export const Signature = Obj({
  appId: Type.String(),
  timestamp: Type.Integer({ description: 'seconds' }),
  nonceStr: Type.String(),
  signature: Type.String(),
})

export const Social = defineContract('social', {
  doc: 'Sharing: cards drawn by the server, signatures of pages for WeChat.',
  commands: {},
  queries: {},
  effects: {
    drawCard: {
      doc: 'Draws a card, or finds it drawn; its name comes from what stands on it.',
      who: 'system',
      input: Obj(Card),
      output: Obj({ name: Type.String() }),
    },
    signPage: {
      doc: 'Signs one page for the JS-SDK of WeChat.',
      who: 'system',
      input: Obj({ path: PagePath }),
      output: Obj({ word: OneOf('ok', 'absent', 'away'), signature: Type.Optional(Signature) }),
    },
  },
  events: {},
})
