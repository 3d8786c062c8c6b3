import { MAX_COUNTED_MESSAGES, type StorageKind, type StorageUse } from "../../shared/storage.ts";
import type { Db } from "../platform/database/open.ts";
import { FILES, MEGABYTE } from "../platform/limits.ts";
import type { Usage } from "./quotas.ts";

/** The files of one media type. */
export type TypeUsage = Usage & { readonly type: string };

const DOCUMENT = /^application\/(pdf|rtf|x-cfb|vnd\.)/;

/** The group of a stored media type. */
export function storageKind(type: string): StorageKind {
  if (type.startsWith("image/")) return "pictures";
  if (/^(audio|video)\//.test(type)) return "recordings";
  if (DOCUMENT.test(type)) return "documents";
  if (type.startsWith("text/") || type === "application/octet-stream") return "texts";
  return type === "message/rfc822" ? "mails" : "other";
}

/** Adds up the media types by their groups, the largest first. Pure. */
export function sumKinds(types: readonly TypeUsage[]): StorageUse["kinds"] {
  const sums = new Map<StorageKind, Usage>();
  for (const { type, bytes, files } of types) {
    const kind = storageKind(type);
    const before = sums.get(kind) ?? { bytes: 0, files: 0 };
    sums.set(kind, { bytes: before.bytes + bytes, files: before.files + files });
  }
  return [...sums].map(([kind, use]) => ({ kind, ...use })).sort((a, b) => b.bytes - a.bytes);
}

/** Reads what a property stores, with its quota in bytes. */
export async function readStorageUse(db: Db, property: string, quota: number): Promise<StorageUse> {
  const rows = await db
    .selectFrom("files")
    .select((eb) => ["type", eb.fn.countAll().as("files"), eb.fn.sum("size").as("bytes")])
    .where("property_id", "=", property)
    .groupBy("type")
    .execute();
  // PostgreSQL counts and sums to texts
  const types = rows.map(({ type, files, bytes }) => ({ type, files: Number(files), bytes: Number(bytes) }));
  const counted = db
    .selectFrom("messages")
    .select("property_id")
    .where("property_id", "=", property)
    .limit(MAX_COUNTED_MESSAGES)
    .as("counted");
  const { messages } = await db
    .selectFrom(counted)
    .select((eb) => eb.fn.countAll().as("messages"))
    .executeTakeFirstOrThrow();
  const sum = (of: keyof Usage) => types.reduce((total, one) => total + one[of], 0);
  return {
    quota,
    bytes: sum("bytes"),
    files: sum("files"),
    kinds: sumKinds(types),
    messages: Number(messages),
    perVisitor: {
      stranger: FILES.stranger.megabytes * MEGABYTE,
      writer: FILES.visitor.megabytes * MEGABYTE,
    },
  };
}
