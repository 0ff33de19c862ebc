/** What the screens of reviews ask: reviews of a product with their photographs, and what one can review. */
import { declarePage, Id, Nullable, Obj, PageInput, PageOf, passOn, Type } from '@tiantou/kernel'
import { Order } from '@tiantou/order/contract'
import {
  OwnReview,
  ReviewableLine,
  shownInput,
  ShownReview,
  SoldReview,
  Summary,
} from '@tiantou/review/contract'
import { Supplier } from '@tiantou/supplier/contract'

/** Paths of a photograph, small for lists and large to look at. */
const Photo = Obj({ name: Type.String(), small: Type.String(), large: Type.String() })
const Photos = Type.Array(Photo)

const FollowUp = Obj({ text: Type.String(), photos: Photos, submittedAt: Type.Integer() })

/** GET /products/:productId/reviews */
export const ProductReviews = declarePage('product-reviews', {
  doc: 'Published reviews of a product, and all of them in numbers.',
  who: 'anyone',
  route: { method: 'GET', path: '/products/:productId/reviews' },
  input: Obj(shownInput),
  output: Obj({
    summary: Summary,
    ...PageOf(Obj({ ...ShownReview.properties, photos: Photos, followUp: Nullable(FollowUp) })).properties,
  }),
})

const Own = Obj({ ...OwnReview.properties, photos: Photos })

/** GET /orders/:orderId/reviewable */
export const ReviewablePage = declarePage('reviewable', {
  doc: 'Of each line of one of the caller’s orders what can be said now, and what was.',
  who: 'user',
  route: { method: 'GET', path: '/orders/:orderId/reviewable' },
  input: Obj({ orderId: Id('ord') }),
  output: Obj({
    lines: Type.Array(Obj({ ...ReviewableLine.properties, review: Nullable(Own), followUp: Nullable(Own) })),
  }),
  refusals: passOn(Order.queries.claimable),
})

/** GET /me/reviews */
export const MyReviews = declarePage('my-reviews', {
  doc: 'What the caller wrote, newest first.',
  who: 'user',
  route: { method: 'GET', path: '/me/reviews' },
  input: Obj({ limit: PageInput.limit, cursor: Type.Optional(Id('rev')) }),
  output: PageOf(Own),
})

/** GET /supplier/reviews */
export const SupplierReviews = declarePage('supplier-reviews', {
  doc: 'Published reviews of what the caller’s supplier sold, newest first; of one lot where one is named.',
  who: 'user',
  route: { method: 'GET', path: '/supplier/reviews' },
  input: Obj({
    limit: PageInput.limit,
    cursor: Type.Optional(Id('rev')),
    lotId: Type.Optional(Id('lot')),
  }),
  output: PageOf(Obj({ ...SoldReview.properties, photos: Photos, followUp: Nullable(FollowUp) })),
  refusals: passOn(Supplier.queries.mine),
})
