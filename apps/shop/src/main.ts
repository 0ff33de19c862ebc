/** The first script of the shop: the styles every screen needs, the router and the app. */
import { createApp } from 'vue'
import App from './app.vue'
import './look/tokens.css'
import './look/base.css'
import './look/parts.css'
import { makeRouter } from './router.ts'
import './shared/device.ts'

createApp(App).use(makeRouter()).mount('#app')

// The shell is kept for a phone without a network; it comes after everything that the first screen needs.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener(
    'load',
    () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined),
  )
}
