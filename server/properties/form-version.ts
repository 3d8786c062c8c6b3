import { createHash } from "node:crypto";
import type * as z from "zod/mini";
import type { FormDefinition, FormDraft } from "../../shared/form.ts";

/** JSON with the keys of every object in one order, so that equal values have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Gives a form its version: the first 16 hexadecimal digits of the SHA-256 of what it says. The same form has the
 * same version wherever and whenever it is made, so an answer sent late names exactly what was asked.
 */
export function formDefinition(draft: FormDraft): z.infer<typeof FormDefinition> {
  const version = createHash("sha256").update(canonicalJson(draft)).digest("hex").slice(0, 16);
  return { version, ...(draft.intro && { intro: draft.intro }), fields: draft.fields };
}
