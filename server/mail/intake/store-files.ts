import type { FileInfo } from "../../../shared/file.ts";
import type { OmittedFile } from "../../../shared/received-mail.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import type { Deps } from "../../deps.ts";
import { planQuota, readQuotaFacts } from "../../files/quotas.ts";
import { createFileReceiver } from "../../files/receive-upload.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { MEGABYTE } from "../../platform/limits.ts";
import type { MailAttachment } from "../inbound/inbound-mail.ts";
import { type FileLimits, planFiles, toOmitted } from "./plan-files.ts";

export interface StoredFiles {
  readonly files: readonly FileInfo[];
  /** In the original only. */
  readonly omitted: readonly OmittedFile[];
}

/**
 * Stores the attachments of a mail as uploads of the visitor that stands for its author. They are no part of a
 * conversation yet: if the processing fails, housekeeping removes them as it does with other uploads that nobody sent.
 *
 * @throws ApiError `storage_unavailable`
 */
export async function storeFiles(
  deps: Pick<Deps, "config" | "database" | "files" | "now" | "random">,
  to: { readonly property: string; readonly visitor: string },
  attachments: readonly MailAttachment[],
  limits: Omit<FileLimits, "quotaLeft">,
): Promise<StoredFiles> {
  const receive = createFileReceiver(deps);
  const quota = deps.config.filesQuota * MEGABYTE;
  const facts = await readQuotaFacts(deps.database.read, to.property, to.visitor, quota);
  // a mail is more than a visitor ID that costs nothing
  const quotaLeft = planQuota({ ...facts, hasWritten: true }, limits.maxMegabytes * MEGABYTE);
  const plan = planFiles(attachments, { ...limits, quotaLeft });
  const files: FileInfo[] = [];
  const omitted = [...plan.omitted];
  for (const attachment of plan.stored) {
    const { name, bytes } = attachment;
    const rule = {
      max: bytes.byteLength,
      announced: bytes.byteLength,
      tooLarge: () => new ApiError("file_too_large"),
    };
    try {
      files.push(
        await receive(to.property, {
          body: new Blob([new Uint8Array(bytes)]).stream(),
          rule,
          encodedName: name === null ? undefined : encodeURIComponent(wellFormed(name)),
          by: { visitor_id: to.visitor, agent_id: null },
        }),
      );
    } catch (error) {
      // a type that may not be sent, or nothing in it: the original has it
      if (!(error instanceof ApiError) || error.problem.code === "storage_unavailable") throw error;
      omitted.push(toOmitted(attachment, "type"));
    }
  }
  return { files, omitted };
}
