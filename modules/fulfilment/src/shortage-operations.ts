/**
 * What module fulfilment offers about pieces that are not to be had: what the shopper chose when he bought
 * decides (something like it, the money, ask me); who is asked and does not answer gets the money. Spread
 * into the contract.
 */
import { Id, Nothing, Nullable, Obj, OneOf, Pieces, Time, Type } from '@tiantou/kernel'
import { no_such_task, pack, wrong_state } from './packing-operations.ts'
import { IfShort, LineNo, Offer, ShortageState } from './shapes.ts'

const ShortageRef = Obj({ shortageId: Id('sho') })
const no_such_shortage = { status: 404, doc: 'No shortage of that id.' }
const decided = {
  status: 409,
  doc: 'The shortage is not in a state for it.',
  data: Obj({ state: ShortageState }),
}

export const shortageCommands = {
  declareShort: {
    doc: 'The packer says that pieces of a line without a lot are not to be had.',
    who: pack,
    route: { method: 'POST', path: '/staff/packing/:orderId/lines/:lineNo/short' },
    input: Obj({ orderId: Id('ord'), lineNo: LineNo }),
    output: Obj({ pieces: Type.Integer() }),
    refusals: {
      no_such_task,
      wrong_state,
      no_such_line: { status: 404, doc: 'The order has no line of that number.' },
      nothing_short: { status: 409, doc: 'Every piece of the line has a lot, or is short already.' },
    },
  },
  offer: {
    doc: 'Asks the shopper whether he wants something else.',
    who: 'system',
    input: Obj({ shortageId: Id('sho'), offer: Offer }),
    output: Nothing,
    refusals: { no_such_shortage, decided },
  },
  answer: {
    doc: 'The shopper takes what is offered, or the money.',
    who: 'system',
    input: Obj({ shortageId: Id('sho'), accept: Type.Boolean() }),
    output: Nothing,
    refusals: { no_such_shortage, decided },
  },
  substitute: {
    doc: 'The missing pieces are replaced: the order gets a line more, for no more money.',
    who: 'system',
    input: Obj({ shortageId: Id('sho'), offer: Offer }),
    output: Nothing,
    refusals: { no_such_shortage, decided },
  },
  giveUp: {
    doc: 'The missing pieces are not replaced: their money comes back when the order is packed.',
    who: 'system',
    input: ShortageRef,
    output: Nothing,
    refusals: { no_such_shortage, decided },
  },
  timeOutAsks: {
    doc: 'Who did not answer in time gets the money.',
    who: 'system',
    input: Nothing,
    output: Obj({ shortages: Type.Integer() }),
  },
} as const

export const shortageQueries = {
  shortage: {
    doc: 'One shortage whole.',
    who: 'system',
    input: ShortageRef,
    output: Obj({
      orderId: Id('ord'),
      skuId: Id('sku'),
      productId: Id('prd'),
      pieces: Pieces,
      rule: IfShort,
      state: ShortageState,
      offer: Nullable(Offer),
    }),
    refusals: { no_such_shortage },
  },
} as const

export const shortageEvents = {
  short: {
    doc: 'Pieces of an order are not to be had.',
    version: 1,
    payload: Obj({ orderId: Id('ord'), shortageId: Id('sho'), skuId: Id('sku'), pieces: Type.Integer() }),
  },
  asked: {
    doc: 'The shopper is asked whether he wants something else.',
    version: 1,
    payload: Obj({ orderId: Id('ord'), shortageId: Id('sho'), answerBy: Time }),
  },
  answered: {
    doc: 'The shopper has answered, or time has for him.',
    version: 1,
    payload: Obj({
      orderId: Id('ord'),
      shortageId: Id('sho'),
      answer: OneOf('accepted', 'declined', 'timed_out'),
    }),
  },
} as const
