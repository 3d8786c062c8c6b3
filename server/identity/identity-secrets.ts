import { type IdentitySecret, MAX_IDENTITY_SECRETS, MIN_IDENTITY_SECRET } from "../../shared/identity.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { SigningSecret } from "./verify-signature.ts";

/** The random bytes of a secret that is made here; it is twice as many hexadecimal digits. */
const SECRET_BYTES = 32;
/** The use of a secret is noted once in this time, ms, because each page of a signed-in visitor uses it. */
const NOTED_EVERY = 3_600_000;
/** How much of a secret the list shows. */
const ENDING = 4;

/** The secrets of a property, newest first. */
export async function readSecrets(db: Db, property: string): Promise<SigningSecret[]> {
  return db
    .selectFrom("identity_secrets")
    .select(["id", "secret"])
    .where("property_id", "=", property)
    .orderBy("id", "desc")
    .execute();
}

/** The secrets of a property as admins see them, newest first. */
export async function listSecrets(db: Db, property: string): Promise<IdentitySecret[]> {
  const rows = await db
    .selectFrom("identity_secrets")
    .select(["id", "secret", "created_at", "last_used_at"])
    .where("property_id", "=", property)
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ending: row.secret.slice(-ENDING),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

/**
 * Adds a secret. Two are valid while one replaces the other (R33).
 *
 * @param own the owner's own; null: a random one
 * @throws ApiError `identity_secret_short`; `identity_secret_used`: a token of one property would be good at another;
 *   `identity_secrets_full`
 */
export async function addSecret(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  property: string,
  own: string | null,
): Promise<SigningSecret> {
  const secret = own ?? Buffer.from(deps.random(SECRET_BYTES)).toString("hex");
  if (Buffer.byteLength(secret) < MIN_IDENTITY_SECRET) throw new ApiError("identity_secret_short");
  if ((await readSecrets(tx, property)).length >= MAX_IDENTITY_SECRETS)
    throw new ApiError("identity_secrets_full");
  const row = { id: newId(deps), secret };
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("identity_secrets")
    .values({ ...row, property_id: property, created_at: deps.now(), last_used_at: null })
    .onConflict((conflict) => conflict.column("secret").doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) throw new ApiError("identity_secret_used");
  return row;
}

/** A secret in full. @throws ApiError `not_found` */
export async function revealSecret(db: Db, property: string, id: string): Promise<SigningSecret> {
  const row = (await readSecrets(db, property)).find((one) => one.id === id);
  if (!row) throw new ApiError("not_found");
  return row;
}

/** Removes a secret: what it has signed is refused from then on. @throws ApiError `not_found` */
export async function removeSecret(tx: Tx, property: string, id: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom("identity_secrets")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!numDeletedRows) throw new ApiError("not_found");
}

/** Notes that a secret has verified a signature, so that its owner sees when the old one is no longer in use. */
export async function noteSecretUsed(tx: Tx, property: string, id: string, now: number): Promise<void> {
  await tx
    .updateTable("identity_secrets")
    .set({ last_used_at: now })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", now - NOTED_EVERY)]))
    .execute();
}
