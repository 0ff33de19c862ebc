/**
 * The way to WeChat and back: whether there is one that opens on this device, and setting out. Where one was
 * going is kept for this tab, for whoever comes back without having agreed.
 */
import type { Output } from '@tiantou/client'
import { computed } from 'vue'
import { api } from './api.ts'
import { sceneOf } from './device.ts'
import { useLoad, type Refusal } from './load.ts'
import { tabNotes } from './notes.ts'

type Ways = Output<'sign-in-ways.flow'>['wechat']
export type WebApp = 'official' | 'website'

const toNote = 'tt.wechat-to'

/** The official account's page opens inside WeChat; a QR code is for a PC, which no phone can scan itself. */
const appFor = (ways: Ways): WebApp | null => {
  const scene = sceneOf()
  const fits = ({ app, opens }: Ways[number]) =>
    app === 'official' ? scene === 'jsapi' || opens === 'anywhere' : app === 'website' && scene === 'native'
  const apps = ways.filter(fits).map(({ app }) => app)
  return apps.includes('website') ? 'website' : apps.includes('official') ? 'official' : null
}

/** The app that signs in on this device, null where there is none; and whether there is any anywhere. */
export const useWechat = () => {
  const load = useLoad(() => api('sign-in-ways.flow', {}))
  const ways = computed(() => load.value.value?.wechat ?? [])
  return { way: computed(() => appFor(ways.value)), any: computed(() => ways.value.length > 0) }
}

/** Leaves for WeChat, to come back to this path of ours; answers only when that cannot be. */
export const goToWechat = async (app: WebApp, path: string): Promise<Refusal | null> => {
  const to = path.length > 300 ? '/' : path
  tabNotes.set(toNote, to)
  const answer = await api('go-to-wechat.flow', { app, to })
  if (!answer.ok) return answer
  location.assign(answer.value.url)
  return null
}

/** Where one was going before one left for WeChat. */
export const wechatTo = (): string => tabNotes.get(toNote) ?? '/'
