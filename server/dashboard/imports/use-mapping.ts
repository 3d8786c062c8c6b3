import { useCallback, useEffect, useState } from "preact/hooks";
import * as z from "zod/mini";
import { type ImportField, type ImportInfo, ImportMapping } from "../../../shared/import.ts";
import { useServices } from "../app/services.tsx";

const KEY = "foyer.import.columns";
const SavedMapping = z.object({ id: z.string(), mapping: ImportMapping });

/** The mapping that was chosen for this import in this browser and not sent yet; null if there is none. */
function readSavedMapping(text: string | null, { id, columns }: ImportInfo): ImportMapping | null {
  try {
    const saved = z.safeParse(SavedMapping, JSON.parse(text || "null"));
    const fits = saved.success && saved.data.id === id && saved.data.mapping.length === columns.length;
    return fits ? saved.data.mapping : null;
  } catch {
    return null; // the entry is not JSON, so the mapping of the server is used
  }
}

/** The chosen mapping of the columns, saved in this browser until it is sent. `set` is stable between renders. */
export function useMapping(info: ImportInfo) {
  const { preferences } = useServices();
  const [first] = useState(() => readSavedMapping(preferences.getItem(KEY), info) ?? info.mapping);
  const [mapping, setMapping] = useState(first);
  useEffect(() => {
    if (mapping !== first) preferences.setItem(KEY, JSON.stringify({ id: info.id, mapping }));
  }, [mapping, first, info.id, preferences]);
  const set = useCallback(
    (index: number, field: ImportField | null) =>
      setMapping((old) => old.map((one, column) => (column === index ? field : one))),
    [],
  );
  /** Call it after the server has saved the mapping. */
  const forget = () => preferences.setItem(KEY, "");
  return { mapping, set, forget };
}
