import { type ReadonlySignal, signal } from "@preact/signals";
import type { ToAgent } from "../../../shared/live.ts";
import type { OnlineVisitor } from "../../../shared/visitor.ts";
import type { Api } from "../data/api.ts";
import { toApiError } from "../data/api-error.ts";
import type { Loadable } from "../data/loadable.ts";

/** A visitor in the list; `gone`: the connection has ended, as it also does on the way to the next page. */
export type ListedVisitor = OnlineVisitor & { readonly gone: boolean };

/** Visitors by their ID. */
type VisitorsById = ReadonlyMap<string, ListedVisitor>;

/** The visitors who are on a property's site now. */
export interface OnlineVisitorList {
  readonly state: ReadonlySignal<Loadable<VisitorsById>>;
  /** Loads the whole list; a reload that fails leaves the list as it is. */
  load(): Promise<void>;
  handleFrame(frame: ToAgent): void;
}

/** How long a visitor who has left is still shown, in milliseconds. Most are loading the next page. */
const LEAVE_DELAY = 10_000;

/** Sorts visitors by their last activity, newest first. */
export function sortByActivity<V extends OnlineVisitor>(visitors: Iterable<V>): readonly V[] {
  return [...visitors].sort((a, b) => b.at - a.at || (a.visitor < b.visitor ? -1 : 1));
}

/** Loads the visitors on a property's site once, and follows them as they come and go. */
export function createOnlineVisitorList(
  api: Pick<Api, "onlineVisitors">,
  property: string,
  after: (ms: number, act: () => void) => unknown,
): OnlineVisitorList {
  const state = signal<Loadable<VisitorsById>>({ kind: "loading" });
  const change = (edit: (visitors: Map<string, ListedVisitor>) => void) => {
    if (state.value.kind !== "ready") return; // the load under way brings it
    const visitors = new Map(state.value.value);
    edit(visitors);
    state.value = { kind: "ready", value: visitors };
  };
  /** Removes a visitor, unless a newer entry has replaced this one: then the visitor is back. */
  const remove = (visitor: ListedVisitor) =>
    change((visitors) => {
      if (visitors.get(visitor.visitor) === visitor) visitors.delete(visitor.visitor);
    });

  return {
    state,
    async load() {
      try {
        const { items } = await api.onlineVisitors(property);
        const visitors = items.map((item) => [item.visitor, { ...item, gone: false }] as const);
        state.value = { kind: "ready", value: new Map(visitors) };
      } catch (error) {
        if (state.value.kind !== "ready") state.value = { kind: "failed", failure: toApiError(error) };
      }
    },
    handleFrame(frame) {
      if (frame.kind !== "online_visitor" || frame.property !== property) return;
      const visitor = { ...frame.visitor, gone: frame.gone };
      change((visitors) => visitors.set(visitor.visitor, visitor));
      if (frame.gone) after(LEAVE_DELAY, () => remove(visitor));
    },
  };
}
