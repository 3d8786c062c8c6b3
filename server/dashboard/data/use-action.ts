import { useCallback, useRef, useState } from "preact/hooks";
import { type ApiError, toApiError } from "./api-error.ts";

/** Runs one action at a time, and reports whether it is under way and how it failed. */
export function useAction<A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>) {
  const [state, setState] = useState<{ busy: boolean; failure: ApiError | null }>({
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
      setState({ busy: false, failure: toApiError(error) });
      return false;
    } finally {
      busy.current = false;
    }
  }, []);

  const clear = useCallback(() => setState((old) => ({ ...old, failure: null })), []);
  return { ...state, run, clear };
}
