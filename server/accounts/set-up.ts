import type * as z from "zod/mini";
import type { Setup } from "../../shared/joining.ts";
import type { Deps } from "../deps.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import { type Actor, recordAudit } from "./audit-log.ts";
import type { SignedIn } from "./auth.ts";
import { createProperty } from "./create-property.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";
import { hashPassword } from "./password.ts";
import { hasAgents, insertAgent } from "./store.ts";
import { refuseWeakPassword } from "./weak-password.ts";

const PURPOSE = "setup";

/**
 * Creates the token of the first-run link `/dashboard/setup?token=…`, if there is no account yet. Only the newest token is
 * valid: each start of the server prints a new link.
 *
 * @returns the token, shown once; null if Foyer is set up
 */
export async function ensureSetupToken({
  database,
  now,
  random,
}: Pick<Deps, "database" | "now" | "random">): Promise<string | null> {
  const token = newLinkToken(random);
  return database.write(async (tx) => {
    await tx.deleteFrom("server_secrets").where("purpose", "=", PURPOSE).execute();
    if (await hasAgents(tx)) return null;
    const row = { id: PURPOSE, purpose: PURPOSE, secret: hashLinkToken(token), created_at: now() };
    await tx.insertInto("server_secrets").values(row).execute();
    return token;
  });
}

/**
 * Creates the first admin and the first property. Of several concurrent requests, one succeeds.
 *
 * @throws ApiError `setup_done`, `link_invalid`, `invalid_request` for a weak password
 */
export async function setUp(
  { database, now, random }: Pick<Deps, "database" | "now" | "random">,
  { token, name, email, password, property }: z.infer<typeof Setup>,
  from: Pick<Actor, "address" | "browser">,
): Promise<SignedIn> {
  await checkSetupToken(database.read, token); // before the expensive hash, because anybody can send this
  await refuseWeakPassword(password, { name, email });
  const passwordHash = await hashPassword(password);
  return database.write(async (tx) => {
    await checkSetupToken(tx, token);
    const at = now();
    const id = newId({ now, random });
    await insertAgent(tx, { id, name, email, passwordHash, isEmailProven: true, now: at });
    // the operator has made this account, by the link that the server has printed
    const made = await createProperty(tx, property, { admin: id, now: at, random });
    const by = { ...from, id, name };
    await recordAudit(tx, { now, random }, by, { property: made, action: "property_created" });
    await tx.deleteFrom("server_secrets").where("purpose", "=", PURPOSE).execute();
    return { id, name, email };
  });
}

async function checkSetupToken(db: Db, token: string): Promise<void> {
  if (await hasAgents(db)) throw new ApiError("setup_done");
  const right = await db
    .selectFrom("server_secrets")
    .select("id")
    .where("purpose", "=", PURPOSE)
    .where("secret", "=", hashLinkToken(token))
    .executeTakeFirst();
  if (!right) throw new ApiError("link_invalid");
}
