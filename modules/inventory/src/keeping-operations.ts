/**
 * What module inventory offers to those who keep the stores: locations, stock by SKU, location and lot,
 * write-offs, counts, moves, and every movement with its reason. Spread into the contract.
 */
import {
  Grams,
  Id,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'

/** A store's short name: `main`, `cold-1`. */
export const LocationCode = Type.String({ pattern: '^[a-z][a-z0-9-]{0,19}$' })
/** Pieces of one lot; never none. */
export const LotPieces = Type.Integer({ minimum: 1, maximum: 10_000_000 })
const noPieces = Type.Integer({ minimum: 0, maximum: 10_000_000 })

/**
 * Why stock changed: goods in and out, 报损 by its cause, 盘点 differences, 移库, what passed its use-by date,
 * weight lost without a piece (损耗), and weight that scales found above what was received.
 */
export const MovementKind = OneOf(
  'received',
  'dispatched',
  'written_off',
  'counted',
  'moved_in',
  'moved_out',
  'expired',
  'shrunk',
  'gained',
)
export const LossReason = OneOf('spoiled', 'damaged', 'sampled', 'lost', 'other')
/** Weight that goes while the pieces stay: cut away (修整), dried out (失水). */
export const ShrinkReason = OneOf('trimmed', 'dried')

const keep = { permission: 'inventory.keep' } as const
const read = { permission: 'inventory.read' } as const
const AtPlace = { lotId: Id('lot'), location: LocationCode }

export const no_such_location = { status: 422, doc: 'No location of that code.' }
export const no_such_lot = { status: 404, doc: 'No lot of that id.' }
const not_so_much = {
  status: 409,
  doc: 'So much of the lot does not lie there.',
  data: Obj({ pieces: Type.Integer() }),
}
const promised = {
  status: 409,
  doc: 'The pieces are promised to orders: what can still be sold is less.',
  data: Obj({ available: Type.Integer() }),
}
const allocated = {
  status: 409,
  doc: 'The pieces are allocated to orders that are being packed.',
  data: Obj({ free: Type.Integer() }),
}
const note = Text(200, 0)

export const keepingCommands = {
  addLocation: {
    doc: 'Adds a place where lots lie: a store, a cold room, a shelf.',
    who: keep,
    route: { method: 'POST', path: '/staff/locations' },
    input: Obj({ code: LocationCode, name: Text(30) }),
    output: Nothing,
    refusals: { location_exists: { status: 409, doc: 'The code is taken.' } },
  },
  writeOff: {
    doc: 'Takes pieces of a lot out of stock that nobody can sell (报损).',
    who: keep,
    route: { method: 'POST', path: '/staff/lots/:lotId/write-off' },
    input: Obj({ ...AtPlace, pieces: LotPieces, reason: LossReason, note: Type.Optional(note) }),
    output: Obj({ left: Type.Integer() }),
    refusals: { no_such_lot, not_so_much, allocated, promised },
  },
  count: {
    doc: 'Says how much of a lot truly lies in one place (盘点); a large difference waits for a second person.',
    who: keep,
    route: { method: 'POST', path: '/staff/lots/:lotId/count' },
    input: Obj({ ...AtPlace, pieces: noPieces, grams: Grams, note: Type.Optional(note) }),
    output: Obj({
      difference: Type.Integer(),
      /** Where the difference is larger than one person may say: what the second one decides. */
      countId: Nullable(Id('cnt')),
    }),
    refusals: { no_such_lot, no_such_location, allocated, promised },
  },
  decideCount: {
    doc: 'A second person accepts or rejects a counted difference.',
    who: keep,
    route: { method: 'POST', path: '/staff/counts/:countId/decide' },
    input: Obj({ countId: Id('cnt'), accept: Type.Boolean() }),
    output: Nothing,
    refusals: {
      no_such_count: { status: 404, doc: 'No count of that id.' },
      decided: { status: 409, doc: 'The count was decided before.' },
      same_person: { status: 403, doc: 'Who counted cannot decide: four eyes.' },
      not_so_much,
      allocated,
      promised,
    },
  },
  shrink: {
    doc: 'Takes weight out of stock whose pieces stay: trimmed off, dried out (损耗).',
    who: keep,
    route: { method: 'POST', path: '/staff/lots/:lotId/shrink' },
    input: Obj({
      ...AtPlace,
      grams: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
      reason: ShrinkReason,
      note: Type.Optional(note),
    }),
    output: Obj({ leftGrams: Type.Integer() }),
    refusals: {
      no_such_lot,
      not_so_heavy: { status: 409, doc: 'So much does not lie there.', data: Obj({ grams: Type.Integer() }) },
    },
  },
  moveLot: {
    doc: 'Moves pieces of a lot from one place to another (移库).',
    who: keep,
    route: { method: 'POST', path: '/staff/lots/:lotId/move' },
    input: Obj({ lotId: Id('lot'), from: LocationCode, to: LocationCode, pieces: LotPieces }),
    output: Nothing,
    refusals: {
      no_such_lot,
      no_such_location,
      not_so_much,
      allocated,
      same_place: { status: 422, doc: 'From and to are one place.' },
    },
  },
  setLowAt: {
    doc: 'Says from how many pieces on a SKU counts as low; null is the house’s own number.',
    who: keep,
    route: { method: 'POST', path: '/staff/stock/:skuId/low-at' },
    input: Obj({ skuId: Id('sku'), lowAt: Nullable(noPieces) }),
    output: Nothing,
    refusals: { no_such_stock: { status: 404, doc: 'Nothing of that SKU was ever received.' } },
  },
  expireLots: {
    doc: 'Takes out of stock what is past its use-by date and promised to nobody.',
    who: 'system',
    input: Nothing,
    output: Obj({ pieces: Type.Integer() }),
  },
} as const

const Lot = Obj({
  lotId: Id('lot'),
  lotNo: Type.String(),
  harvestedAt: Time,
  useBy: Time,
  location: LocationCode,
  pieces: Type.Integer(),
  grams: Type.Integer(),
  /** Pieces among them that are meant for orders. */
  allocated: Type.Integer(),
  /** Held or recalled: nothing of it is sold. */
  held: Type.Boolean(),
})

export const keepingQueries = {
  counts: {
    doc: 'Counted differences that wait for a second person, oldest first.',
    who: read,
    route: { method: 'GET', path: '/staff/counts' },
    input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('cnt')) }),
    output: PageOf(
      Obj({
        countId: Id('cnt'),
        ...AtPlace,
        difference: Type.Integer(),
        differenceGrams: Type.Integer(),
        note: Type.String(),
        by: Type.String(),
        at: Time,
      }),
    ),
  },
  locations: {
    doc: 'Every location by its code.',
    who: read,
    route: { method: 'GET', path: '/staff/locations' },
    input: Nothing,
    output: Obj({ items: Type.Array(Obj({ code: LocationCode, name: Type.String() })) }),
  },
  stock: {
    doc: 'What can be sold of every SKU, and whether that is low, by SKU id.',
    who: read,
    route: { method: 'GET', path: '/staff/stock' },
    input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('sku')) }),
    output: PageOf(
      Obj({ skuId: Id('sku'), available: Type.Integer(), lowAt: Type.Integer(), isLow: Type.Boolean() }),
    ),
  },
  stockOf: {
    doc: 'One SKU whole: what can be sold, what is promised; its lots by place, first to expire first.',
    who: read,
    route: { method: 'GET', path: '/staff/stock/:skuId' },
    input: Obj({ skuId: Id('sku') }),
    output: Obj({
      available: Type.Integer(),
      /** Held or sold, and not yet shipped. */
      promised: Type.Integer(),
      lowAt: Type.Integer(),
      lots: Type.Array(Lot),
    }),
    refusals: { no_such_stock: keepingCommands.setLowAt.refusals.no_such_stock },
  },
  movements: {
    doc: 'What came, went and was corrected of one SKU, newest first.',
    who: read,
    route: { method: 'GET', path: '/staff/stock/:skuId/movements' },
    input: Obj({ skuId: Id('sku'), limit: PageInput.limit, cursor: Type.Optional(Id('mov')) }),
    output: PageOf(
      Obj({
        movementId: Id('mov'),
        kind: MovementKind,
        lotId: Id('lot'),
        location: LocationCode,
        orderId: Nullable(Id('ord')),
        /** Negative where they left. */
        pieces: Type.Integer(),
        grams: Type.Integer(),
        reason: Type.String(),
        note: Type.String(),
        by: Type.String({ description: 'staff:stf_…, system:…' }),
        at: Time,
      }),
    ),
  },
} as const
