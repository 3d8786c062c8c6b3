import { useEffect, useRef, useState } from "preact/hooks";
import type { MergeResult } from "../../../../shared/crm.ts";
import { toApiError } from "../../data/api-error.ts";
import { LOADING, type Loadable } from "../../data/loadable.ts";
import type { Choices } from "./merge-rows.ts";
import { useMergeApi } from "./use-merge-api.ts";

/**
 * Loads the result that a merge would have, again after every choice. The previous result is shown until the next one
 * arrives.
 */
export function useMergePreview(
  property: string,
  contacts: readonly string[],
  survivor: string | null,
  choices: Choices,
) {
  const api = useMergeApi();
  const [loaded, setLoaded] = useState<Loadable<MergeResult>>(LOADING);
  const [attempt, setAttempt] = useState(0);
  const lastRequest = useRef(0);
  const key = contacts.join();
  useEffect(() => setLoaded(LOADING), [key]);
  useEffect(() => {
    const request = ++lastRequest.current;
    if (contacts.length < 2) return;
    const show = (next: Loadable<MergeResult>) => {
      if (request === lastRequest.current) setLoaded(next);
    };
    const merge = {
      contacts: [...contacts],
      ...(survivor && { survivor }),
      choices: { ...choices },
      preview: true,
    };
    api.merge(property, merge).then(
      (value) => show({ kind: "ready", value }),
      (error: unknown) => show({ kind: "failed", failure: toApiError(error) }),
    );
  }, [key, survivor, choices, attempt]);
  return { loaded, retry: () => setAttempt((old) => old + 1) };
}
