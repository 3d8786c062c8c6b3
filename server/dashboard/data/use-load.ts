import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type ApiError, toApiError } from "./api-error.ts";
import { LOADING, type Loadable } from "./loadable.ts";

/**
 * Loads a thing whenever its key changes. `reload` fetches it again and shows the old one meanwhile; a reload that
 * fails leaves what is shown, unless it is gone, and the failure is returned by its promise.
 */
export function useLoad<T>(key: string, load: () => Promise<T>) {
  const [held, setHeld] = useState<{ key: string; loaded: Loadable<T> }>({ key, loaded: LOADING });
  const current = useRef(key);
  const loader = useRef(load);
  // which question was asked last, and the last whose answer is shown: a late answer is older than what is there
  const asked = useRef(0);
  const answered = useRef(0);
  current.current = key;
  loader.current = load;

  const reload = useCallback(async (): Promise<ApiError | null> => {
    const mine = current.current;
    const turn = ++asked.current;
    const show = (next: (old: Loadable<T>) => Loadable<T>) => {
      if (current.current !== mine || turn < answered.current) return;
      answered.current = turn;
      setHeld((old) => ({ key: mine, loaded: next(old.key === mine ? old.loaded : LOADING) }));
    };
    try {
      const value = await loader.current();
      show(() => ({ kind: "ready", value }));
      return null;
    } catch (error) {
      const failure = toApiError(error);
      // a value that no longer exists, such as an erased contact, is not shown any more
      const stays = failure.code !== "not_found";
      show((old) => (stays && old.kind === "ready" ? old : { kind: "failed", failure }));
      return failure;
    }
  }, []);

  const retry = useCallback(() => {
    setHeld({ key: current.current, loaded: LOADING });
    return reload();
  }, [reload]);

  const change = useCallback((next: (value: T) => T) => {
    setHeld((old) =>
      old.key === current.current && old.loaded.kind === "ready"
        ? { key: old.key, loaded: { kind: "ready", value: next(old.loaded.value) } }
        : old,
    );
  }, []);

  useEffect(() => {
    void reload();
  }, [key, reload]);

  const loaded: Loadable<T> = held.key === key ? held.loaded : LOADING;
  return { loaded, reload, retry, change };
}
