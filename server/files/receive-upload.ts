import type { Context } from "hono";
import type { FileInfo } from "../../shared/file.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import { MEGABYTE } from "../platform/limits.ts";
import { type BodyRule, createIncoming } from "../platform/storage/incoming.ts";
import type { KnownProperty } from "../properties/store.ts";
import { fileName } from "./file-name.ts";
import { inspectFile } from "./inspect-file.ts";
import { planQuota, type QuotaFacts, quotaReached } from "./quotas.ts";
import { type FileRow, incomingFolder } from "./store.ts";
import { toFileInfo } from "./to-file-info.ts";

/** The visitor or the agent who uploads a file. */
export type Uploader = Pick<FileRow, "visitor_id" | "agent_id">;

/** The declared length of a request's body, bytes; null: none. */
export function contentLengthOf(c: Context): number | null {
  const length = c.req.header("content-length");
  return length === undefined ? null : Number(length);
}

/** A file that arrives. */
interface ArrivingFile {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly rule: BodyRule;
  /** Encoded with encodeURIComponent; undefined: it has none. */
  readonly encodedName: string | undefined;
  readonly by: Uploader;
  /** Checks once more, in the transaction that names the file, that it may be stored. @throws ApiError if it may not */
  readonly confirm?: (tx: Tx, size: number) => Promise<void>;
}

/**
 * Makes a function that receives a file. The body is counted while it streams, its content is inspected, the bytes are
 * stored, and the row is written last.
 */
export function createFileReceiver(deps: Pick<Deps, "config" | "database" | "files" | "now" | "random">) {
  const incoming = createIncoming(incomingFolder(deps.config), deps.files);

  /**
   * @returns the file, which a message can contain from now on
   * @throws ApiError those of the rule and of `confirm`, `file_incomplete`, `file_type_refused`, `storage_unavailable`
   */
  return async (
    property: string,
    { body, rule, encodedName, by, confirm }: ArrivingFile,
  ): Promise<FileInfo> => {
    const id = newId(deps);
    const key = `${property}/${id}`;
    return incoming.receive(key, body, rule, async (file) => {
      const { kind, picture } = await inspectFile(file.path);
      const row: FileRow = {
        ...by,
        property_id: property,
        id,
        conversation_id: null,
        name: fileName(encodedName, kind),
        type: kind.type,
        size: file.size,
        width: picture?.width ?? null,
        height: picture?.height ?? null,
        created_at: deps.now(),
      };
      await deps.files.put(key, file);
      await deps.database.write(async (tx) => {
        await confirm?.(tx, file.size);
        await tx.insertInto("files").values(row).execute();
      });
      return toFileInfo(row);
    });
  };
}

/** The uploader of a file, with the check whether they may upload. */
export interface UploadPermit {
  readonly by: Uploader;
  /** Reads the quotas; called before the body is read, and again when it has come. @throws ApiError if the uploader may not upload */
  readonly admit: (db: Db) => Promise<QuotaFacts>;
}

/**
 * Makes a function that receives a file from the body of a request, by the property's rules. They are checked again when the
 * body has come: meanwhile the uploader may have been blocked, or have filled the quota with other uploads.
 */
export function createUpload(deps: Pick<Deps, "config" | "database" | "files" | "now" | "random">) {
  const receive = createFileReceiver(deps);

  /**
   * @returns the file, which a message can contain from now on
   * @throws ApiError `files_not_allowed`, `file_too_large`, `file_quota_reached`, `file_incomplete`, `file_type_refused`,
   *   `storage_unavailable`, those of `admit`
   */
  return async (c: Context, property: KnownProperty, { by, admit }: UploadPermit): Promise<FileInfo> => {
    const facts = await admit(deps.database.read);
    const { allowed, maxMegabytes } = property.settings.files;
    if (!allowed) throw new ApiError("files_not_allowed");
    const announced = contentLengthOf(c);
    const most = maxMegabytes * MEGABYTE;
    const max = Math.min(most, planQuota(facts, most));
    const tooLarge = () =>
      max < most && (announced ?? 0) <= most
        ? quotaReached(facts)
        : new ApiError("file_too_large", { detail: `A file may have at most ${maxMegabytes} MB here.` });
    const rule = { max, announced, tooLarge };
    if (max === 0 || (announced ?? 0) > max) throw tooLarge();
    const encodedName = c.req.header("x-foyer-name");
    const confirm = async (tx: Tx, size: number) => {
      const current = await admit(tx);
      if (size > planQuota(current, most)) throw quotaReached(current);
    };
    return receive(property.id, { body: c.req.raw.body, rule, encodedName, by, confirm });
  };
}
