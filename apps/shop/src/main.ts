/** The first script of the shop: the styles every screen needs, the router and the app. */
import { createApp } from 'vue'
import App from './app.vue'
import './look/tokens.css'
import './look/base.css'
import './look/parts.css'
import { makeRouter } from './router.ts'
import './shared/device.ts'

createApp(App).use(makeRouter()).mount('#app')
