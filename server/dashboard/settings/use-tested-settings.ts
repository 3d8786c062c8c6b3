import { useState } from "preact/hooks";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { sameValue } from "./settings-draft.ts";
import { useEmailGuard } from "./use-email-guard.ts";

/** How the settings of a form are checked, saved and tested. */
interface TestedSettings<Draft, Result> {
  readonly property: string;
  /** The fields as they are stored. */
  readonly stored: Draft;
  /** The faults that the shared schema finds in the settings, by path (`smtp.host`). */
  readonly faultsOf: (draft: Draft) => ReadonlyMap<string, string>;
  readonly save: (draft: Draft) => Promise<void>;
  /** Tests the settings of the fields; those that are in use if no field has changed. */
  readonly test: (draft: Draft, isDirty: boolean) => Promise<Result>;
}

/**
 * The state of a form whose settings can be tested before they are saved: its fields, their faults once the form was
 * submitted or the server has refused it, saving, testing, and the result of the test.
 */
export function useTestedSettings<Draft extends object, Result>(settings: TestedSettings<Draft, Result>) {
  const { property, stored } = settings;
  const [draft, setDraft] = useState(() => stored);
  const [isTried, setTried] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const isDirty = !sameValue(draft, stored);
  useEmailGuard(property, isDirty);

  const faults = settings.faultsOf(draft);
  const save = useAction(() => settings.save(draft));
  const test = useAction(async () => {
    setResult(null);
    setResult(await settings.test(draft, isDirty));
  });
  const refused = faultsByPath(save.failure ?? test.failure);
  const ifValid = (act: () => void) => {
    setTried(true);
    if (!faults.size) act();
  };
  return {
    draft,
    set: (change: Partial<Draft>) => {
      setDraft((old) => ({ ...old, ...change }));
      save.clear();
      test.clear();
    },
    fault: (path: string) => (isTried && faults.get(path)) || refused.get(`settings.${path}`),
    isDirty,
    result,
    save,
    test,
    submit: () => ifValid(() => void save.run()),
    tryOut: () => (isDirty ? ifValid(() => void test.run()) : void test.run()),
  };
}
