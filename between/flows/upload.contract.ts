/** What sending a picture looks like on the wire: the body is the picture, the rest stands in the query. */
import { declareFlow, Incoming, Nothing, Obj, OneOf, passOn, Type } from '@tiantou/kernel'
import { Label, Media, Picture, pictureTypes } from '@tiantou/media/contract'

const upload = { field: 'upload', types: pictureTypes }
/** More than any setting allows: what is longer is not even read. */
const bodyLimit = 12_582_912
const refusals = passOn(Media.commands.receive, Media.commands.record)

/** POST /staff/media */
export const UploadPicture = declareFlow('upload-picture', {
  doc: 'Takes a picture for products (public) or as a document (private). The same picture is kept once.',
  who: { permission: 'media.upload' },
  route: { method: 'POST', path: '/staff/media', limit: 'upload', bodyLimit, upload },
  input: Obj({ purpose: OneOf('product', 'document'), label: Type.Optional(Label), upload: Incoming }),
  output: Picture,
  refusals,
})

/** POST /media */
export const UploadEvidence = declareFlow('upload-evidence', {
  doc: 'Takes a private picture of the caller, for a claim, a review, or as a document of a supplier.',
  who: 'user',
  route: { method: 'POST', path: '/media', limit: 'upload', bodyLimit, upload },
  input: Obj({ purpose: OneOf('claim', 'review', 'supplier'), upload: Incoming }),
  output: Picture,
  refusals,
})

/** A removal whole: nobody is shown it, its files go, it is gone. */
export const RemovePicture = declareFlow('remove-picture', {
  doc: 'Removes a picture that nothing shows, or one whose removal has begun.',
  who: 'system',
  input: Obj({ name: Picture.properties.name, begun: Type.Boolean() }),
  output: Nothing,
  refusals: passOn(Media.commands.beginRemoval, Media.commands.endRemoval),
})

/** Incoming files that nobody came back for. */
export const SweepUploads = declareFlow('sweep-uploads', {
  doc: 'Removes bodies whose call broke off and was not gone on with within a day.',
  who: 'system',
  input: Nothing,
  output: Obj({ files: Type.Integer() }),
})
