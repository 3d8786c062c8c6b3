import type { Db } from "../platform/database/open.ts";
import { statement } from "../platform/database/statement.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { FILES, MEGABYTE } from "../platform/limits.ts";

/** The files that are stored for somebody. */
export interface Usage {
  readonly files: number;
  readonly bytes: number;
}

/** The uploader of a file, with the files that are stored already. */
export interface QuotaFacts {
  readonly ofProperty: Usage;
  /** Null: an agent uploads it. */
  readonly ofVisitor: Usage | null;
  /** The visitor has begun a conversation. */
  readonly hasWritten: boolean;
  /** The quota of the property, bytes. */
  readonly propertyQuota: number;
}

/**
 * Plans how large a file may be by the quotas (R37): a visitor who never wrote has a small one, because a visitor ID costs nothing.
 *
 * @param largest the largest file that the owner allows, bytes: the first message of a visitor may have it
 * @returns bytes; 0: no file
 */
export function planQuota(
  { ofProperty, ofVisitor, hasWritten, propertyQuota }: QuotaFacts,
  largest: number,
): number {
  const left = [propertyQuota - ofProperty.bytes];
  if (ofVisitor) {
    const { megabytes, files } = hasWritten ? FILES.visitor : FILES.stranger;
    const quota = Math.max(largest, megabytes * MEGABYTE);
    left.push(ofVisitor.files < files ? quota - ofVisitor.bytes : 0);
  }
  return Math.max(0, Math.min(...left));
}

/** The refusal of a file for which there is no room, with words about whose quota is used up. */
export function quotaReached({ ofProperty, propertyQuota, ofVisitor, hasWritten }: QuotaFacts): ApiError {
  const detail =
    ofProperty.bytes >= propertyQuota || !ofVisitor
      ? `The files of this property fill its ${Math.floor(propertyQuota / MEGABYTE)} MB. The operator can raise FOYER_FILES_QUOTA.`
      : hasWritten
        ? `A visitor's files may have ${FILES.visitor.megabytes} MB together.`
        : "Please write a message first.";
  return new ApiError("file_quota_reached", { detail });
}

/** Reads what planning a quota needs. @param visitor null: an agent uploads the file */
export async function readQuotaFacts(
  db: Db,
  property: string,
  visitor: string | null,
  propertyQuota: number,
): Promise<QuotaFacts> {
  const [ofProperty = NONE] = await selectUsage(db, { property });
  if (visitor === null)
    return { ofProperty: toUsage(ofProperty), ofVisitor: null, hasWritten: false, propertyQuota };
  const [ofVisitor = NONE] = await selectVisitorUsage(db, { property, visitor });
  const [written] = await selectWritten(db, { property, visitor });
  return {
    ofProperty: toUsage(ofProperty),
    ofVisitor: toUsage(ofVisitor),
    hasWritten: written !== undefined,
    propertyQuota,
  };
}

const NONE = { files: 0, bytes: 0 };

/** PostgreSQL sums to a text, and no rows to null. */
const toUsage = ({ files, bytes }: { files: unknown; bytes: unknown }): Usage => ({
  files: Number(files),
  bytes: Number(bytes ?? 0),
});

const selectUsage = statement((db: Db, { property }: { property: string }) =>
  db
    .selectFrom("files")
    .select((eb) => [eb.fn.countAll().as("files"), eb.fn.sum("size").as("bytes")])
    .where("property_id", "=", property),
);

const selectVisitorUsage = statement((db: Db, { property, visitor }: { property: string; visitor: string }) =>
  db
    .selectFrom("files")
    .select((eb) => [eb.fn.countAll().as("files"), eb.fn.sum("size").as("bytes")])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor),
);

const selectWritten = statement((db: Db, { property, visitor }: { property: string; visitor: string }) =>
  db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .limit(1),
);
