import { type ReadonlySignal, signal } from "@preact/signals";
import type { ToAgent } from "../../../shared/live.ts";
import type { OnlineVisitor } from "../../../shared/visitor.ts";
import type { Api } from "../data/api.ts";
import { type ApiFailure, asFailure } from "../data/api-error.ts";

/** Somebody on the site; `gone`: their connection has ended, which going to the next page does too. */
export type Present = OnlineVisitor & { readonly gone: boolean };

interface SiteState {
  readonly status: "loading" | "ready" | "failed";
  readonly failure: ApiFailure | null;
  /** By visitor ID. */
  readonly visitors: ReadonlyMap<string, Present>;
}

/** Who is on a property's site now. */
export interface Site {
  readonly state: ReadonlySignal<SiteState>;
  load(): Promise<void>;
  take(frame: ToAgent): void;
}

/** What a visitor is called: the name, else the e-mail, else the visitor ID. */
export function visitorName({ person }: Pick<OnlineVisitor, "person">): string {
  return person.name || person.email || person.id;
}

/** How long somebody who has gone is still shown: most are on their way to the next page. */
const LINGERS = 10_000;

/** Whoever was here last first. */
export function inOrder(visitors: Iterable<Present>): readonly Present[] {
  return [...visitors].sort((a, b) => b.at - a.at || (a.visitor < b.visitor ? -1 : 1));
}

/** Keeps who is on a property's site: asked for once, then as they come and go. */
export function createSite(
  api: Pick<Api, "siteVisitors">,
  property: string,
  after: (ms: number, act: () => void) => unknown,
): Site {
  const state = signal<SiteState>({ status: "loading", failure: null, visitors: new Map() });

  const put = (visitor: Present) => {
    state.value = { ...state.value, visitors: new Map(state.value.visitors).set(visitor.visitor, visitor) };
  };
  const leave = (visitor: Present) => {
    if (state.value.visitors.get(visitor.visitor) !== visitor) return; // they are back
    const visitors = new Map(state.value.visitors);
    visitors.delete(visitor.visitor);
    state.value = { ...state.value, visitors };
  };

  return {
    state,
    async load() {
      try {
        const { items } = await api.siteVisitors(property);
        const visitors = new Map(items.map((item) => [item.visitor, { ...item, gone: false }]));
        state.value = { status: "ready", failure: null, visitors };
      } catch (error) {
        const { status } = state.value;
        const failure = asFailure(error);
        state.value = { ...state.value, failure, status: status === "ready" ? "ready" : "failed" };
      }
    },
    take(frame) {
      if (frame.kind !== "site" || frame.property !== property) return;
      const visitor = { ...frame.visitor, gone: frame.gone };
      put(visitor);
      if (frame.gone) after(LINGERS, () => leave(visitor));
    },
  };
}
