import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type ApiFailure, asFailure } from "./api-error.ts";

/** Something on its way from the server. */
export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly failure: ApiFailure }
  | { readonly state: "ready"; readonly value: T };

const LOADING = { state: "loading" } as const;

/**
 * Loads a thing whenever its key changes. `reload` fetches it again and shows the old one meanwhile; a reload that
 * fails leaves what is shown, unless it is gone, and the failure is returned by its promise.
 */
export function useLoad<T>(key: string, load: () => Promise<T>) {
  const [held, setHeld] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: LOADING });
  const current = useRef(key);
  const loader = useRef(load);
  // which question was asked last, and the last whose answer is shown: a late answer is older than what is there
  const asked = useRef(0);
  const answered = useRef(0);
  current.current = key;
  loader.current = load;

  const reload = useCallback(async (): Promise<ApiFailure | null> => {
    const mine = current.current;
    const turn = ++asked.current;
    const show = (next: (old: Loaded<T>) => Loaded<T>) => {
      if (current.current !== mine || turn < answered.current) return;
      answered.current = turn;
      setHeld((old) => ({ key: mine, loaded: next(old.key === mine ? old.loaded : LOADING) }));
    };
    try {
      const value = await loader.current();
      show(() => ({ state: "ready", value }));
      return null;
    } catch (error) {
      const failure = asFailure(error);
      // what is no longer there is not shown any more, such as a person who was erased
      const stays = failure.code !== "not_found";
      show((old) => (stays && old.state === "ready" ? old : { state: "failed", failure }));
      return failure;
    }
  }, []);

  const retry = useCallback(() => {
    setHeld({ key: current.current, loaded: LOADING });
    return reload();
  }, [reload]);

  const change = useCallback((next: (value: T) => T) => {
    setHeld((old) =>
      old.key === current.current && old.loaded.state === "ready"
        ? { key: old.key, loaded: { state: "ready", value: next(old.loaded.value) } }
        : old,
    );
  }, []);

  useEffect(() => {
    void reload();
  }, [key, reload]);

  const loaded: Loaded<T> = held.key === key ? held.loaded : LOADING;
  return { loaded, reload, retry, change };
}

/** A thing the agent does: whether it is under way, and in which words it failed. */
export function useAction<A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>) {
  const [state, setState] = useState<{ busy: boolean; failure: ApiFailure | null }>({
    busy: false,
    failure: null,
  });
  const action = useRef(act);
  const busy = useRef(false);
  action.current = act;

  const run = useCallback(async (...args: A): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setState({ busy: true, failure: null });
    try {
      await action.current(...args);
      setState({ busy: false, failure: null });
      return true;
    } catch (error) {
      setState({ busy: false, failure: asFailure(error) });
      return false;
    } finally {
      busy.current = false;
    }
  }, []);

  const clear = useCallback(() => setState((old) => ({ ...old, failure: null })), []);
  return { ...state, run, clear };
}

/** A value that follows with a delay, so that typing does not ask the server for every letter. */
export function useDelayed<T>(value: T, ms: number): T {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return delayed;
}

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "Foyer" ? title : `${title} · Foyer`;
  }, [title]);
}
