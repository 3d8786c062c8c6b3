import type { WebhookSource } from "../../shared/webhook-source.ts";
import type { Db } from "../platform/database/open.ts";
import { listSourceRows, parseMapping, requireSource, type SourceRow } from "./source-store.ts";

/** A property's sources as admins see them, without secrets, oldest first. */
export async function listSources(db: Db, property: string): Promise<WebhookSource[]> {
  return describe(db, property, await listSourceRows(db, property));
}

/** A source as admins see it, without secrets. @throws ApiError `not_found` */
export async function readSource(db: Db, property: string, id: string): Promise<WebhookSource> {
  const row = await requireSource(db, property, id);
  const [source] = await describe(db, property, [row]);
  if (!source) throw new Error("A source that was read is not described");
  return source;
}

async function describe(db: Db, property: string, rows: readonly SourceRow[]): Promise<WebhookSource[]> {
  // PostgreSQL takes no empty list
  if (!rows.length) return [];
  const counts = await db
    .selectFrom("received_bodies")
    .select((eb) => [
      "source_id",
      eb.fn.max("received_at").as("last"),
      eb.fn
        .countAll<number>()
        .filterWhere((of) => of.and([of("is_verified", "=", 1), of("state", "in", ["waiting", "queued"])]))
        .as("waiting"),
      eb.fn
        .countAll<number>()
        .filterWhere((of) => of.or([of("state", "=", "failed"), of("outcome", "=", "refused")]))
        .as("refused"),
    ])
    .where("property_id", "=", property)
    .where(
      "source_id",
      "in",
      rows.map(({ id }) => id),
    )
    .groupBy("source_id")
    .execute();
  return rows.map((row) => {
    const count = counts.find(({ source_id }) => source_id === row.id);
    return {
      id: row.id,
      name: row.name,
      provider: row.provider,
      hasSigningSecret: row.signing_secret !== null,
      isActive: row.is_active === 1,
      mapping: parseMapping(row),
      country: row.country,
      version: row.version,
      createdAt: row.created_at,
      lastReceivedAt: count ? Number(count.last) : null,
      waiting: Number(count?.waiting ?? 0),
      refused: Number(count?.refused ?? 0),
      wrongSignatures: row.wrong_signatures,
      lastWrongSignatureAt: row.last_wrong_signature_at,
    };
  });
}
