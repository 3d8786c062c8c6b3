import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { type ImportField, type ImportInfo, ImportMapping } from "../../../shared/import.ts";
import { useServices } from "../services.tsx";

const KEY = "foyer.import.columns";
const Kept = z.object({ id: z.string(), mapping: ImportMapping });

/** What was chosen for this import in this browser and not yet sent, if there is such a thing. */
function readKept(text: string | null, { id, columns }: ImportInfo): ImportMapping | null {
  try {
    const kept = z.safeParse(Kept, JSON.parse(text || "null"));
    const fits = kept.success && kept.data.id === id && kept.data.mapping.length === columns.length;
    return fits ? kept.data.mapping : null;
  } catch {
    return null; // something else was kept there: what the server knows counts
  }
}

/** What the columns are, as being chosen; a reload loses none of it. */
export function useMapping(info: ImportInfo) {
  const { storage } = useServices();
  const [mapping, setMapping] = useState(() => readKept(storage.getItem(KEY), info) ?? info.mapping);
  return {
    mapping,
    set(at: number, field: ImportField | null) {
      const next = info.columns.map((_, column) => (column === at ? field : (mapping[column] ?? null)));
      storage.setItem(KEY, JSON.stringify({ id: info.id, mapping: next }));
      setMapping(next);
    },
    /** Once the server has it. */
    forget: () => storage.setItem(KEY, ""),
  };
}
