import { useEffect, useState } from "preact/hooks";
import type { ImportInfo, ImportMapping, ImportPreview } from "../../../shared/import.ts";
import type { RepairOptions, SuggestedRepairs } from "../../../shared/repair-options.ts";
import type { Loadable } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { useDebounced } from "../ui/use-debounced.ts";
import { useImportsApi } from "./use-imports-api.ts";

/** The pause after a change before the rows are read again, ms. */
const PAUSE = 200;

interface Repairs {
  readonly repairs: RepairOptions;
  readonly change: (more: Partial<RepairOptions>) => void;
  /** The first rows as they would be imported (R17). */
  readonly preview: Loadable<ImportPreview>;
  readonly retry: () => void;
  /** The repairs for the mapping as it is now, for a check. */
  readonly latest: () => Promise<RepairOptions>;
}

/**
 * How the rows of an import are read (R17): what the owner chose, and for the rest what the file suggests for the mapping as
 * it is now.
 */
export function useRepairs(property: string, info: ImportInfo, mapping: ImportMapping): Repairs {
  const imports = useImportsApi();
  const [chosen, setChosen] = useState<Partial<RepairOptions>>({});
  const [suggested, setSuggested] = useState<SuggestedRepairs | null>(null);
  // of a checked import, what differs from the suggestion was chosen before the check
  const [isCompared, setCompared] = useState(info.state !== "checked");
  const repairs = { ...info.repairs, ...(isCompared ? suggested : null), ...chosen };

  const key = useDebounced(JSON.stringify({ mapping, repairs }), PAUSE);
  const load = () => imports.previewImport(property, info.id, { mapping, repairs });
  const { loaded: preview, retry } = useLoad(`${property} ${info.id} ${key}`, load);
  useEffect(() => {
    if (preview.kind !== "ready") return;
    if (!isCompared)
      setChosen((later) => ({ ...differences(info.repairs, preview.value.suggested), ...later }));
    setCompared(true);
    setSuggested(preview.value.suggested);
  }, [preview]);

  return {
    repairs,
    change: (more) => setChosen((before) => ({ ...before, ...more })),
    preview,
    retry: () => void retry(),
    latest: async () =>
      preview.kind === "ready" && key === JSON.stringify({ mapping, repairs })
        ? repairs
        : { ...repairs, ...(await load()).suggested, ...chosen },
  };
}

/** The options that are not as the file suggests them. Pure. */
export function differences(options: RepairOptions, suggested: SuggestedRepairs): Partial<RepairOptions> {
  const { plusMissing, nameFromEmail, dateOrder, tagSeparator } = options;
  return {
    ...(plusMissing !== suggested.plusMissing && { plusMissing }),
    ...(nameFromEmail !== suggested.nameFromEmail && { nameFromEmail }),
    ...(dateOrder !== suggested.dateOrder && { dateOrder }),
    ...(tagSeparator !== suggested.tagSeparator && { tagSeparator }),
  };
}
