import "./dashboard.css";
import { render } from "preact";
import { App } from "./app/app.tsx";
import { createServices } from "./app/services.tsx";
import { browserNotifier } from "./data/browser-notifier.ts";
import { browserSocket, browserTabs } from "./data/live/browser-connection.ts";
import type { BrowserPush } from "./data/push.ts";
import { browserLocalStore, browserPreferences } from "./data/storage.ts";
import { browserUpload } from "./data/upload.ts";
import { followPageTranslation } from "./ui/follow-page-translation.ts";

let push: Promise<BrowserPush> | undefined;
const services = createServices({
  page: window,
  fetch: (input, init) => fetch(input, init),
  upload: browserUpload,
  preferences: browserPreferences(),
  localStore: browserLocalStore(window),
  notifier: browserNotifier(window),
  loadPush() {
    push ??= import("./data/browser-push.ts").then(({ browserPush }) => browserPush(window));
    return push;
  },
  socket: () => browserSocket(window),
  tabs: browserTabs(),
  // a page that is not secure has no locks; what two of its tabs send twice is taken once, by its ID
  exclusively: async (task) => {
    if (navigator.locks) await navigator.locks.request("foyer.outbox", task);
    else await task();
  },
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  now: Date.now,
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

services.guard.install();
services.loadPush().then(
  ({ start }) => start(services),
  // the code of an older server: the page reloads with the next screen
  () => undefined,
);
followPageTranslation(document.body);
const root = document.getElementById("app");
// the first drawing is in the language of the agent, or of the browser
if (root) void services.language.start().then(() => render(<App services={services} />, root));
