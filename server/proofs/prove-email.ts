import type { Tx } from "../platform/database/open.ts";
import { type ClaimedEmail, type CodeDeps, emailKeyOf } from "./request-code.ts";
import { saveProvenEmail, upsertProven } from "./upsert-proven.ts";

/** Makes an e-mail a proven one of a browser's visitor (R33), by DESIGN's table. */
export async function proveEmail(tx: Tx, deps: CodeDeps, claimed: ClaimedEmail): Promise<void> {
  const { property, visitor, email } = claimed;
  await upsertProven(tx, deps, { property, visitor, details: { emails: [email.trim()] } });
  const emailKey = emailKeyOf(email);
  await saveProvenEmail(tx, { property: property.id, visitor, emailKey, now: deps.now() });
}
