/** Photographs as they are sent: upright, no wider or higher than needed, JPEG whatever the camera took. */
import { api } from './api.ts'

const most_px = 1_600
const quality = 0.85

/** Made small by the browser; as it was where the browser cannot read it. */
const shrink = async (file: File): Promise<Blob> => {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, most_px / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    return made ?? file
  } catch {
    return file
  }
}

/** The picture itself as an address: the content policy of the shop lets no other stand. */
const addressOf = (picture: Blob): Promise<string> =>
  new Promise((done) => {
    const reader = new FileReader()
    reader.addEventListener('loadend', () => done(typeof reader.result === 'string' ? reader.result : ''))
    reader.readAsDataURL(picture)
  })

export type Purpose = 'claim' | 'review'

/** Sends one photograph; answers its name, and what to show of it. */
export const sendPhoto = async (file: File, purpose: Purpose) => {
  const upload = await shrink(file)
  const answer = await api('upload-evidence.flow', { purpose, upload }, { timeout_ms: 60_000 })
  if (!answer.ok) return answer
  return { ok: true as const, value: { name: answer.value.name, shown: await addressOf(upload) } }
}
