// @vitest-environment happy-dom
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { type Candidate, runForLeader } from "../../widget/delivery/leader.ts";
import type { LeaderEvent } from "../../widget/delivery/leader-event.ts";
import { fakeTimers, settled } from "./support.ts";

/** Web Locks of one name, as far as the leader needs them. */
function fakeLocks() {
  type Request = { job: () => Promise<void>; resolve: () => void; reject: (error: Error) => void };
  let holder: Request | null = null;
  const queue: Request[] = [];
  const grant = () => {
    const next = holder ? undefined : queue.shift();
    if (!next) return;
    holder = next;
    void next.job().then(() => {
      if (holder !== next) return;
      holder = null;
      next.resolve();
      grant();
    });
  };
  return {
    isHeld: () => !!holder,
    request: (_: string, options: { steal?: boolean; signal?: AbortSignal }, job: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const request = { job, resolve, reject };
        if (options.steal) {
          holder?.reject(new DOMException("taken over", "AbortError"));
          holder = null;
          queue.unshift(request);
        } else queue.push(request);
        options.signal?.addEventListener("abort", () => {
          const at = queue.indexOf(request);
          if (at < 0) return;
          queue.splice(at, 1);
          reject(new DOMException("aborted", "AbortError"));
        });
        grant();
      }),
  };
}

/** Opens tabs of one site. Those of the returned `leaders` lead. */
function openTabs(count: number, worksWhileHidden = false) {
  const locks = fakeLocks();
  vi.stubGlobal("navigator", { locks });
  const timers = fakeTimers();
  const leaders = new Set<number>();
  /** The events that a frozen tab gets once it runs again. */
  const frozen = new Map<number, LeaderEvent[]>();
  const pages = Array.from({ length: count }, () => new AbortController());
  onTestFinished(() => {
    for (const page of pages) page.abort();
  });
  const tabs: Candidate[] = [];
  for (const [tab, page] of pages.entries())
    tabs.push(
      runForLeader({
        name: "live",
        signal: page.signal,
        worksWhileHidden: () => worksWhileHidden,
        after: timers.after,
        async lead(signal) {
          leaders.add(tab);
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          leaders.delete(tab);
        },
        broadcast: (event: LeaderEvent) => {
          for (const [other, candidate] of tabs.entries())
            if (frozen.has(other)) frozen.get(other)?.push(event);
            else if (other !== tab) candidate.onEvent(event);
        },
      }),
    );
  const thaw = (tab: number) => {
    const events = frozen.get(tab) ?? [];
    frozen.delete(tab);
    for (const event of events) tabs[tab]?.onEvent(event);
  };
  return { timers, leaders, freeze: (tab: number) => frozen.set(tab, []), thaw, pages, locks };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("one of the tabs leads, and the next one when it is closed", async () => {
  const { leaders, pages, timers } = openTabs(3);
  await settled();
  expect([...leaders]).toEqual([0]);
  for (let turn = 0; turn < 5; turn++) await timers.advance(8_000);
  expect([...leaders]).toEqual([0]);
  pages[0]?.abort();
  await settled();
  expect([...leaders]).toEqual([1]);
});

test("a visible tab takes over from a leader that does not answer, which leads no more when it is back", async () => {
  const { leaders, freeze, thaw, timers } = openTabs(2);
  freeze(0);
  await timers.advance(8_000);
  expect([...leaders]).toEqual([1]);
  thaw(0);
  for (let turn = 0; turn < 5; turn++) await timers.advance(8_000);
  expect([...leaders]).toEqual([1]);
});

test.each([
  ["answers if its connection is open", true],
  ["does not answer if it must rely on timers, which browsers slow down", false],
])("a hidden leader %s", async (_, works) => {
  vi.stubGlobal("navigator", { locks: fakeLocks() });
  const sent: string[] = [];
  const page = new AbortController();
  onTestFinished(() => page.abort());
  const leader = runForLeader({
    name: "live",
    signal: page.signal,
    worksWhileHidden: () => works,
    after: fakeTimers().after,
    lead: () => new Promise(() => undefined),
    broadcast: ({ kind }) => sent.push(kind),
  });
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  leader.onEvent({ kind: "leader_check" });
  expect(sent).toEqual(works ? ["leader_check", "leader_alive"] : ["leader_check"]);
});

test("a page that enters the back/forward cache releases the lock, and asks for it when it is back", async () => {
  const { leaders, locks } = openTabs(1);
  await settled();
  dispatchEvent(new Event("pagehide"));
  await settled();
  expect([leaders.size, locks.isHeld()]).toEqual([0, false]);
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await settled();
  expect([leaders.size, locks.isHeld()]).toEqual([1, true]);
});

test("where locks are blocked or missing, each tab leads", async () => {
  for (const locks of [undefined, { request: () => Promise.reject(new DOMException("", "SecurityError")) }]) {
    vi.stubGlobal("navigator", { locks });
    const led: AbortSignal[] = [];
    const page = new AbortController();
    runForLeader({
      name: "live",
      signal: page.signal,
      worksWhileHidden: () => true,
      after: fakeTimers().after,
      lead: async (signal) => void led.push(signal),
      broadcast: () => undefined,
    });
    await settled();
    expect(led.map(({ aborted }) => aborted)).toEqual([false]);
    page.abort();
    expect(led.map(({ aborted }) => aborted)).toEqual([true]);
  }
});
