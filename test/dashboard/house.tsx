import { cleanup, render } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { App } from "../../server/dashboard/app.tsx";
import { createServices, type Services } from "../../server/dashboard/services.tsx";
import type { PresenceReceipt } from "../../shared/account.ts";
import { type ErrorCode, problem } from "../../shared/error.ts";
import { NOON } from "./people.ts";

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
  agent: { id: "a1", name: "Rosa", email: "rosa@example.com" },
  properties: [{ id: PROPERTY, name: "Acme", role }],
});

/** What the presence beat answers, to be changed by a test. */
export const waiting: PresenceReceipt["properties"][number] = {
  id: PROPERTY,
  available: true,
  open: 1,
  unread: 0,
  latestAt: NOON,
};

export const server = setupServer(
  http.get("http://localhost:3000/api/me", () => HttpResponse.json(me())),
  http.put("http://localhost:3000/api/presence", () => HttpResponse.json({ properties: [waiting] })),
);

// the live preview's frame stays empty here: what is in it is the browser tests' business
Object.assign((window as unknown as { happyDOM: { settings: object } }).happyDOM.settings, {
  enableIframePageLoading: true,
  fetch: { interceptor: { beforeAsyncRequest: async () => new window.Response("<title>Preview</title>") } },
});
// happy-dom knows no popovers; whether they show is the browser tests' business
HTMLElement.prototype.hidePopover ??= () => undefined;

/** Starts the pretended server for a test file, and clears up after each test. */
export function useHouse(): void {
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterEach(() => {
    cleanup();
    server.resetHandlers();
    waiting.unread = 0;
    waiting.latestAt = NOON;
  });
  afterAll(() => server.close());
}

/** Opens the dashboard at an address; time stands still, so nothing happens by itself. */
export function open(path: string): { services: Services; uninstall: () => void } {
  history.replaceState(null, "", path);
  const stored = new Map<string, string>();
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
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
    now: () => NOON,
    after: () => () => undefined,
  });
  const uninstall = services.guard.install();
  render(<App services={services} />);
  return { services, uninstall };
}
