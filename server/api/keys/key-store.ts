import * as z from "zod/mini";
import { type ApiKey, type ApiKeyCreate, ApiScope } from "../../../shared/api-key.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { NewSecret } from "./api-key-secret.ts";

/** How exactly the time of the last use is stored, ms: a busy key must not cause a write for each request. */
const LAST_USE_PRECISION = 60_000;

const Scopes = z.array(ApiScope);
const parseScopes = (json: string) => z.parse(Scopes, JSON.parse(json));

/** A key that a request carries. */
export interface RequestKey {
  readonly id: string;
  readonly property: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  /** The ID of the admin who created it. */
  readonly createdBy: string;
}

/** The keys of a property, the newest first, those that are revoked last. */
export async function listKeys(db: Db, property: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .leftJoin("agents", "agents.id", "api_keys.created_by")
    .selectAll("api_keys")
    .select("agents.name as created_by_name")
    .where("api_keys.property_id", "=", property)
    .orderBy("api_keys.created_at", "desc")
    .orderBy("api_keys.id", "desc")
    .execute();
  const keys = rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: parseScopes(row.scopes),
    createdAt: row.created_at,
    createdBy: row.created_by_name,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
  return [...keys.filter((key) => key.revokedAt === null), ...keys.filter((key) => key.revokedAt !== null)];
}

/** Stores a new key: the hash of its secret, not the secret (R34). */
export async function insertKey(
  tx: Tx,
  property: string,
  { name, scopes, expiresAt }: ApiKeyCreate,
  of: { readonly id: string; readonly agent: string; readonly now: number; readonly secret: NewSecret },
): Promise<void> {
  await tx
    .insertInto("api_keys")
    .values({
      property_id: property,
      id: of.id,
      name,
      prefix: of.secret.prefix,
      secret_hash: of.secret.hash,
      scopes: JSON.stringify([...new Set(scopes)]),
      created_at: of.now,
      created_by: of.agent,
      expires_at: expiresAt,
      last_used_at: null,
      revoked_at: null,
    })
    .execute();
}

/**
 * Revokes a key: from now on it is refused. One that is revoked already stays as it is.
 *
 * @returns the key's name
 * @throws ApiError `not_found`
 */
export async function revokeKey(tx: Tx, property: string, id: string, now: number): Promise<string> {
  const key = tx
    .selectFrom("api_keys")
    .select("name")
    .where("property_id", "=", property)
    .where("id", "=", id);
  const found = await key.executeTakeFirst();
  if (!found) throw new ApiError("not_found");
  await tx
    .updateTable("api_keys")
    .set({ revoked_at: now })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  return found.name;
}

/**
 * Finds the key with a secret. It is read for each request, so that a revoked key is refused at once.
 *
 * @returns null: it is unknown, has expired, or was revoked
 */
export async function findKey(
  db: Db,
  hash: string,
  now: number,
): Promise<(RequestKey & { readonly isUseRecorded: boolean }) | null> {
  const [row] = await selectKey(db, { hash });
  if (!row || row.revoked_at !== null) return null;
  if (row.expires_at !== null && row.expires_at <= now) return null;
  return {
    id: row.id,
    property: row.property_id,
    name: row.name,
    scopes: parseScopes(row.scopes),
    createdBy: row.created_by,
    isUseRecorded: row.last_used_at !== null && now - row.last_used_at < LAST_USE_PRECISION,
  };
}

const selectKey = statement((db, { hash }: { hash: string }) =>
  db
    .selectFrom("api_keys")
    .select(["id", "property_id", "name", "scopes", "expires_at", "last_used_at", "revoked_at", "created_by"])
    .where("secret_hash", "=", hash),
);

/** Stores when a key was last used, unless that was less than a minute after the time that is stored. */
export async function recordUse(
  tx: Tx,
  { property, id }: Pick<RequestKey, "property" | "id">,
  now: number,
): Promise<void> {
  await tx
    .updateTable("api_keys")
    .set({ last_used_at: now })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where((eb) =>
      eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", now - LAST_USE_PRECISION)]),
    )
    .execute();
}
