// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import { openVisitorStore, pageAddress } from "../../widget/embed/visitor.ts";
import {
  isPending,
  panelStateOf,
  proofOf,
  recordWith,
  visitorIdOf,
} from "../../widget/embed/visitor-record.ts";
import { watchStorage } from "./support.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";
const { signal } = new AbortController();

/** Answers visits with these statuses in turn, then with 200. @returns the registered visits */
function serveVisits(...statuses: number[]) {
  const visits: Record<string, string>[] = [];
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    expect(address).toBe(`${PROPERTY_URL}/visits`);
    expect(new Headers(request.headers).has("Content-Type")).toBe(false); // a simple request: no preflight
    expect(request.keepalive).toBe(false); // an address of 64 KB would make browsers refuse it
    visits.push(JSON.parse(String(request.body)));
    return Response.json({ token: "t", available: true }, { status: statuses.shift() ?? 200 });
  });
  return visits;
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("R2: a visitor is issued once, and the next page reads the same one", () => {
  const record = openVisitorStore(PROPERTY_URL, false, () => false).issue();
  expect(visitorIdOf(record)).toMatch(VISITOR_ID);
  expect(proofOf(record)).toMatch(/^[\da-f]{32}$/);
  expect(openVisitorStore(PROPERTY_URL, false, () => false).issue()).toBe(record);
  expect(openVisitorStore("https://chat.example.com/w/otherother", false, () => false).issue()).not.toBe(
    record,
  );
});

test("R25: reading stores nothing", () => {
  expect(openVisitorStore(PROPERTY_URL, false, () => false).read()).toBe("");
  expect(localStorage).toHaveLength(0);
});

test("an entry that the widget has not written is not read as a visitor", () => {
  localStorage[PROPERTY_URL] = "V123\n";
  expect(openVisitorStore(PROPERTY_URL, false, () => false).read()).toBe("");
  expect(visitorIdOf(openVisitorStore(PROPERTY_URL, false, () => false).issue())).toMatch(VISITOR_ID);
});

test("the flag and the panel's state change without changing the visitor", () => {
  const record = openVisitorStore(PROPERTY_URL, true, () => false).issue();
  expect(isPending(record)).toBe(false);
  expect(panelStateOf(record)).toBe("");
  const changed = recordWith(record, true, "{}");
  expect([visitorIdOf(changed), proofOf(changed)]).toEqual([visitorIdOf(record), proofOf(record)]);
  expect(isPending(changed)).toBe(true);
  expect(panelStateOf(changed)).toBe("{}");
});

test("a visit reports the visitor, the page and the device in one simple request", async () => {
  const visits = serveVisits();
  const visitors = openVisitorStore(PROPERTY_URL, false, () => false);
  const response = await visitors.visit(signal);
  expect(await response.json()).toEqual({ token: "t", available: true });
  const record = visitors.issue();
  expect(visits).toEqual([
    {
      visitor: visitorIdOf(record),
      proof: proofOf(record),
      page: location.href,
      referrer: "",
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: expect.stringMatching(/^\d+x\d+$/),
    },
  ]);
});

test("R2: a taken ID is drawn again under the same proof, and the new one is stored", async () => {
  const visits = serveVisits(409, 409);
  const visitors = openVisitorStore(PROPERTY_URL, false, () => false);
  const first = recordWith(visitors.issue(), true, "panel's");
  visitors.write(first);
  await visitors.visit(signal);
  expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(3);
  expect(new Set(visits.map(({ proof }) => proof))).toEqual(new Set([proofOf(first)]));
  const stored = visitors.issue();
  expect(visitorIdOf(stored)).toBe(visits[2]?.visitor);
  expect(isPending(stored)).toBe(true);
  expect(panelStateOf(stored)).toBe("panel's");
});

test("R2: a server to which every ID is taken is asked ten times", async () => {
  const visits = serveVisits(...Array.from({ length: 50 }, () => 409));
  const response = await openVisitorStore(PROPERTY_URL, false, () => false).visit(signal);
  expect(response.status).toBe(409);
  expect(visits).toHaveLength(10);
});

test("R21: where storage is blocked or full the visitor lives as long as the page", () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  vi.stubGlobal(
    "localStorage",
    new Proxy(
      {},
      {
        get: () => undefined,
        set() {
          throw new DOMException("full", "QuotaExceededError");
        },
      },
    ),
  );
  const visitors = openVisitorStore(PROPERTY_URL, false, () => false);
  const record = visitors.issue();
  expect(visitors.issue()).toBe(record);
  visitors.write(recordWith(record, true, ""));
  expect(isPending(visitors.issue())).toBe(true);
  full.mockRestore();
});

/** Opens the store with a session, as the embed does. @returns how often another tab has ended it */
function openSession() {
  let session = new AbortController();
  const visitors = openVisitorStore(PROPERTY_URL, false, () => session.signal.aborted);
  onTestFinished(() => session.abort());
  let ended = 0;
  watchStorage(visitors, session, () => {
    ended++;
    session.abort();
  });
  const beginAgain = () => {
    session = new AbortController();
  };
  return { visitors, session, beginAgain, record: visitors.issue(), ended: () => ended };
}

/** Passes what a tab has stored on to the other tabs. */
const storageEvent = (key: string | null, newValue: string | null) =>
  dispatchEvent(Object.assign(new Event("storage"), { key, newValue }));

