import { useEffect } from "preact/hooks";
import type { ImportInfo } from "../../../shared/import.ts";
import { useServices } from "../app/services.tsx";
import { type ApiError, toApiError } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { isWorking } from "./import-steps.ts";

/** What every step of an import is given. */
export interface StepProps {
  readonly property: string;
  readonly info: ImportInfo;
  /** Called with the import when it has moved on. */
  readonly onChange: (info: ImportInfo) => void;
}

/** How often the server is asked how far it is, and how often while it does not answer, in milliseconds. */
const POLL_INTERVAL = 1_000;
const RETRY_INTERVAL = 3_000;

/** Asks again and again while there is something to ask about. */
function usePolling(wanted: boolean, ask: () => Promise<ApiError | null>): void {
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let stopped = false;
    const askLater = (ms: number) => {
      timer = setTimeout(async () => {
        const failure = await ask();
        if (!stopped) askLater(failure ? RETRY_INTERVAL : POLL_INTERVAL);
      }, ms);
    };
    askLater(POLL_INTERVAL);
    return () => {
      stopped = true;
      if (timer) clearTimeout(timer);
    };
  }, [wanted, ask]);
}

/** One import, as it stands, for as long as the server works on it. */
export function useImport(property: string, id: string) {
  const { api } = useServices();
  const load = useLoad(`${property} ${id}`, () => api.import(property, id));
  usePolling(load.loaded.kind === "ready" && isWorking(load.loaded.value.state), load.reload);
  return load;
}

/**
 * One step onwards. If somebody else was faster, nothing is lost and nothing done twice: what is shown follows, and a
 * notice says why.
 */
export function useStep(
  { property, info, onChange }: StepProps,
  take: (property: string, id: string) => Promise<ImportInfo>,
) {
  const { api, notices } = useServices();
  return useAction(async () => {
    const taken = await take(property, info.id).catch((error: unknown) => {
      if (toApiError(error).code !== "import_not_ready") throw error;
      notices.say("Somebody else has gone on with this import meanwhile.");
      return api.import(property, info.id);
    });
    onChange(taken);
  });
}

/** All imports of a property, the latest first. */
export function useImports(property: string) {
  const { api } = useServices();
  const load = useLoad(property, () => api.imports(property));
  const { loaded } = load;
  const works = loaded.kind === "ready" && loaded.value.items.some(({ state }) => isWorking(state));
  usePolling(works, load.reload);
  return load;
}
