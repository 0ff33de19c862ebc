/** How produce is kept and travels, in the order of a parcel list. Pure. */
import { OneOf } from './shapes.ts'

export const storageClasses = ['ambient', 'chilled', 'frozen'] as const
export type StorageClass = (typeof storageClasses)[number]
export const StorageClass = OneOf(...storageClasses)
