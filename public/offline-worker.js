/** Shows one page when a page cannot be fetched for want of a network. It keeps that page and nothing else. */
const page = "/offline.html";
const cacheName = "offline-3df5ea91";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(cacheName).then((cache) => cache.add(new Request(page, { cache: "reload" }))));
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
    // So that a page need not wait for this worker to wake up.
    await self.registration.navigationPreload?.enable();
  };
  event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  const isPage = mode === "navigate" && method === "GET" && !/^\/(api|files)\//.test(new URL(url).pathname);
  if (!isPage) return;
  const open = async () => {
    try {
      return (await event.preloadResponse) ?? (await fetch(event.request));
    } catch {
      return (await caches.match(page)) ?? Response.error();
    }
  };
  event.respondWith(open());
});
