import type { WebhookSourceSave } from "../../shared/webhook-source.ts";
import { type Actor, recordAudit } from "../accounts/audit-log.ts";
import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { parsePath } from "./body/path.ts";
import { isSigning } from "./reception/verify-signature.ts";
import { parseMapping, requireSource, type SourceRow, updateSource } from "./source-store.ts";

interface Save {
  readonly property: string;
  readonly id: string;
  readonly saved: WebhookSourceSave;
  readonly by: Actor;
}

/**
 * Saves a source. The bodies that were recorded before it is switched on wait for an admin.
 *
 * @throws ApiError `not_found`, `settings_changed`, `invalid_request` for a path that cannot be read, `source_incomplete`
 */
export async function saveSource(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  { property, id, saved, by }: Save,
): Promise<void> {
  const before = await requireSource(tx, property, id);
  checkMapping(saved);
  const next = {
    name: saved.name,
    signing_secret: saved.signingSecret ?? before.signing_secret,
    mapping: JSON.stringify(saved.mapping),
    country: saved.country,
    is_active: saved.isActive ? 1 : 0,
  };
  if (saved.isActive) checkComplete(saved, before.provider, next.signing_secret);
  await updateSource(tx, property, id, saved.version, next);
  await recordAudit(tx, deps, by, {
    property,
    action: "source_changed",
    details: { names: [saved.name, ...changedParts(before, saved)] },
  });
}

/** Refuses paths that cannot be read: they would never give anything. @throws ApiError `invalid_request` */
export function checkMapping({ mapping }: Pick<WebhookSourceSave, "mapping">): void {
  const faults = mapping.flatMap(({ path }, at) =>
    parsePath(path) ? [] : [{ path: `mapping.${at}.path`, code: "path", message: "is not a path" }],
  );
  if (faults.length) throw new ApiError("invalid_request", { faults });
}

function checkComplete(
  { mapping }: Pick<WebhookSourceSave, "mapping">,
  provider: SourceRow["provider"],
  signingSecret: string | null,
): void {
  const identifies = mapping.some(
    ({ field }) => field === "email" || field === "phone" || field === "user_id",
  );
  if (!identifies)
    throw new ApiError("source_incomplete", {
      detail: "Map an e-mail, a phone or a user ID first: nobody could be recognised.",
    });
  if (isSigning(provider) && signingSecret === null)
    throw new ApiError("source_incomplete", {
      detail: "Enter the signing secret first: without it anybody could send people.",
    });
}

/** The names of the parts that a save changes, for the audit log. */
function changedParts(before: SourceRow, saved: WebhookSourceSave): string[] {
  return [
    ...(JSON.stringify(parseMapping(before)) === JSON.stringify(saved.mapping) ? [] : ["mapping"]),
    ...(saved.signingSecret ? ["signing secret"] : []),
    ...(before.is_active === (saved.isActive ? 1 : 0)
      ? []
      : [saved.isActive ? "switched on" : "switched off"]),
  ];
}
