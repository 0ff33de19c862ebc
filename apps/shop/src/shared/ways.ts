/** Ways between screens that several of them take: to the sign-in and back, and the title a tab bears. */
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { words } from '../words.data.ts'

/** To the sign-in, and back to this place after it. */
export const toSignIn = (from: Pick<RouteLocationNormalized, 'fullPath'>): RouteLocationRaw => ({
  name: 'sign-in',
  query: { to: from.fullPath },
})

/** A path of this shop out of `?to=`; anything else is the home. */
export const wayBack = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/'

/** The title of the browser's tab for a screen. */
export const setTitle = (title: string): void => {
  document.title = title.includes(words.brand) ? title : `${title} · ${words.brand}`
}
