/** The county for which who is not signed in wants to know whether, when and for how much; of this device. */
import { ref } from 'vue'
import { deviceNotes } from './notes.ts'

const note = 'tt.region'

interface Region {
  readonly code: string
  readonly name: string
}

const kept = (): Region | null => {
  const [code = '', name = ''] = (deviceNotes.get(note) ?? '').split('|')
  return /^[1-9]\d{5}$/.test(code) && name !== '' ? { code, name } : null
}

export const region = ref<Region | null>(kept())

export const chooseRegion = (chosen: Region): void => {
  region.value = chosen
  deviceNotes.set(note, `${chosen.code}|${chosen.name}`)
}

/** What pages are asked with; nothing where no county was chosen. */
export const there = (): { readonly regionCode?: string } =>
  region.value === null ? {} : { regionCode: region.value.code }
