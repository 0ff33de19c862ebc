/**
 * What the bundler makes of things that are no TypeScript: the derived route table, and components for
 * linters.
 */
declare module 'virtual:tiantou-routes' {
  import type { RouteTable } from '@tiantou/client'
  const routes: RouteTable
  export default routes
}

/** For tools that do not read Vue files; those that do know each component's own type. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
