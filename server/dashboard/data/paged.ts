import { type ReadonlySignal, signal } from "@preact/signals";
import { type ApiError, toApiError } from "./api-error.ts";

/** One page of a list with a keyset cursor. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Asks for the page after this one; null at the end. */
  readonly next: string | null;
}

interface PagedState<T, P extends Page<T>> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly status: "loading" | "ready" | "more" | "failed";
  readonly failure: ApiError | null;
  /** The first page as it last came, for what it says beside the items. */
  readonly first: P | null;
}

export interface Paged<T, P extends Page<T>> {
  readonly state: ReadonlySignal<PagedState<T, P>>;
  /** Loads the first page, or tries again after a failure. */
  load(): Promise<void>;
  /** Loads the page after the last one, unless one is on its way or there is none. */
  more(): Promise<void>;
  /** Fetches the first page again and keeps everything that was loaded behind it. */
  refresh(): Promise<void>;
  change(key: string, change: (item: T) => T): void;
  remove(key: string): void;
  /** Applies `settle` to the items again. */
  resettle(): void;
}

interface PagedDeps<T, P extends Page<T>> {
  readonly load: (cursor: string | null) => Promise<P>;
  readonly keyOf: (item: T) => string;
  /** Whether `a` comes after `b` in the list's order; null if only the server knows the order. */
  readonly isAfter: ((a: T, b: T) => boolean) | null;
  /** The items with what is known beside what was loaded. */
  readonly settle?: (page: Page<T>) => readonly T[];
}

/**
 * A fresh first page before what was loaded earlier: what the page no longer holds has left the list, what stands
 * behind the page's last item is still as it was.
 */
export function mergeFirstPage<T>(
  old: Page<T>,
  page: Page<T>,
  { keyOf, isAfter }: Pick<PagedDeps<T, Page<T>>, "keyOf" | "isAfter">,
): Page<T> {
  const last = page.items.at(-1);
  if (!last || page.next === null) return page;
  const fresh = new Set(page.items.map(keyOf));
  // where only the server knows the order, what was held behind the last that is still there stays behind it
  const held = isAfter ? 0 : old.items.findLastIndex((item) => fresh.has(keyOf(item))) + 1;
  if (!isAfter && !held) return page;
  const behind = old.items
    .slice(held)
    .filter((item) => !fresh.has(keyOf(item)) && (!isAfter || isAfter(item, last)));
  return behind.length
    ? { items: [...page.items, ...behind], next: old.next }
    : { items: page.items, next: page.next };
}

/** The items with more behind them; an item that moved while paging appears once, in its new place. */
function appendPage<T>(old: readonly T[], more: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const known = new Set(old.map(keyOf));
  return [...old, ...more.filter((item) => !known.has(keyOf(item)))];
}

/** A list that is loaded page by page and outlives the screen that shows it. */
export function createPaged<T, P extends Page<T>>(deps: PagedDeps<T, P>): Paged<T, P> {
  const state = signal<PagedState<T, P>>({
    items: [],
    next: null,
    status: "loading",
    failure: null,
    first: null,
  });
  let round = 0;
  const settled = (page: Page<T>) => deps.settle?.(page) ?? page.items;

  async function fetchInto(cursor: string | null, apply: (page: P) => Page<T>, first: boolean) {
    const mine = ++round;
    try {
      const page = await deps.load(cursor);
      if (mine !== round) return;
      const whole = apply(page);
      const { next } = whole;
      const kept = first ? page : state.value.first;
      state.value = { items: settled(whole), next, status: "ready", failure: null, first: kept };
    } catch (error) {
      if (mine === round) state.value = { ...state.value, status: "failed", failure: toApiError(error) };
    }
  }

  return {
    state,
    async load() {
      state.value = { ...state.value, status: "loading", failure: null };
      await fetchInto(null, (page) => page, true);
    },
    async more() {
      const { next, status } = state.value;
      if (next === null || status === "loading" || status === "more") return;
      state.value = { ...state.value, status: "more", failure: null };
      await fetchInto(
        next,
        (page) => ({ items: appendPage(state.value.items, page.items, deps.keyOf), next: page.next }),
        false,
      );
    },
    async refresh() {
      if (state.value.status === "loading" || state.value.status === "more") return;
      await fetchInto(null, (page) => mergeFirstPage(state.value, page, deps), true);
    },
    change(key, change) {
      const items = state.value.items.map((item) => (deps.keyOf(item) === key ? change(item) : item));
      state.value = { ...state.value, items };
    },
    resettle() {
      const items = settled(state.value);
      if (items !== state.value.items) state.value = { ...state.value, items };
    },
    remove(key) {
      const items = state.value.items.filter((item) => deps.keyOf(item) !== key);
      state.value = { ...state.value, items };
    },
  };
}
