// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { shareByCookie } from "../../widget/embed/share-by-cookie.ts";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { recordWith } from "../../widget/embed/visitor-record.ts";

const PROPERTY = "abcdefghij";
const PROPERTY_URL = `https://chat.example.com/w/${PROPERTY}`;

/** The cookie that the hosts share, as a browser keeps it; what the page has written is in `written`. */
let cookie: string;
let written: string[];

beforeEach(() => {
  localStorage.clear();
  cookie = "";
  written = [];
  vi.spyOn(document, "cookie", "get").mockImplementation(() => (cookie ? `a=b; ${cookie}; c=d` : ""));
  vi.spyOn(document, "cookie", "set").mockImplementation((text) => {
    written.push(text);
    cookie = text.includes("max-age=0") ? "" : (text.split(";")[0] ?? "");
  });
});

const storageOf = new Map<string, Record<string, string>>();
/** Runs on a host, which has a storage of its own. */
function on<T>(host: string, job: () => T): T {
  localStorage.clear();
  Object.assign(localStorage, storageOf.get(host));
  const result = job();
  storageOf.set(host, { ...localStorage });
  return result;
}
const open = () =>
  shareByCookie(
    openVisitorStore(PROPERTY_URL, false, () => false),
    PROPERTY,
    "example.com",
  );
beforeEach(() => storageOf.clear());

test("R40: a visitor of one host is the visitor of the next, with the flag and without the panel's state", () => {
  const record = on("www", () => {
    const store = open();
    store.write(recordWith(store.issue(), true, '{"chat":"open"}'));
    return store.read();
  });
  const there = on("shop", () => open().issue());
  expect(there).toBe(record.slice(0, 50));
  expect(there[49]).toBe("1");
  expect(
    on("www", () => open().issue()),
    "and the first host keeps the panel's state",
  ).toBe(record);
});

test("the cookie is the domain's own, lax, for all paths, and as long as browsers keep one", () => {
  on("www", () => open().issue());
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(
    /^foyer-abcdefghij=V\d{48}[01];domain=example\.com;path=\/;max-age=34560000;samesite=lax$/,
  );
});

test("R40: a host whose visitor has an open conversation from before keeps that visitor, and leaves the other's cookie", () => {
  const own = on("shop", () => {
    const store = openVisitorStore(PROPERTY_URL, false, () => false);
    store.write(recordWith(store.issue(), true, "{}"));
    return store.read();
  });
  const other = on("www", () => open().issue());
  const later = on("shop", () => {
    const store = open();
    store.write(recordWith(store.issue(), true, '{"message":"x"}'));
    return store.read();
  });
  expect(later.slice(0, 49)).toBe(own.slice(0, 49));
  expect(on("third", () => open().issue()).slice(0, 49)).toBe(other.slice(0, 49));
});

test("a visitor who left nothing on a host takes the one of the cookie", () => {
  on("shop", () => openVisitorStore(PROPERTY_URL, false, () => false).issue());
  const other = on("www", () => open().issue());
  expect(on("shop", () => open().issue()).slice(0, 49)).toBe(other.slice(0, 49));
});

test("'Not you?' on one host is 'Not you?' on all, also where a conversation is open", () => {
  on("www", () => open().issue());
  on("shop", () => {
    const store = open();
    store.write(recordWith(store.issue(), true, '{"chat":"open"}'));
  });
  const renewed = on("www", () => open().renew());
  // what a page of www writes afterwards does not take the mark away
  on("www", () => {
    const store = open();
    store.write(recordWith(store.issue(), true, "{}"));
  });
  expect(on("shop", () => open().issue()).slice(0, 49)).toBe(renewed.slice(0, 49));
});

test("a page that was open meanwhile does not bring the former visitor back", () => {
  const shop = on("shop", () => {
    const store = open();
    store.issue();
    return store;
  });
  const renewed = on("www", () => open().renew());
  on("shop", () => shop.write(recordWith(shop.issue(), true, "{}")));
  expect(on("third", () => open().issue()).slice(0, 49)).toBe(renewed.slice(0, 49));
});

test("R2: an ID that is drawn again because it is taken is shared", async () => {
  const statuses = [409, 200];
  vi.stubGlobal("fetch", async () => Response.json({}, { status: statuses.shift() ?? 200 }));
  const store = open();
  const first = store.issue();
  await store.visit(new AbortController().signal);
  expect(store.read()).not.toBe(first);
  expect(cookie).toContain(store.read().slice(0, 49));
  vi.unstubAllGlobals();
});

test("R25: forgetting removes the cookie", () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  vi.stubGlobal("indexedDB", { deleteDatabase: vi.fn() });
  const own = openVisitorStore(PROPERTY_URL, false, () => false, "example.com");
  shareByCookie(own, PROPERTY, "example.com").issue();
  expect(cookie).not.toBe("");
  own.forget();
  expect(cookie).toBe("");
  vi.unstubAllGlobals();
});

test.each(["foyer-abcdefghij=V12", "xfoyer-abcdefghij=V1", `foyer-otherother=V${"1".repeat(48)}0`])(
  "a cookie that this widget has not written for this property is not read: %s",
  (foreign) => {
    cookie = foreign;
    expect(on("www", () => open().issue())).toMatch(/^V\d{16}/);
    expect(on("www", () => open().issue())).not.toContain("V1111");
  },
);

test("where the browser refuses the cookie, each host has a visitor of its own", () => {
  vi.spyOn(document, "cookie", "set").mockImplementation(() => undefined);
  const [www, shop] = [on("www", () => open().issue()), on("shop", () => open().issue())];
  expect(www).not.toBe(shop);
  expect(on("www", () => open().issue())).toBe(www);
});

test("in a sandboxed page, where cookies throw, the store works as before", () => {
  const refuse = () => {
    throw new DOMException("The document is sandboxed", "SecurityError");
  };
  vi.spyOn(document, "cookie", "get").mockImplementation(refuse);
  vi.spyOn(document, "cookie", "set").mockImplementation(refuse);
  const store = open();
  expect(store.issue()).toBe(store.read());
});
