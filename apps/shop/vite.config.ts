/**
 * How the shop is bundled. The route table of the typed client is derived here, in Node, from the
 * contracts, and reaches the bundle as a virtual module: names, methods and paths, no schema.
 */
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { routeTable } from '@tiantou/client/table'

const routesId = 'virtual:tiantou-routes'

const routes = (): Plugin => ({
  name: 'tiantou-routes',
  resolveId: (id) => (id === routesId ? `\0${routesId}` : undefined),
  load: (id) => (id === `\0${routesId}` ? `export default ${JSON.stringify(routeTable())}` : undefined),
})

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), routes()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    // Native dialogs and `.at()` are there from these on; older ones are told to update by their stores.
    target: ['chrome90', 'firefox98', 'safari15.4'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // No inlined data: pictures: the policy of the server allows only its own files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // How long the bundler's own parts took is nobody's business at the start of a server.
      checks: { pluginTimings: false, bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /[\\/]node_modules[\\/](@vue|vue|vue-router)[\\/]/ },
            // What two screens or more share comes in one file: small files cost a phone more than bytes do.
            { name: 'shared', test: /[\\/]src[\\/]/, minShareCount: 2 },
          ],
        },
      },
      // The kernel is pure, so a function of it may come without the schemas that stand beside it.
      treeshake: { moduleSideEffects: (id) => !/\/kernel\/src\/|\/typebox\//.test(id) },
    },
  },
})
