import type { Context } from "hono";
import type { FileInfo } from "../../shared/file.ts";
import type { Deps } from "../deps.ts";
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
}

/**
 * Makes a function that receives a file. The body is counted while it streams, its content is inspected, the bytes are
 * stored, and the row is written last.
 */
export function createFileReceiver(deps: Pick<Deps, "config" | "database" | "files" | "now" | "random">) {
  const incoming = createIncoming(incomingFolder(deps.config), deps.files);

  /**
   * @returns the file, which a message can contain from now on
   * @throws ApiError that of the rule, `file_incomplete`, `file_type_refused`, `storage_unavailable`
   */
  return async (property: string, { body, rule, encodedName, by }: ArrivingFile): Promise<FileInfo> => {
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
      await deps.database.write((tx) => tx.insertInto("files").values(row).execute());
      return toFileInfo(row);
    });
  };
}

/** Makes a function that receives a file from the body of a request, by the property's rules. */
export function createUpload(deps: Pick<Deps, "config" | "database" | "files" | "now" | "random">) {
  const receive = createFileReceiver(deps);

  /**
   * @returns the file, which a message can contain from now on
   * @throws ApiError `files_not_allowed`, `file_too_large`, `file_quota_reached`, `file_incomplete`, `file_type_refused`,
   *   `storage_unavailable`
   */
  return async (c: Context, property: KnownProperty, by: Uploader, facts: QuotaFacts): Promise<FileInfo> => {
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
    return receive(property.id, { body: c.req.raw.body, rule, encodedName, by });
  };
}
