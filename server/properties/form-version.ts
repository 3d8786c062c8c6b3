import { createHash } from "node:crypto";
import type * as z from "zod/mini";
import type { FormDefinition, FormDraft } from "../../shared/form.ts";

/** JSON with sorted keys, so that equal values have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * A form with its version: the first 16 hexadecimal digits of the SHA-256 of its content. Equal forms have equal
 * versions, so that an answer that is sent late names exactly the form that was shown.
 */
export function formDefinition(draft: FormDraft): z.infer<typeof FormDefinition> {
  const version = createHash("sha256").update(canonicalJson(draft)).digest("hex").slice(0, 16);
  return { version, ...(draft.intro && { intro: draft.intro }), fields: draft.fields };
}
