import type { ImportInfo } from "../../../shared/import.ts";
import { useServices } from "../app/services.tsx";
import { toApiError } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { usePolling } from "../data/use-polling.ts";
import { t } from "../i18n/translate.ts";
import { isWorking } from "./import-steps.ts";
import { useImportsApi } from "./use-imports-api.ts";

/** The props of every import step. */
export interface StepProps {
  readonly property: string;
  readonly info: ImportInfo;
  /** Called with the import after its state has changed. */
  readonly onChange: (info: ImportInfo) => void;
}

/** One import, polled while the server works on it. */
export function useImport(property: string, id: string) {
  const imports = useImportsApi();
  const load = useLoad(`${property} ${id}`, () => imports.import(property, id));
  usePolling(load.loaded.kind === "ready" && isWorking(load.loaded.value.state), load.reload);
  return load;
}

/**
 * The action that moves an import to its next state. If another admin was faster, the action does nothing, and the
 * screen shows the current state with a notice.
 */
export function useStep(
  { property, info, onChange }: StepProps,
  request: (property: string, id: string) => Promise<ImportInfo>,
) {
  const { notices } = useServices();
  const imports = useImportsApi();
  return useAction(async () => {
    const next = await request(property, info.id).catch((error: unknown) => {
      if (toApiError(error).code !== "import_not_ready") throw error;
      notices.say(t("Another admin continued this import in the meantime."));
      return imports.import(property, info.id);
    });
    onChange(next);
  });
}

/** All imports of a property, latest first. */
export function useImports(property: string) {
  const imports = useImportsApi();
  const load = useLoad(property, () => imports.imports(property));
  const { loaded } = load;
  const isAnyWorking = loaded.kind === "ready" && loaded.value.items.some(({ state }) => isWorking(state));
  usePolling(isAnyWorking, load.reload);
  return load;
}
