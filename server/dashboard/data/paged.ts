import { type ReadonlySignal, signal } from "@preact/signals";
import { type ApiError, toApiError } from "./api-error.ts";

/** One page of a list with a keyset cursor. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the next page; null on the last page. */
  readonly next: string | null;
}

/** `loading`: the first page is loaded; `more`: the next page is loaded. */
type LoadState =
  | { readonly kind: "loading" | "ready" | "more"; readonly failure: null }
  | { readonly kind: "failed"; readonly failure: ApiError };

/** The items that are loaded stay in every state. */
type PagedState<T, P extends Page<T>> = Page<T> &
  LoadState & {
    /** The latest first page, with its data beside the items (e.g. a total). */
    readonly first: P | null;
  };

export interface Paged<T, P extends Page<T>> {
  readonly state: ReadonlySignal<PagedState<T, P>>;
  /** Loads the first page. */
  load(): Promise<void>;
  /** Loads the next page, unless a page is being loaded or the last page is loaded. */
  more(): Promise<void>;
  /** Loads the first page again, and merges it with the later pages. */
  refresh(): Promise<void>;
  change(key: string, change: (item: T) => T): void;
  remove(key: string): void;
  /** Applies `settle` to the items again, after the data that it uses has changed. */
  resettle(): void;
}

interface PagedDeps<T, P extends Page<T>> {
  readonly load: (cursor: string | null) => Promise<P>;
  readonly keyOf: (item: T) => string;
  /** Whether `a` comes after `b` in the list's order; null if only the server knows the order. */
  readonly isAfter: ((a: T, b: T) => boolean) | null;
  /** Applies newer data to loaded items, e.g. changes that arrived while the page was on its way. */
  readonly settle?: (page: Page<T>) => readonly T[];
}

/**
 * Merges a new first page with the items that were loaded before. Items after the last item of the page stay. Items
 * before it that the page does not contain have left the list, and are removed.
 */
export function mergeFirstPage<T>(
  old: Page<T>,
  page: Page<T>,
  { keyOf, isAfter }: Pick<PagedDeps<T, Page<T>>, "keyOf" | "isAfter">,
): Page<T> {
  const last = page.items.at(-1);
  if (!last || page.next === null) return page;
  const fresh = new Set(page.items.map(keyOf));
  // if only the server knows the order, the items after the last one that is also on the page stay
  const rest = isAfter ? 0 : old.items.findLastIndex((item) => fresh.has(keyOf(item))) + 1;
  if (!isAfter && !rest) return page;
  const later = old.items
    .slice(rest)
    .filter((item) => !fresh.has(keyOf(item)) && (!isAfter || isAfter(item, last)));
  return later.length
    ? { items: [...page.items, ...later], next: old.next }
    : { items: page.items, next: page.next };
}

/** Appends a page without the items that are loaded already, because an item can move between two requests. */
function appendPage<T>(old: readonly T[], more: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const known = new Set(old.map(keyOf));
  return [...old, ...more.filter((item) => !known.has(keyOf(item)))];
}

/** Creates a list that is loaded page by page. Only the answer to the latest request is used. */
export function createPaged<T, P extends Page<T>>(deps: PagedDeps<T, P>): Paged<T, P> {
  const state = signal<PagedState<T, P>>({
    items: [],
    next: null,
    kind: "loading",
    failure: null,
    first: null,
  });
  let latest = 0;
  const settled = (page: Page<T>) => deps.settle?.(page) ?? page.items;

  async function fetchInto(cursor: string | null, apply: (page: P) => Page<T>, first: boolean) {
    const request = ++latest;
    try {
      const page = await deps.load(cursor);
      if (request !== latest) return;
      const merged = apply(page);
      const firstPage = first ? page : state.value.first;
      state.value = {
        items: settled(merged),
        next: merged.next,
        kind: "ready",
        failure: null,
        first: firstPage,
      };
    } catch (error) {
      if (request === latest) state.value = { ...state.value, kind: "failed", failure: toApiError(error) };
    }
  }

  return {
    state,
    async load() {
      state.value = { ...state.value, kind: "loading", failure: null };
      await fetchInto(null, (page) => page, true);
    },
    async more() {
      const { next, kind } = state.value;
      if (next === null || kind === "loading" || kind === "more") return;
      state.value = { ...state.value, kind: "more", failure: null };
      await fetchInto(
        next,
        (page) => ({ items: appendPage(state.value.items, page.items, deps.keyOf), next: page.next }),
        false,
      );
    },
    async refresh() {
      const { kind } = state.value;
      if (kind === "loading" || kind === "more") return;
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