const losses: [what: string, lose: () => void][] = [
  ["clears the storage", () => localStorage.clear()],
  ["removes the one entry", () => localStorage.removeItem(PROPERTY_URL)],
  ["writes something else", () => localStorage.setItem(PROPERTY_URL, "site's own")],
  ["writes a dash", () => localStorage.setItem(PROPERTY_URL, "-")],
  ["writes nothing", () => localStorage.setItem(PROPERTY_URL, "")],
];

test.each(losses)(
  "R4: if the site %s, the visitor keeps ID, proof and state, and they are stored again",
  (_, lose) => {
    const { visitors, record } = openSession();
    const full = recordWith(record, true, '{"chat":"open"}');
    visitors.write(full);
    lose();
    expect(visitors.read()).toBe(full);
    lose();
    expect(visitors.issue()).toBe(full);
    expect(localStorage[PROPERTY_URL]).toBe(full);
  },
);

test.each(losses)(
  "R4: if the site %s and leaves the page at once, the next page has the same visitor",
  (_, lose) => {
    const { record } = openSession();
    lose();
    dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }));
    expect(openVisitorStore(PROPERTY_URL, false, () => false).read()).toBe(record);
  },
);

test("R4: if the site clears the storage in another tab, this one writes it back", () => {
  const { record, ended } = openSession();
  localStorage.clear();
  storageEvent(null, null);
  expect(localStorage[PROPERTY_URL]).toBe(record);
  expect(ended()).toBe(0);
});

test("R28: 'Not you?' in another tab gives this one the new visitor, whom a cleared storage does not change", () => {
  const { visitors, record } = openSession();
  const next = openVisitorStore(PROPERTY_URL, false, () => false).renew();
  storageEvent(PROPERTY_URL, next);
  localStorage.clear();
  expect(visitors.issue()).toBe(next);
  expect(next).not.toBe(record);
});

test("R21: after the storage was full, what was not stored is stored as soon as there is room", () => {
  const { visitors, record } = openSession();
  const real = localStorage;
  vi.stubGlobal(
    "localStorage",
    new Proxy(
      {},
      {
        get: () => record,
        set() {
          throw new DOMException("full", "QuotaExceededError");
        },
      },
    ),
  );
  const later = recordWith(record, true, "more");
  visitors.write(later);
  expect(visitors.read()).toBe(later);
  vi.stubGlobal("localStorage", real);
  expect(visitors.read()).toBe(later);
  expect(localStorage[PROPERTY_URL]).toBe(later);
});

test.each([
  [
    "throws",
    () => {
      throw new DOMException("sandboxed", "SecurityError");
    },
  ],
  ["is null", () => null],
])("R21: where the property localStorage %s, the visitor lives as long as the page", (_, get) => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "localStorage") as PropertyDescriptor;
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get });
  onTestFinished(() => void Object.defineProperty(globalThis, "localStorage", real));
  const { visitors, record } = openSession();
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  dispatchEvent(new Event("pagehide"));
  expect(visitors.issue()).toBe(record);
});

test("R25: forgetting deletes the record, and another tab ends its session and does not restore it", () => {
  vi.stubGlobal("indexedDB", { deleteDatabase: vi.fn() });
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  const other = openSession();
  const written: (string | null)[] = [];
  const here = openVisitorStore(PROPERTY_URL, false, () => false);
  here.read();
  const real = localStorage;
  vi.stubGlobal(
    "localStorage",
    new Proxy(real, {
      set: (target, key, value) => {
        written.push(value);
        return Reflect.set(target, key, value);
      },
    }),
  );
  here.forget();
  vi.stubGlobal("localStorage", real);
  expect(localStorage).toHaveLength(0);
  for (const value of [...written, null]) storageEvent(PROPERTY_URL, value);
  expect(indexedDB.deleteDatabase).toHaveBeenCalledWith(PROPERTY_URL);
  expect(other.ended()).toBe(1);
  other.visitors.issue();
  dispatchEvent(new Event("pagehide"));
  expect(localStorage).toHaveLength(0);
});

test("R25: what still runs after forgetting stores nothing; the next session draws a new visitor", () => {
  vi.stubGlobal("indexedDB", { deleteDatabase: vi.fn() });
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  const { visitors, session, beginAgain, record } = openSession();
  session.abort();
  visitors.forget();
  visitors.write(recordWith(visitors.issue(), true, ""));
  expect(localStorage).toHaveLength(0);
  beginAgain();
  const next = visitors.issue();
  expect(proofOf(next)).not.toBe(proofOf(record));
  expect(localStorage[PROPERTY_URL]).toBe(next);
});

test("R25: a page from the back/forward cache does not restore a visitor whom another page has forgotten", () => {
  const { visitors, ended } = openSession();
  delete localStorage[PROPERTY_URL];
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  expect(ended()).toBe(1);
  visitors.issue();
  expect(localStorage).toHaveLength(0);
});

test("a preview stores nothing", () => {
  const visitors = openVisitorStore(PROPERTY_URL, true, () => false);
  expect(visitorIdOf(visitors.issue())).toMatch(VISITOR_ID);
  expect(localStorage).toHaveLength(0);
});

test("the fragment of an address is reported only if it is the route of a single-page site", () => {
  for (const [hash, reported] of [
    ["#access_token=1", ""],
    ["#/rooms", "#/rooms"],
    ["#!/rooms", "#!/rooms"],
    ["", ""],
  ] as const) {
    location.hash = hash;
    expect(pageAddress()).toBe(location.href.split("#")[0] + reported);
  }
});
