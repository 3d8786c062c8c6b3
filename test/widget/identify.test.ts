// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import type { EmbedHost } from "../../widget/embed/panel-host.ts";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { showsChat } from "../../widget/embed/visitor-record.ts";
import identify from "../../widget/identify/identify.ts";
import { openPersistedState, type PersistedState } from "../../widget/state/persisted-state.ts";
import { settingsFor } from "./support.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

/** The host of a visitor with this state, whom the server knows by the name that the page says. */
function hostWith(state: Partial<PersistedState>): EmbedHost {
  vi.stubGlobal("fetch", async () => Response.json({ known: { name: "Ada" }, userId: null }));
  const visitors = openVisitorStore(PROPERTY_URL, false, () => false);
  openPersistedState(visitors).write(state);
  return Object.assign(new AbortController(), {
    settings: settingsFor(),
    propertyUrl: PROPERTY_URL,
    launcher: document.createElement("button"),
    visitors,
    events: new EventTarget(),
    show: () => undefined,
    pageVisit: Promise.resolve({ token: "t" }),
  }) as unknown as EmbedHost;
}

test.each<[string, Partial<PersistedState>, boolean]>([
  ["an open chat", { chat: "open" }, true],
  ["no chat", {}, false],
])(
  "R33: what the site says of a visitor with %s leaves what the next page loads as it is",
  async (_, state, expected) => {
    const host = hostWith(state);
    const resume = vi.fn();
    await identify(host, resume, [{ name: "Ada" }]);
    expect(showsChat(host.visitors.read())).toBe(expected);
    expect(openPersistedState(host.visitors).read()).toMatchObject({ ...state, known: { name: "Ada" } });
    const stored = host.visitors.read();
    const times = resume.mock.calls.length;
    await identify(host, resume, [{ name: "Ada" }]);
    expect(host.visitors.read()).toBe(stored);
    expect(resume).toHaveBeenCalledTimes(times);
  },
);
