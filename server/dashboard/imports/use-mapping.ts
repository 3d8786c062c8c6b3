import { useCallback, useEffect, useState } from "preact/hooks";
import * as z from "zod/mini";
import { type ImportField, type ImportInfo, ImportMapping } from "../../../shared/import.ts";
import { useServices } from "../app/services.tsx";

const KEY = "foyer.import.columns";
const SavedMapping = z.object({ id: z.string(), mapping: ImportMapping });

/** What was chosen for this import in this browser and not yet sent, if there is such a thing. */
function readSavedMapping(text: string | null, { id, columns }: ImportInfo): ImportMapping | null {
  try {
    const kept = z.safeParse(SavedMapping, JSON.parse(text || "null"));
    const fits = kept.success && kept.data.id === id && kept.data.mapping.length === columns.length;
    return fits ? kept.data.mapping : null;
  } catch {
    return null; // something else was kept there: what the server knows counts
  }
}

/** What the columns are, as being chosen; a reload loses none of it. `set` stays the same function. */
export function useMapping(info: ImportInfo) {
  const { preferences } = useServices();
  const [first] = useState(() => readSavedMapping(preferences.getItem(KEY), info) ?? info.mapping);
  const [mapping, setMapping] = useState(first);
  useEffect(() => {
    if (mapping !== first) preferences.setItem(KEY, JSON.stringify({ id: info.id, mapping }));
  }, [mapping, first, info.id, preferences]);
  const set = useCallback(
    (at: number, field: ImportField | null) =>
      setMapping((old) => old.map((one, column) => (column === at ? field : one))),
    [],
  );
  /** Once the server has it. */
  const forget = () => preferences.setItem(KEY, "");
  return { mapping, set, forget };
}
