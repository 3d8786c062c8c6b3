import { createHash } from "node:crypto";
import type { Deps } from "../../deps.ts";
import { incomingFolder } from "../../files/store.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { createIncoming } from "../../platform/storage/incoming.ts";

export type ReceivedMailRow = Schema["received_mails"];

/** Where a mail came from. */
export type MailOrigin =
  | { readonly kind: "http" }
  | {
      readonly kind: "imap";
      readonly folderKey: string;
      readonly uidValidity: number;
      readonly uid: number;
    };

export interface RawMail {
  /** The ID of its row. Mails that were received together are processed in the order of their IDs. */
  readonly id: string;
  readonly origin: MailOrigin;
  readonly raw: Uint8Array<ArrayBuffer>;
  /** Ms since 1970; the same for mails that were received together. */
  readonly receivedAt: number;
}

export type StoreDeps = Pick<Deps, "config" | "database" | "files" | "now">;

/** Mails of a gigabyte are no mails. */
const MAX_RAW = 1_000_000_000;

/**
 * Stores a raw mail and the row by which it is processed: when this resolves, it is on disk, and nothing but the
 * processing is left to do. A mail that was stored before changes nothing.
 *
 * @returns whether it is new
 * @throws ApiError `storage_unavailable`
 */
export async function storeRawMail(deps: StoreDeps, property: string, mail: RawMail): Promise<boolean> {
  const { config, database, files } = deps;
  const digest = createHash("sha256").update(mail.raw).digest("hex");
  const known = await database.read
    .selectFrom("received_mails")
    .select("id")
    .where("property_id", "=", property)
    .where("raw_digest", "=", digest)
    .executeTakeFirst();
  if (known) return false;
  const row = toWaitingRow(property, { ...mail, size: mail.raw.byteLength }, digest);
  if (mail.raw.byteLength === 0) return insert(deps, row);
  const key = `${property}/${mail.id}`;
  const rule = { max: MAX_RAW, announced: null, tooLarge: () => new ApiError("payload_too_large") };
  const body = new Blob([mail.raw]).stream();
  const incoming = createIncoming(incomingFolder(config), files);
  const isNew = await incoming.receive(key, body, rule, async (file) => {
    await files.put(key, file);
    return insert(deps, row);
  });
  // a copy of it was stored at the same time
  if (!isNew) await incoming.discard(key);
  return isNew;
}

/** Notes a mail that the mail server does not give, so that somebody sees that it is there. */
export async function storeUnfetchable(
  deps: StoreDeps,
  property: string,
  origin: Extract<MailOrigin, { kind: "imap" }>,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  // instead of the content, which nobody has
  const digest = createHash("sha256").update(JSON.stringify(origin)).digest("hex");
  const row = toWaitingRow(property, { id, origin, size: 0, receivedAt: deps.now() }, digest);
  await insert(deps, {
    ...row,
    state: "failed",
    next_try_at: null,
    reason: reason || "The mail server refused it.",
  });
}

async function insert({ database }: StoreDeps, row: ReceivedMailRow): Promise<boolean> {
  return database.write(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto("received_mails")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (!numInsertedOrUpdatedRows) return false;
    tx.publish({ kind: "mail_received", property: row.property_id });
    return true;
  });
}

function toWaitingRow(
  property: string,
  { id, origin, size, receivedAt }: Omit<RawMail, "raw"> & { readonly size: number },
  digest: string,
): ReceivedMailRow {
  const place = origin.kind === "imap" ? origin : null;
  return {
    property_id: property,
    id,
    source: origin.kind,
    folder_key: place?.folderKey ?? null,
    uid_validity: place?.uidValidity ?? null,
    uid: place?.uid ?? null,
    raw_digest: digest,
    size,
    message_id: null,
    content_digest: null,
    state: "waiting",
    tries: 0,
    next_try_at: receivedAt,
    outcome: null,
    reason: "",
    conversation_id: null,
    visitor_id: null,
    role: null,
    vouched: 0,
    from_name: "",
    from_address: "",
    copied: "[]",
    subject: "",
    text_above: "",
    text_below: "",
    is_cut: 0,
    omitted: "[]",
    received_at: receivedAt,
  };
}
