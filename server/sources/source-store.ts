import * as z from "zod/mini";
import { type Provider, SourceMapping } from "../../shared/webhook-source.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { ApiError } from "../platform/http/api-error.ts";

export type SourceRow = Schema["webhook_sources"];

/** Sources of one property. */
const MAX_SOURCES = 50;

/** A source by the hash of its address's secret; undefined: there is none. */
export const findSourceBySecret = (db: Db, hash: string): Promise<SourceRow | undefined> =>
  db.selectFrom("webhook_sources").selectAll().where("secret_hash", "=", hash).executeTakeFirst();

/** A property's sources, oldest first. */
export const listSourceRows = (db: Db, property: string): Promise<SourceRow[]> =>
  db
    .selectFrom("webhook_sources")
    .selectAll()
    .where("property_id", "=", property)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

/** @throws ApiError `not_found` */
export async function requireSource(db: Db, property: string, id: string): Promise<SourceRow> {
  const row = await db
    .selectFrom("webhook_sources")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

export const parseMapping = ({ mapping }: Pick<SourceRow, "mapping">): SourceMapping =>
  z.parse(SourceMapping, JSON.parse(mapping));

export interface NewSource {
  readonly property: string;
  readonly id: string;
  readonly name: string;
  readonly provider: Provider;
  readonly secretHash: string;
  readonly mapping: SourceMapping;
  readonly country: string | null;
  readonly now: number;
}

/** @throws ApiError `source_limit_reached` */
export async function insertSource(tx: Tx, source: NewSource): Promise<void> {
  const { count } = await tx
    .selectFrom("webhook_sources")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("property_id", "=", source.property)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_SOURCES) throw new ApiError("source_limit_reached");
  await tx
    .insertInto("webhook_sources")
    .values({
      property_id: source.property,
      id: source.id,
      name: source.name,
      provider: source.provider,
      secret_hash: source.secretHash,
      signing_secret: null,
      mapping: JSON.stringify(source.mapping),
      country: source.country,
      is_active: 0,
      version: 1,
      wrong_signatures: 0,
      last_wrong_signature_at: null,
      created_at: source.now,
    })
    .execute();
}

type SourceChange = Pick<SourceRow, "name" | "signing_secret" | "mapping" | "country" | "is_active">;

/** @throws ApiError `settings_changed` if another save came first */
export async function updateSource(
  tx: Tx,
  property: string,
  id: string,
  version: number,
  change: SourceChange,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("webhook_sources")
    .set({ ...change, version: version + 1 })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (!numUpdatedRows) throw new ApiError("settings_changed");
}

/** Replaces the secret of a source's address: the address before ends. */
export async function replaceAddress(tx: Tx, property: string, id: string, hash: string): Promise<void> {
  await tx
    .updateTable("webhook_sources")
    .set({ secret_hash: hash })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
}

/** Deletes a source with everything that it has received. The contacts stay. */
export async function deleteSource(tx: Tx, property: string, id: string): Promise<void> {
  await tx
    .deleteFrom("received_body_keys")
    .where("property_id", "=", property)
    .where(
      "body_id",
      "in",
      tx
        .selectFrom("received_bodies")
        .select("id")
        .where("property_id", "=", property)
        .where("source_id", "=", id),
    )
    .execute();
  await tx
    .deleteFrom("received_bodies")
    .where("property_id", "=", property)
    .where("source_id", "=", id)
    .execute();
  await tx.deleteFrom("webhook_sources").where("property_id", "=", property).where("id", "=", id).execute();
}
