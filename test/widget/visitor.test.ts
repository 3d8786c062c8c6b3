// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import { pageAddress, visitorKeeper } from "../../widget/embed/visitor.ts";
import { idOf, isWaiting, panelOf, proofOf, recordWith } from "../../widget/embed/visitor-record.ts";

const AT = "https://chat.example.com/w/abcdefghij";
const { signal } = new AbortController();

/** Answers visits with these statuses in turn, then with 200; collects what was sent. */
function serveVisits(...statuses: number[]) {
  const visits: Record<string, string>[] = [];
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    expect(address).toBe(`${AT}/visits`);
    expect(new Headers(request.headers).has("Content-Type")).toBe(false); // a simple request: no preflight
    visits.push(JSON.parse(String(request.body)));
    return Response.json({ token: "t", available: true }, { status: statuses.shift() ?? 200 });
  });
  return visits;
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("R2: the visitor is issued once, and the next page reads the same one", () => {
  const record = visitorKeeper(AT, false).issue();
  expect(idOf(record)).toMatch(VISITOR_ID);
  expect(proofOf(record)).toMatch(/^[\da-f]{32}$/);
  expect(visitorKeeper(AT, false).issue()).toBe(record);
  expect(visitorKeeper("https://chat.example.com/w/otherother", false).issue()).not.toBe(record);
});

test("R25: asking whether a visitor is known stores nothing", () => {
  expect(visitorKeeper(AT, false).kept()).toBe("");
  expect(localStorage).toHaveLength(0);
});

test("what is not ours under our key is not taken for a visitor", () => {
  localStorage[AT] = "V123\n";
  expect(visitorKeeper(AT, false).kept()).toBe("");
  expect(idOf(visitorKeeper(AT, false).issue())).toMatch(VISITOR_ID);
});

test("the parts of a record change without touching the visitor", () => {
  const record = visitorKeeper(AT, true).issue();
  expect(isWaiting(record)).toBe(false);
  expect(panelOf(record)).toBe("");
  const changed = recordWith(record, true, "{}");
  expect([idOf(changed), proofOf(changed)]).toEqual([idOf(record), proofOf(record)]);
  expect(isWaiting(changed)).toBe(true);
  expect(panelOf(changed)).toBe("{}");
});

test("a visit says who, where and with what, in one simple request", async () => {
  const visits = serveVisits();
  const keeper = visitorKeeper(AT, false);
  const response = await keeper.visit(signal);
  expect(await response.json()).toEqual({ token: "t", available: true });
  const record = keeper.issue();
  expect(visits).toEqual([
    {
      visitor: idOf(record),
      proof: proofOf(record),
      page: location.href,
      referrer: "",
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: expect.stringMatching(/^\d+x\d+$/),
    },
  ]);
});

test("R2: a taken ID is drawn again under the same proof, and the new one is kept", async () => {
  const visits = serveVisits(409, 409);
  const keeper = visitorKeeper(AT, false);
  const first = recordWith(keeper.issue(), true, "panel's");
  keeper.kept(first);
  await keeper.visit(signal);
  expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(3);
  expect(new Set(visits.map(({ proof }) => proof))).toEqual(new Set([proofOf(first)]));
  const kept = keeper.issue();
  expect(idOf(kept)).toBe(visits[2]?.visitor);
  expect(isWaiting(kept)).toBe(true);
  expect(panelOf(kept)).toBe("panel's");
});

test("R2: a server that calls every ID taken is not asked for ever", async () => {
  const visits = serveVisits(...Array.from({ length: 50 }, () => 409));
  const response = await visitorKeeper(AT, false).visit(signal);
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
  const keeper = visitorKeeper(AT, false);
  const record = keeper.issue();
  expect(keeper.issue()).toBe(record);
  keeper.kept(recordWith(record, true, ""));
  expect(isWaiting(keeper.issue())).toBe(true);
  full.mockRestore();
});

test("R25: forgetting deletes the record, and another tab does not bring it back", () => {
  vi.stubGlobal("indexedDB", { deleteDatabase: vi.fn() });
  const [here, elsewhere] = [visitorKeeper(AT, false), visitorKeeper(AT, false)];
  const record = here.issue();
  expect(elsewhere.issue()).toBe(record);
  here.forget();
  expect(localStorage).toHaveLength(0);
  expect(indexedDB.deleteDatabase).toHaveBeenCalledWith(AT);
  expect(elsewhere.kept()).toBe("");
});

test("a preview stores nothing", () => {
  const keeper = visitorKeeper(AT, true);
  expect(idOf(keeper.issue())).toMatch(VISITOR_ID);
  expect(localStorage).toHaveLength(0);
});

test("a fragment that may hold a secret is not reported, the route of a single-page site is", () => {
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
