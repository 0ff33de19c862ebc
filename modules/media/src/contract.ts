/**
 * What module media offers: pictures that people send — taken by what they are and not by what they are
 * called, cleaned of everything but pixels, made small, named by us. Public ones are named by their content;
 * private ones are read by signed links that end.
 */
import {
  defineContract,
  Id,
  Incoming,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Time,
  Type,
} from '@tiantou/kernel'
import { PURPOSES } from './rules.ts'

export { WIDTHS } from './rules.ts'
export const Purpose = OneOf(...PURPOSES)
/** The types of bodies that are read at all; what they are is told by their content. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const

const PictureName = Type.String({ pattern: '^(pic|prv)-[0-9a-f]{40}$', maxLength: 44 })
/** What a picture looks like, as 64 bits: two that look alike differ in few of them. */
const Look = Type.String({ pattern: '^[0-9a-f]{16}$', maxLength: 16 })
const Owner = Type.String({ minLength: 1, maxLength: 80 })
/** A file name as the sender has it; only a cleaned label is kept. */
export const Label = Type.String({ maxLength: 255 })
const State = OneOf('received', 'ready', 'refused', 'removing', 'removed')
const Width = Type.Integer({ minimum: 1, maximum: 10_000, description: 'pixels' })

/** A picture that can be shown. */
export const Picture = Obj({
  name: PictureName,
  purpose: Purpose,
  label: Type.String(),
  /** Of the upright picture, in pixels. */
  width: Type.Integer(),
  height: Type.Integer(),
  /** Widths that are made of it; none is wider than the picture but the last, which holds all of it. */
  variants: Type.Array(Type.Integer()),
})

const Info = Obj({ ...Picture.properties, owner: Owner, state: State, createdAt: Time, used: Type.Boolean() })

/** One variant of a private picture: a path of this server that is good until that time. */
export const Link = Obj({ name: PictureName, width: Width, path: Type.String(), until: Time })

const Why = OneOf(
  'unsupported_type',
  'animated',
  'too_many_pixels',
  'side_out_of_bounds',
  'unreadable',
  'lost',
)

/** What a picture came to. */
export const Prepared = Type.Union([
  Obj({
    is: OneOf('ready'),
    width: Type.Integer(),
    height: Type.Integer(),
    look: Type.Optional(Look),
  }),
  Obj({ is: OneOf('refused'), why: Why, found: Type.String({ maxLength: 20 }) }),
])

const no_such_picture = { status: 404, doc: 'No picture of that name, or not the caller’s.' }
const NameRef = Obj({ name: PictureName })
const Names = Type.Array(PictureName, { maxItems: 100 })

