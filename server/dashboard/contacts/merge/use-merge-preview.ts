import { useEffect, useRef, useState } from "preact/hooks";
import type { MergeResult } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import { type ApiError, toApiError } from "../../data/api-error.ts";
import type { Choices } from "./merge-rows.ts";

interface Preview {
  readonly result: MergeResult | null;
  readonly failure: ApiError | null;
  readonly retry: () => void;
}

/** What would come of a merge, asked again with every choice; what is shown stays until the answer is there. */
export function useMergePreview(
  property: string,
  contacts: readonly string[],
  survivor: string | null,
  choices: Choices,
): Preview {
  const { api } = useServices();
  const [state, setState] = useState<Omit<Preview, "retry">>({ result: null, failure: null });
  const [attempt, setAttempt] = useState(0);
  const round = useRef(0);
  const who = contacts.join();
  useEffect(() => setState({ result: null, failure: null }), [who]);
  useEffect(() => {
    const mine = ++round.current;
    if (contacts.length < 2) return;
    const show = (next: Omit<Preview, "retry">) => {
      if (mine === round.current) setState(next);
    };
    const wish = {
      contacts: [...contacts],
      ...(survivor && { survivor }),
      choices: { ...choices },
      preview: true,
    };
    api.merge(property, wish).then(
      (result) => show({ result, failure: null }),
      (error: unknown) => show({ result: null, failure: toApiError(error) }),
    );
  }, [who, survivor, choices, attempt]);
  return { ...state, retry: () => setAttempt((old) => old + 1) };
}
