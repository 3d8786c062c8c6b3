import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type ApiError, toApiError } from "./api-error.ts";
import { LOADING, type Loadable } from "./loadable.ts";

/**
 * Loads a value whenever its key changes. `reload` loads it again and shows the old value in the meantime. If a reload
 * fails, the old value stays unless it no longer exists; the promise of `reload` resolves to the error.
 */
export function useLoad<T>(key: string, load: () => Promise<T>) {
  const [held, setHeld] = useState<{ key: string; loaded: Loadable<T> }>({ key, loaded: LOADING });
  const current = useRef(key);
  const loader = useRef(load);
  // the number of the latest request, and of the request whose answer is shown: older answers are ignored
  const requested = useRef(0);
  const answered = useRef(0);
  current.current = key;
  loader.current = load;

  const reload = useCallback(async (): Promise<ApiError | null> => {
    const mine = current.current;
    const request = ++requested.current;
    const show = (next: (old: Loadable<T>) => Loadable<T>) => {
      if (current.current !== mine || request < answered.current) return;
      answered.current = request;
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
