/**
 * The service worker of the shop: keeps the shell (page, scripts, styles) so that it opens without a network.
 * It never keeps answers of the API: a price or a stock that is old is worse than none. Built by itself into
 * `/sw.js`; `__SHELL__` and `__VERSION__` are put in by the build.
 */

declare const __SHELL__: readonly string[]
declare const __VERSION__: string

/** As much of a worker's world as is used here; the library's types would fight with those of the page. */
interface Moment {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends Moment {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface World {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', hear: (moment: Moment) => void): void
  addEventListener(type: 'fetch', hear: (moment: Asked) => void): void
}

const world = self as unknown as World
const PREFIX = 'tiantou-shell-'
const NAME = `${PREFIX}${__VERSION__}`
const OFFLINE = '/offline.html'
const PAGE = '/'
/** A page that has not begun to come by then is taken from the shell: a lift, a tunnel, a cellar. */
const PATIENCE_MS = 4_000

const keep = async (): Promise<void> => {
  const cache = await caches.open(NAME)
  await cache.addAll([PAGE, OFFLINE, ...__SHELL__])
  await world.skipWaiting()
}

/** Forgets older shells. A tab of an older version loads its page anew where a chunk is gone. */
const tidy = async (): Promise<void> => {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)),
  )
  await world.clients.claim()
}

/** Hashed files never change. */
const fromShell = async (request: Request): Promise<Response> =>
  (await caches.match(request)) ?? fetch(request)

/** A page: from the network where it answers in time, else the shell, which says what it cannot load. */
const page = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    return (await caches.match(PAGE)) ?? (await caches.match(OFFLINE)) ?? Response.error()
  }
}

world.addEventListener('install', (moment) => moment.waitUntil(keep()))
world.addEventListener('activate', (moment) => moment.waitUntil(tidy()))
world.addEventListener('fetch', (moment) => {
  const { request } = moment
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== world.location.origin) return
  if (url.pathname.startsWith('/assets/')) moment.respondWith(fromShell(request))
  else if (request.mode === 'navigate' && !/^\/(api|sandbox|docs|media|invoices)(\/|$)/.test(url.pathname)) {
    moment.respondWith(page(request))
  }
})
