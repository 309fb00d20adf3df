/**
 * Keeps the last resident page, so that the emergency numbers and cards open without a network (R-EMG-3). Nothing a
 * resident said is in it: only the page itself and what it names in its own markup.
 */

export type PageEvent = { request: Request; respondWith(answer: Promise<Response>): void }
type LifeEvent = { waitUntil(work: Promise<unknown>): void }
type Worker = {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: PageEvent) => void): void
}

// The page's own types know `self` as a window.
declare const self: Worker
const NAME = 'grid-worker-page'
/** The console and the API are never kept. */
const PAGES = ['/', '/widget']

self.addEventListener('install', (event) => {
  event.waitUntil(first().then(() => self.skipWaiting()))
})
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && PAGES.includes(pathname)) event.respondWith(page(request))
  else if (pathname.startsWith('/assets/') || pathname === '/favicon.svg')
    event.respondWith(part(request))
})

/** The page was there before this worker: it is fetched once more, so that one visit is enough. */
async function first(): Promise<void> {
  const cache = await caches.open(NAME)
  const fresh = await fetch('/')
  const markup = await fresh.clone().text()
  await cache.put('/', fresh)
  await cache.addAll(['/favicon.svg', ...(markup.match(/\/assets\/[\w.-]+/g) ?? [])])
}

/** The newest page there is: the network's, or the one kept. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(NAME)
  try {
    const fresh = await fetch(request)
    if (fresh.ok) await keep(cache, request, fresh.clone())
    return fresh
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true })
    if (kept === undefined) throw error
    return kept
  }
}

/** Names under /assets carry a hash of what is in them: what is kept is what is wanted. */
async function part(request: Request): Promise<Response> {
  const cache = await caches.open(NAME)
  const kept = await cache.match(request)
  if (kept !== undefined) return kept
  const fresh = await fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}

/** Parts of an older page go when a newer one names others. */
async function keep(cache: Cache, request: Request, fresh: Response): Promise<void> {
  const markup = await fresh.clone().text()
  await cache.put(request, fresh)
  for (const kept of await cache.keys()) {
    const { pathname } = new URL(kept.url)
    if (pathname.startsWith('/assets/') && !markup.includes(pathname)) await cache.delete(kept)
  }
}
