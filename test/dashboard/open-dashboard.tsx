import { cleanup, configure, render } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { App, preloadApp } from "../../server/dashboard/app/app.tsx";
import { createServices, type Services } from "../../server/dashboard/app/services.tsx";
import type { LiveSocket } from "../../server/dashboard/data/live/connection.ts";
import type { PresenceReceipt } from "../../shared/account.ts";
import { type ErrorCode, problem } from "../../shared/error.ts";
import type { PropertyMailbox } from "../../shared/mailbox-settings.ts";
import { NOON } from "./fixtures.ts";
import { memoryLocalStore } from "./memory-storage.ts";

// on a busy machine, a screen is shown only after more than the second that is the default
configure({ asyncUtilTimeout: 10_000 });

export const PROPERTY = "abcde12345";
const API = `http://localhost:3000/api/properties/${PROPERTY}`;

/** The address of a property's endpoint, for a handler. */
export const at = (path: string) => `${API}${path}`;

/** A problem document as the server answers it. */
export const refuse = (code: ErrorCode) => {
  const document = problem(code);
  return HttpResponse.json(document, { status: document.status });
};

export const me = (role: "admin" | "agent" = "admin") => ({
  agent: {
    id: "a1",
    name: "Rosa",
    email: "rosa@example.com",
    picture: null,
    twoFactor: "off",
    language: null,
  },
  properties: [{ id: PROPERTY, name: "Acme", role }],
});

export const NO_COUNTS = {
  unanswered: 0,
  mine: 0,
  unassigned: 0,
  overdue: 0,
  all: 0,
  open: 0,
  waiting: 0,
  unread: 0,
  suspicious: 0,
};

const emptyInbox = { items: [], next: null, counts: NO_COUNTS, sequence: 0, now: 0 };

/** The answer to the presence heartbeat, to be changed by a test. */
export const waiting: PresenceReceipt["properties"][number] = {
  id: PROPERTY,
  available: true,
  open: 1,
  unread: 0,
  latestAt: NOON,
};

/** How a property receives mail that nobody has set up. */
export const NO_MAILBOX: PropertyMailbox = {
  settings: null,
  version: 0,
  hasHttpSecret: false,
  connectedAt: null,
  lastMailAt: null,
  failure: null,
  waiting: 0,
  failed: [],
};

export const server = setupServer(
  http.get("http://localhost:3000/api/setup", () => HttpResponse.json({ open: false, resetByMail: true })),
  http.get("http://localhost:3000/api/me", () => HttpResponse.json(me())),
  http.put("http://localhost:3000/api/presence", () => HttpResponse.json({ properties: [waiting] })),
  http.post("http://localhost:3000/api/connect-token", () => HttpResponse.json({ token: "token" })),
  http.get(at("/visitors"), () => HttpResponse.json({ items: [] })),
  http.get(at("/saved-answers"), () => HttpResponse.json({ items: [] })),
  http.get(at("/conversations"), () => HttpResponse.json(emptyInbox)),
  http.get(at("/conversations/:id/received-mails"), () => HttpResponse.json({ items: [] })),
  http.get(at("/mailbox"), () => HttpResponse.json(NO_MAILBOX)),
  http.get(at("/conversations/:id/mails"), () =>
    HttpResponse.json({ items: [], route: { kind: "not_configured" } }),
  ),
  http.get(at("/team"), () => HttpResponse.json({ agents: [], invitations: [] })),
  http.get(at("/two-factor"), () => HttpResponse.json({ isRequired: false, without: [] })),
  ...[at("/bulk-jobs"), at("/tags"), at("/attributes"), at("/contact-views"), at("/contacts/:id/notes")].map(
    (list) => http.get(list, () => HttpResponse.json({ items: [] })),
  ),
  http.get(at("/contact-count"), () => HttpResponse.json({ count: 0 })),
  http.get(at("/contacts/:id/timeline"), () => HttpResponse.json({ items: [], next: null })),
  http.get(at("/contacts/:id/organization"), () => HttpResponse.json({ suggestion: null })),
);

// the live preview's frame stays empty here: what is in it is the browser tests' business
Object.assign((window as unknown as { happyDOM: { settings: object } }).happyDOM.settings, {
  enableIframePageLoading: true,
  fetch: { interceptor: { beforeAsyncRequest: async () => new window.Response("<title>Preview</title>") } },
});
// happy-dom knows no popovers; whether they show is the browser tests' business
HTMLElement.prototype.hidePopover ??= () => undefined;

/** Starts the pretended server for a test file, and clears up after each test. */
export function useDashboard(): void {
  beforeAll(async () => {
    server.listen({ onUnhandledRequest: "error" });
    await preloadApp();
    await import("../../server/dashboard/inbox/conversation/assign-dialog.tsx");
    await import("../../server/dashboard/inbox/ticket/ticket-dialog.tsx");
  });
  afterEach(() => {
    cleanup();
    server.resetHandlers();
    waiting.unread = 0;
    waiting.latestAt = NOON;
  });
  afterAll(() => server.close());
}

interface OpenOptions {
  /** The behaviour of the live connection's socket, which receives nothing; without it there is no socket. */
  readonly live?: Partial<LiveSocket>;
  /** The content of the browser's storage. */
  readonly disk?: Map<string, string>;
}

interface OpenedDashboard {
  readonly services: Services;
  readonly uninstall: () => void;
  /** The sockets that the page has opened. */
  readonly sockets: readonly LiveSocket[];
}

const deafSocket = (): LiveSocket => ({
  send: () => undefined,
  close: () => undefined,
  onOpen: () => undefined,
  onText: () => undefined,
  onClose: () => undefined,
});

/** Opens the dashboard at an address; time stands still, so nothing happens by itself. */
export function openDashboard(path: string, more: OpenOptions = {}): OpenedDashboard {
  history.replaceState(null, "", path);
  const sockets: LiveSocket[] = [];
  const stored = new Map<string, string>();
  const { live = {}, disk = new Map<string, string>() } = more;
  const services = createServices({
    page: window as unknown as Window,
    fetch: (input, init) => fetch(new URL(String(input), location.href), init),
    async upload({ url, method, headers, body, onProgress, signal }) {
      onProgress(0.5);
      const sent = fetch(new URL(url, location.href), { method, headers, body: await body.text() });
      const stopped = new Promise<never>((_, reject) => signal.addEventListener("abort", reject));
      const response = await Promise.race([sent, stopped]);
      return { status: response.status, text: await response.text() };
    },
    localStore: memoryLocalStore(disk),
    notifier: {
      permission: () => "default",
      requestPermission: async () => "denied",
      show: async () => undefined,
      playSound: () => undefined,
    },
    loadPush: async () => ({
      isSupported: false,
      start: () => undefined,
      subscribe: () => Promise.reject(new Error("This browser has no push service")),
      unsubscribe: async () => undefined,
    }),
    socket: () => {
      const socket = { ...deafSocket(), ...live };
      sockets.push(socket);
      return socket;
    },
    // nobody leads unless the test wants to hear from the server
    tabs: {
      channel: null,
      elect(lead) {
        if (more.live) lead();
        return () => undefined;
      },
    },
    exclusively: (task) => task(),
    bytes: (count) => new Uint8Array(count).map(() => Math.floor(Math.random() * 256)),
    preferences: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
    now: () => NOON,
    after: () => () => undefined,
  });
  const uninstall = services.guard.install();
  render(<App services={services} />);
  return { services, uninstall, sockets };
}
