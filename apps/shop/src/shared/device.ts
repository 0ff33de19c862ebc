/**
 * What the shop must know of the device it runs on: which way of paying fits, and the switch to large type.
 */
import { ref, watchEffect } from 'vue'
import { deviceNotes } from './notes.ts'

/** The device by the way in which WeChat Pay is met on it. */
export type Scene = 'jsapi' | 'h5' | 'native'

/** Inside WeChat its own cashier, on a phone the H5 page, elsewhere a QR code to scan. */
export const sceneOf = (agent = navigator.userAgent): Scene => {
  if (/MicroMessenger/i.test(agent)) return 'jsapi'
  return /Android|iPhone|iPad|iPod|HarmonyOS|Mobile/i.test(agent) ? 'h5' : 'native'
}

const note = 'tt.elder'
/** 大字版: larger type, fewer things on a screen. Remembered on this device. */
export const elder = ref(deviceNotes.get(note) === '1')

watchEffect(() => {
  document.documentElement.classList.toggle('elder', elder.value)
  deviceNotes.set(note, elder.value ? '1' : null)
})