export const Media = defineContract('media', {
  doc: 'Pictures that people send, made safe and small.',
  permissions: { 'media.upload': '上传图片', 'media.private': '查看凭证图片' },
  commands: {
    receive: {
      doc: 'Notes a picture that came in; one that is there already is answered as it is.',
      who: 'system',
      input: Obj({ owner: Owner, purpose: Purpose, label: Label, upload: Incoming }),
      output: Obj({ name: PictureName, ready: Type.Boolean() }),
      refusals: {
        empty: { status: 422, doc: 'The body has no bytes.' },
        too_large: {
          status: 413,
          doc: 'More bytes than a picture may have.',
          data: Obj({ maxBytes: Type.Integer() }),
        },
        too_many: {
          status: 429,
          doc: 'More new pictures within 24 hours than one may send, or the same one again too often.',
          data: Obj({ most: Type.Integer() }),
        },
        in_removal: { status: 409, doc: 'The same picture is being removed at this moment: send it again.' },
      },
    },
    record: {
      doc: 'Notes what a received picture came to. A no is remembered with the picture.',
      who: 'system',
      input: Obj({ name: PictureName, prepared: Prepared }),
      output: Picture,
      refusals: { no_such_picture },
      outcomes: {
        unsupported_type: {
          status: 415,
          doc: 'Not a JPEG, PNG, WebP or AVIF, whatever it is called.',
          data: Obj({ found: Type.String() }),
        },
        animated: { status: 422, doc: 'A picture that moves.' },
        too_many_pixels: {
          status: 422,
          doc: 'Width times height is more than a picture may have.',
          data: Obj({ maxPixels: Type.Integer() }),
        },
        side_out_of_bounds: {
          status: 422,
          doc: 'A side is too long or too short.',
          data: Obj({ minSidePx: Type.Integer(), maxSidePx: Type.Integer() }),
        },
        unreadable: { status: 422, doc: 'Damaged, cut off, or too hard to decode.' },
        lost: { status: 409, doc: 'The file got lost before it was worked on: send it again.' },
      },
    },
    use: {
      doc: 'Something shows these pictures from now on; unknown names are passed over.',
      who: 'system',
      input: Obj({ names: Names }),
      /** Those that are ready. */
      output: Obj({ names: Type.Array(PictureName) }),
    },
    beginRemoval: {
      doc: 'Ready → removing; refuses where it is not ready, or was used since it was looked at.',
      who: 'system',
      input: Obj({ name: PictureName, orphan: Type.Boolean() }),
      output: Nothing,
      refusals: { no_such_picture, still_used: { status: 409, doc: 'It is shown, or not ready.' } },
    },
    endRemoval: {
      doc: 'Removing → removed: its files are gone.',
      who: 'system',
      input: NameRef,
      output: Nothing,
      refusals: { no_such_picture },
    },
    eraseUser: {
      doc: 'Begins to remove every picture that a shopper sent.',
      who: 'system',
      input: Obj({ userId: Id('usr') }),
      output: Obj({ pictures: Type.Integer() }),
    },
  },
  queries: {
    pictures: {
      doc: 'Pictures by name in any state, in the order asked; unknown names are left out.',
      who: 'system',
      input: Obj({ names: Names }),
      output: Obj({ items: Type.Array(Obj({ ...Info.properties, look: Nullable(Look) })) }),
    },
    list: {
      doc: 'Pictures of one purpose that are ready, newest first.',
      who: { permission: 'media.upload' },
      route: { method: 'GET', path: '/staff/media' },
      input: Obj({ ...PageInput, purpose: OneOf('product', 'document') }),
      output: PageOf(Info),
    },
    links: {
      doc: 'Links to private pictures, one a variant; names of one owner only where an owner is given.',
      who: 'system',
      input: Obj({
        names: Names,
        owner: Type.Optional(Owner),
        /** For pages that are kept: good for so many seconds at least, and the same ones for as long. */
        least_s: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
      }),
      output: Obj({ items: Type.Array(Link) }),
    },
    myLinks: {
      doc: 'Links to one of the caller’s private pictures, one a variant.',
      who: 'user',
      route: { method: 'GET', path: '/media/:name/links' },
      input: NameRef,
      output: Obj({ items: Type.Array(Link) }),
      refusals: { no_such_picture },
    },
    staffLinks: {
      doc: 'Links to a private picture, one a variant.',
      who: { permission: 'media.private' },
      route: { method: 'GET', path: '/staff/media/:name/links' },
      input: NameRef,
      output: Obj({ items: Type.Array(Link) }),
      refusals: { no_such_picture },
    },
    judgeLink: {
      doc: 'Whether a link is good: who has a good one may read the file.',
      who: 'system',
      input: Obj({
        name: PictureName,
        width: Width,
        until: Time,
        signature: Type.String({ maxLength: 100 }),
      }),
      output: Obj({ verdict: OneOf('good', 'over', 'wrong') }),
    },
    removable: {
      doc: 'Pictures to remove: those that nothing ever showed, and removals that did not come to their end.',
      who: 'system',
      input: Obj({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
      output: Obj({ items: Type.Array(Obj({ name: PictureName, state: State })) }),
    },
    ofUser: {
      doc: 'What is kept of one shopper’s pictures, for an export of their data.',
      who: 'system',
      input: Obj({ userId: Id('usr') }),
      output: Obj({ pictures: Type.Array(Obj({ ...Info.properties, usedAt: Nullable(Time) })) }),
    },
  },
  effects: {
    prepare: {
      doc: 'Judges an incoming file and writes its variants; says what it came to.',
      who: 'system',
      input: Obj({ name: PictureName, upload: Incoming }),
      output: Prepared,
    },
    removeFiles: {
      doc: 'Removes every variant of a picture.',
      who: 'system',
      input: NameRef,
      output: Nothing,
    },
    sweepIncoming: {
      doc: 'Removes incoming files that nobody came back for within a day.',
      who: 'system',
      input: Nothing,
      output: Obj({ files: Type.Integer() }),
    },
  },
})
